/**
 * Follows what the user does in form controls, and brings the server's state to those that are not being edited. Control
 * state is written after all structure and attributes of a frame, since it depends on them.
 */

import type { Carried, ControlsNeeds, ControlsPort } from "../../dom/controls-port.js"
import {
  CONTROL_NAMES,
  chooseValues,
  chosenIn,
  FORM_EVENTS,
  formOf,
  groupOf,
  hasFocus,
  isCheckable,
  isControl,
  PLAIN_VALUE,
  showsDefault,
  TEXT,
  type TextControl,
} from "../../dom/nodes/control-kinds.js"
import { byTagName, closest, contains, localNameOf } from "../../dom/nodes/members.js"
import { type Served, serve } from "../../dom/nodes/served.js"
import { Edits } from "./edits.js"
import { SentEvents } from "./sent-events.js"

export class Controls implements ControlsPort {
  readonly edits: Edits = new Edits()
  readonly sent: SentEvents = new SentEvents(this)
  readonly served: Served = new WeakMap()
  readonly #needs: ControlsNeeds
  /** A box or radio button that is being clicked: it has changed already, but whether it stays so, its input tells. */
  #clicked: { readonly control: Element } | undefined
  #composing: EventTarget | null = null
  #afterComposing: (() => void)[] = []
  /** The state that a frame gives to controls, by its name. Of two writes the later one counts. */
  #writes = new Map<Element, Record<string, string | null>>()
  /** Chosen values of edited selects whose options are being changed. */
  readonly #chosen = new Map<HTMLSelectElement, readonly string[]>()

  constructor(needs: ControlsNeeds) {
    this.#needs = needs
    for (const place of needs.places) this.watch(place)
  }

  get places(): readonly Element[] {
    return this.#needs.places
  }

  /** Follows what the user does in the root, or in what a portal or a script has moved out of it. */
  watch(element: Element): void {
    const { root: own, toolbox } = this.#needs
    const on = (type: string, listener: (event: Event) => void): void => {
      const heard = (event: Event): void => {
        // What a script had moved out, and has moved back.
        if (element !== own && contains(own, element)) return
        const root = toolbox.rootOf(event.target as Element)
        // What another view's portal has moved into this root is not its own.
        if (root === null || root === own) listener(event)
      }
      element.addEventListener(type, heard, true)
    }
    on("click", ({ target }) => {
      if (isCheckable(target)) this.#click(target)
    })
    on("input", ({ target }) => {
      // Its click has told already, and an event may have carried it.
      if (this.#clicked?.control === target) this.#clicked = undefined
      else if (isControl(target)) this.#note(target)
    })
    on("compositionstart", ({ target }) => {
      this.#composing = target
    })
    on("compositionend", () => this.#composed())
    // The values change after the event, and only if nobody prevents it.
    on("reset", ({ defaultPrevented, target }) => {
      setTimeout(() => defaultPrevented || this.edits.forget(({ control }) => formOf(control) === target))
    })
  }

  used(control: Element): void {
    const { root, toolbox } = this.#needs
    if (isControl(control) && !(this.edits.has(control) && toolbox.rootOf(control) === root)) this.#note(control)
  }

  scan(): boolean {
    // By name: a selector is matched against each element of the page.
    const controls = CONTROL_NAMES.flatMap((name) => Array.from(byTagName(this.#needs.root, name)))
    for (const control of controls) if (!showsDefault(control)) this.edits.note(groupOf(control))
    return controls.length > 0
  }

  serve(element: Element, names: string): void {
    serve(this.served, element, names)
  }

  takes(element: Element, name: string, value: string | null): boolean {
    const localName = localNameOf(element)
    const isState =
      localName === "input"
        ? name === "checked" || (name === "value" && !PLAIN_VALUE.test((element as HTMLInputElement).type))
        : (localName === "option" && name === "selected") || (localName === "textarea" && name === TEXT)
    if (isState) {
      this.serve(element, name)
      this.#writes.set(element, { ...this.#writes.get(element), [name]: value })
    }
    return isState
  }

  defers(element: Element, write: () => void): boolean {
    if (this.#composing !== element) return false
    this.#afterComposing.push(write)
    return true
  }

  optionsWillChange(parent: Node): void {
    const select = parent instanceof Element ? (closest(parent, "select") as HTMLSelectElement | null) : null
    if (select === null || !this.edits.has(select) || this.#chosen.has(select)) return
    this.#chosen.set(select, chosenIn(select))
  }

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
    for (const [select, values] of this.#chosen) chooseValues(select, values)
    this.#chosen.clear()
  }

  /** What an event of this element tells; with `control`, what it is about. */
  carriedBy(source: Element, type: string, control: Element | null): Carried {
    // What may be a form has its members hidden by its controls.
    const { form, name } = isControl(source) ? (source as HTMLInputElement) : { form: null, name: "" }
    const group = groupOf(source)
    return this.edits.carried(
      (told) =>
        told === control ||
        group.includes(told) ||
        (FORM_EVENTS.test(type) && formOf(told) === source) ||
        // A change tells all fields of its name.
        (type === "change" && name !== "" && (told as HTMLInputElement).name === name && formOf(told) === form) ||
        // The click that changed it.
        (told === this.#clicked?.control && contains(source, told)),
    )
  }

  /** Has the text control show the text that the server has given it last. */
  showText(control: TextControl): void {
    this.#value(control, control.getAttribute("value"), control instanceof HTMLTextAreaElement)
  }

  connectionLost(): void {
    this.sent.clear()
    this.edits.unsee()
    // A click cannot be told once more, so what it has switched is what the server says.
    this.edits.forget(({ control }) => {
      return (
        isCheckable(control) && formOf(control) === null && control.closest(`[${this.#needs.prefix}click]`) !== null
      )
    })
  }

  #note(control: Element): () => void {
    this.#needs.delegate.used()
    return this.edits.note(groupOf(control))
  }

  #click(control: HTMLInputElement): void {
    const takeBack = this.#note(control)
    const click = { control }
    this.#clicked = click
    // Prevented, or chosen already.
    setTimeout(() => {
      if (this.#clicked !== click) return
      this.#clicked = undefined
      takeBack()
    })
  }

  #composed(): void {
    const writes = this.#afterComposing
    this.#composing = null
    this.#afterComposing = []
    if (writes.length > 0) this.#needs.delegate.frame(() => writes.forEach((write) => write()))
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
    // As the parser reads it, and the control gives it back.
    const given = settling ? control.defaultValue : (value ?? "")
    const wanted = isArea ? given.replace(/\r\n?/g, "\n") : given.replace(/[\r\n]/g, "")
    const mayShow = !this.edits.has(control) && !control.validity?.badInput
    // Before the attribute: writing that to an untouched control would move the caret.
    if (mayShow && hasFocus(control)) this.#show(control, wanted)
    if (!isArea) this.#needs.toolbox.writeAttribute(control, "value", value)
    else if (control.defaultValue !== wanted) {
      this.#needs.toolbox.changed(control)
      control.defaultValue = wanted
    }
    if (mayShow) this.#show(control, wanted)
  }

  #show(control: TextControl, wanted: string): void {
    // Of a type that has come since, the value would be an attribute. An equal write would clear what can be undone.
    if (control.value === wanted || PLAIN_VALUE.test(control.type)) return
    const { toolbox, delegate } = this.#needs
    toolbox.changed(control)
    if (hasFocus(control)) delegate.showFocused(control, wanted)
    else control.value = wanted
  }

  #checked(control: HTMLInputElement, value: string | null): void {
    const { changed, writeAttribute } = this.#needs.toolbox
    const isOn = value !== null
    if (!this.edits.has(control)) {
      writeAttribute(control, "checked", value)
      if (control.checked === isOn) return
      changed(control)
      control.checked = isOn
      return
    }
    // On an untouched member of a group that the user edited the attribute would take the choice.
    const group = groupOf(control) as HTMLInputElement[]
    const states = group.map((member) => member.checked)
    writeAttribute(control, "checked", value)
    group.forEach((member, i) => {
      if (member.checked !== states[i]) member.checked = states[i] === true
    })
  }

  #selected(option: HTMLOptionElement, value: string | null): void {
    const { changed, writeAttribute } = this.#needs.toolbox
    this.optionsWillChange(option)
    writeAttribute(option, "selected", value)
    const select = option.closest("select")
    // Of an edited select the choice is put back after.
    if (select !== null && this.edits.has(select)) return
    if (option.selected === (value !== null)) return
    changed(select ?? option)
    option.selected = value !== null
  }
}

function isOff(name: string, value: string | null): boolean {
  return (name === "checked" || name === "selected") && value === null
}
