/**
 * What the user is doing in form controls, and how the server's values get there: each control has a revision, raised
 * by `input`; an acknowledged event says which revision the server has seen. An edited control keeps the user's value.
 * Control state is written after all structure and attributes of a frame, since it depends on them.
 */

import { writeAttribute } from "./attributes.js"
import { rootOf } from "./root-of.js"
import { changedMiddle } from "./text.js"

type TextControl = HTMLInputElement | HTMLTextAreaElement
type FormControl = HTMLElement & { readonly form?: HTMLFormElement | null }

/** Input types whose `value` is an attribute like others. */
const PLAIN_VALUE = /^(?:checkbox|radio|submit|button|reset|image|hidden|file)$/
const RANGE_TEXT = /^(?:text|search|url|tel|password|textarea)$/

/** Stands for the text of a textarea, which is no attribute. */
export const TEXT = "#text"

/** Edited controls with the revision an event carried. */
export type SentRevisions = readonly (readonly [control: Element, revision: number])[]

export class Controls {
  readonly #root: Element
  /** Edited controls: revision of the last edit. */
  readonly #edits = new Map<Element, number>()
  #revision = 0
  #composing: EventTarget | null = null
  #afterComposing: (() => void)[] = []
  /** The state that a frame gives to controls, by its name. Of two writes the later one counts. */
  #writes = new Map<Element, Record<string, string | null>>()
  /** Chosen values of edited selects whose options are being changed. */
  readonly #chosen = new Map<HTMLSelectElement, ReadonlySet<string>>()
  /** Controls and options whose state has a slot. */
  readonly #served = new WeakSet<Element>()

  constructor(root: Element) {
    this.#root = root
    this.watch(root)
  }

  /** Follows what the user does in the root, or in what a portal has moved out of it. */
  watch(element: Element): void {
    const on = (type: string, listener: (event: Event) => void): void => {
      const heard = (event: Event): void => {
        const root = rootOf(event.target as Element)
        // What another view's portal has moved into this root is not its own.
        if (root === null || root === this.#root) listener(event)
      }
      element.addEventListener(type, heard, true)
    }
    on("input", ({ target }) => this.#edited(target))
    on("compositionstart", ({ target }) => {
      this.#composing = target
    })
    on("compositionend", () => this.#composed())
    // The values change after the event, and only if nobody prevents it.
    on("reset", (event) => setTimeout(() => event.defaultPrevented || this.#forget(event.target)))
  }

  /** True if the user changed the control since the last acknowledged event that carried its value. */
  edited(control: Element): boolean {
    return this.#edits.has(control)
  }

  /** The forms of edited controls, and edited controls of no form. */
  dirtyForms(): Element[] {
    const connected = [...this.#edits.keys()].filter((control) => control.isConnected)
    return [...new Set(connected.map((control) => (control as FormControl).form ?? control))]
  }

  /** Takes controls whose state is not their default as edited: by the user before the script came, or by the browser. */
  scan(): void {
    // By name: a selector is matched against each element of the page.
    for (const name of ["input", "textarea", "select"]) {
      for (const control of Array.from(this.#root.getElementsByTagName(name))) {
        if (!showsDefault(control)) this.#edits.set(control, ++this.#revision)
      }
    }
  }

  /** Notes that this control or option has a slot for its state. */
  serve(element: Element): void {
    this.#served.add(element)
  }

  /** Takes over an attribute if it is control state; it is written by `flush`. */
  takes(element: Element, name: string, value: string | null): boolean {
    const { localName } = element
    const isState =
      localName === "input"
        ? name === "checked" || (name === "value" && !PLAIN_VALUE.test((element as HTMLInputElement).type))
        : (localName === "option" && name === "selected") || (localName === "textarea" && name === TEXT)
    if (isState) {
      this.#served.add(element)
      this.#writes.set(element, { ...this.#writes.get(element), [name]: value })
    }
    return isState
  }

  /** True if the write has to wait for the end of a composition in this element. */
  defers(element: Element, write: () => void): boolean {
    if (this.#composing !== element) return false
    this.#afterComposing.push(write)
    return true
  }

  /** To be called before options below this node are inserted, removed or changed. */
  optionsWillChange(parent: Node): void {
    const select = parent instanceof Element ? parent.closest("select") : null
    if (select === null || !this.#edits.has(select) || this.#chosen.has(select)) return
    this.#chosen.set(select, new Set(Array.from(select.selectedOptions, ({ value }) => value)))
  }

  /** Writes the control state of a frame. */
  flush(): void {
    const writes = this.#writes
    if (writes.size > 0) {
      this.#writes = new Map()
      // What is switched off first: else a radio or option switched on would be switched off by its group.
      for (const off of [true, false]) {
        for (const [element, states] of writes) {
          for (const [name, value] of Object.entries(states)) {
            if (isOff(name, value) === off) this.#write(element, name, value)
          }
        }
      }
    }
    for (const [select, values] of this.#chosen) choose(select, values)
    this.#chosen.clear()
  }

  /** The revisions that an event from `source` carries: of the control itself, of all controls for an event of a form. */
  sent(source: Element, control: Element | null, ofForm: boolean): SentRevisions {
    return [...this.#edits].filter(
      ([edited]) => edited === source || edited === control || (ofForm && (edited as FormControl).form === source),
    )
  }

  /** The server has seen these revisions: what was not edited since is no longer the user's. */
  acknowledge(sent: SentRevisions): void {
    for (const [control, revision] of sent) if (this.#edits.get(control) === revision) this.#edits.delete(control)
    for (const control of this.#edits.keys()) if (!control.isConnected) this.#edits.delete(control)
  }

  /**
   * After a submit: controls with a slot that were not edited since show the server's value, though it did not change.
   * Returns text controls without a slot that show something else than the page's HTML says.
   */
  settle(form: HTMLFormElement): Element[] {
    const others: Element[] = []
    for (const control of Array.from(form.elements)) {
      if (this.#edits.has(control)) continue
      if (control instanceof HTMLSelectElement) {
        const options = Array.from(control.options)
        if (!options.some((option) => this.#served.has(option))) continue
        for (const on of [false, true]) {
          for (const option of options)
            if (option.defaultSelected === on && option.selected !== on) option.selected = on
        }
      } else if (this.#served.has(control)) {
        if (isCheckable(control)) {
          if (control.checked !== control.defaultChecked) control.checked = control.defaultChecked
        } else if (isTextControl(control)) {
          this.#value(control, control.getAttribute("value"), control instanceof HTMLTextAreaElement)
        }
      } else if (
        isTextControl(control) &&
        control.value !== control.defaultValue &&
        (control.hasAttribute("value") || control instanceof HTMLTextAreaElement)
      ) {
        others.push(control)
      }
    }
    return others
  }

  #edited(target: EventTarget | null): void {
    if (!(target instanceof Element)) return
    const revision = ++this.#revision
    for (const control of isRadio(target) ? groupOf(target) : [target]) this.#edits.set(control, revision)
  }

  #forget(form: EventTarget | null): void {
    for (const control of this.#edits.keys()) {
      if ((control as FormControl).form === form) this.#edits.delete(control)
    }
  }

  #composed(): void {
    const writes = this.#afterComposing
    this.#composing = null
    this.#afterComposing = []
    for (const write of writes) write()
  }

  #write(element: Element, name: string, value: string | null): void {
    if (name === "value" || name === TEXT) this.#value(element as TextControl, value, false)
    else if (name === "checked") this.#checked(element as HTMLInputElement, value)
    else this.#selected(element as HTMLOptionElement, value)
  }

  /** `settling`: a textarea whose default text is to be shown; nothing new is written. */
  #value(control: TextControl, value: string | null, settling: boolean): void {
    if (this.defers(control, () => this.#value(control, value, settling))) return
    const isArea = control instanceof HTMLTextAreaElement
    const wanted = settling ? control.defaultValue : (value ?? "")
    const mayShow = !this.#edits.has(control) && !control.validity?.badInput
    // Before the attribute: writing that to an untouched control would move the caret.
    if (mayShow && control.ownerDocument.activeElement === control) show(control, wanted)
    if (!isArea) writeAttribute(control, "value", value)
    else if (control.defaultValue !== wanted) control.defaultValue = wanted
    if (mayShow) show(control, wanted)
  }

  #checked(control: HTMLInputElement, value: string | null): void {
    if (!this.#edits.has(control)) {
      writeAttribute(control, "checked", value)
      if (control.checked !== (value !== null)) control.checked = value !== null
      return
    }
    // On an untouched member of a group that the user edited the attribute would take the choice.
    const group = isRadio(control) ? groupOf(control) : [control]
    const states = group.map((member) => member.checked)
    writeAttribute(control, "checked", value)
    group.forEach((member, i) => {
      if (member.checked !== states[i]) member.checked = states[i] === true
    })
  }

  #selected(option: HTMLOptionElement, value: string | null): void {
    this.optionsWillChange(option)
    writeAttribute(option, "selected", value)
    const select = option.closest("select")
    // Of an edited select the choice is put back after.
    if (select !== null && this.#edits.has(select)) return
    if (option.selected !== (value !== null)) option.selected = value !== null
  }
}

/** Shows a value: in a focused control by its changed middle, which keeps the caret. */
function show(control: TextControl, wanted: string): void {
  // Of a type that has come since, the value would be an attribute.
  if (control.value === wanted || PLAIN_VALUE.test(control.type)) return
  if (control.ownerDocument.activeElement === control && RANGE_TEXT.test(control.type)) {
    const [start, end, middle] = changedMiddle(control.value, wanted)
    control.setRangeText(middle, start, end, "preserve")
  } else {
    control.value = wanted
  }
}

function choose(select: HTMLSelectElement, values: ReadonlySet<string>): void {
  const options = Array.from(select.options)
  if (!select.multiple && !options.some(({ value }) => values.has(value))) return
  for (const on of [false, true]) {
    if (!on && !select.multiple) continue
    for (const option of options) {
      if (values.has(option.value) === on && option.selected !== on) option.selected = on
    }
  }
}

function showsDefault(control: Element): boolean {
  if (control instanceof HTMLSelectElement) {
    const options = Array.from(control.options)
    const marked = options.some(({ defaultSelected }) => defaultSelected)
    if (marked || control.multiple) return options.every((option) => option.selected === option.defaultSelected)
    return control.selectedIndex <= options.findIndex(({ disabled }) => !disabled)
  }
  if (isCheckable(control)) return control.checked === control.defaultChecked
  if (!isTextControl(control) || control.value === control.defaultValue) return true
  return control instanceof HTMLInputElement && control.value === untouched(control).value
}

/** Number, range, colour and date inputs change what they cannot hold: so would one that nobody touched. */
function untouched(control: HTMLInputElement): HTMLInputElement {
  const twin = document.createElement("input")
  for (const { name, value } of Array.from(control.attributes)) twin.setAttribute(name, value)
  return twin
}

function isOff(name: string, value: string | null): boolean {
  return (name === "checked" || name === "selected") && value === null
}

function isRadio(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === "radio"
}

function isCheckable(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(element.type)
}

function isTextControl(element: Element): element is TextControl {
  if (element instanceof HTMLTextAreaElement) return true
  return element instanceof HTMLInputElement && !PLAIN_VALUE.test(element.type)
}

/** The radio buttons that switch each other off. */
function groupOf(radio: HTMLInputElement): HTMLInputElement[] {
  const scope = radio.form ?? radio.getRootNode()
  const radios = scope instanceof HTMLFormElement ? Array.from(scope.elements) : querySelectorAll(scope)
  const group = radios.filter((other) => isRadio(other) && other.name === radio.name && other.form === radio.form)
  return group as HTMLInputElement[]
}

function querySelectorAll(scope: Node): Element[] {
  return Array.from((scope as ParentNode).querySelectorAll("input"))
}
