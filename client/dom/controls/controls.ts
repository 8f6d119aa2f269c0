/**
 * Follows what the user does in form controls, and brings the server's state to those that are not being edited. Control
 * state is written after all structure and attributes of a frame, since it depends on them.
 */

import {
  chooseValues,
  chosenIn,
  formOf,
  groupOf,
  hasFocus,
  isCheckable,
  isControl,
  PLAIN_VALUE,
  showsDefault,
  TEXT,
  type TextControl,
} from "../nodes/control-kinds.js"
import { byTagName, closest, contains, localNameOf } from "../nodes/members.js"
import { changed } from "../nodes/patch.js"
import { rootOf } from "../nodes/root-of.js"
import { writeAttribute } from "../templates/attributes.js"
import { type Carried, Edits } from "./edits.js"
import { type Served, serve } from "./served.js"

/** Events by which a form tells the values of all its controls. */
export const FORM_EVENTS: RegExp = /^(?:submit|change|input)$/

/** What controls need of the root they stand in. */
export interface ControlsDelegate {
  /** The user has used a control. */
  used(): void
  /** Writes the value of a control that has the focus. */
  showFocused(control: TextControl, wanted: string): void
  /** Does writes that no frame has brought: a composition is over. */
  frame(writes: () => void): void
}

export class Controls {
  readonly edits: Edits = new Edits()
  readonly served: Served = new WeakMap()
  /** The root, and what portals have moved out of it. */
  readonly places: Element[] = []
  readonly #root: Element
  readonly #delegate: ControlsDelegate
  /** A box or radio button that is being clicked: it has changed already, but whether it stays so, its input tells. */
  #clicked: { readonly control: Element } | undefined
  #composing: EventTarget | null = null
  #afterComposing: (() => void)[] = []
  /** The state that a frame gives to controls, by its name. Of two writes the later one counts. */
  #writes = new Map<Element, Record<string, string | null>>()
  /** Chosen values of edited selects whose options are being changed. */
  readonly #chosen = new Map<HTMLSelectElement, readonly string[]>()

  constructor(root: Element, delegate: ControlsDelegate) {
    this.#root = root
    this.#delegate = delegate
    this.watch(root)
  }

  /** Follows what the user does in the root, or in what a portal or a script has moved out of it. */
  watch(element: Element): void {
    this.places.push(element)
    const on = (type: string, listener: (event: Event) => void): void => {
      const heard = (event: Event): void => {
        // What a script had moved out, and has moved back.
        if (element !== this.#root && contains(this.#root, element)) return
        const root = rootOf(event.target as Element)
        // What another view's portal has moved into this root is not its own.
        if (root === null || root === this.#root) listener(event)
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

  /** Notes a use that nobody has seen here: outside of the root, or by a script that says "change" alone. */
  used(control: Element): void {
    if (isControl(control) && !(this.edits.has(control) && rootOf(control) === this.#root)) this.#note(control)
  }

  /**
   * Takes controls whose state is not their default as edited: by the user before the script came, or by the browser.
   * True if there are controls at all.
   */
  scan(): boolean {
    // By name: a selector is matched against each element of the page.
    const controls = ["input", "textarea", "select"].flatMap((name) => Array.from(byTagName(this.#root, name)))
    for (const control of controls) if (!showsDefault(control)) this.edits.note(groupOf(control))
    return controls.length > 0
  }

  /** Takes over an attribute if it is control state; it is written by `flush`. */
  takes(element: Element, name: string, value: string | null): boolean {
    const localName = localNameOf(element)
    const isState =
      localName === "input"
        ? name === "checked" || (name === "value" && !PLAIN_VALUE.test((element as HTMLInputElement).type))
        : (localName === "option" && name === "selected") || (localName === "textarea" && name === TEXT)
    if (isState) {
      serve(this.served, element, name)
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
    const select = parent instanceof Element ? (closest(parent, "select") as HTMLSelectElement | null) : null
    if (select === null || !this.edits.has(select) || this.#chosen.has(select)) return
    this.#chosen.set(select, chosenIn(select))
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

  /** No answer will come to what was sent: all that the user used is the user's again, until it is told once more. */
  connectionLost(binding: string): void {
    this.edits.unsee()
    // A click cannot be told once more, so what it has switched is what the server says.
    this.edits.forget(({ control }) => {
      return isCheckable(control) && formOf(control) === null && control.closest(`[${binding}click]`) !== null
    })
  }

  #note(control: Element): () => void {
    this.#delegate.used()
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
    if (writes.length > 0) this.#delegate.frame(() => writes.forEach((write) => write()))
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
    if (!isArea) writeAttribute(control, "value", value)
    else if (control.defaultValue !== wanted) {
      control.defaultValue = wanted
      changed(control)
    }
    if (mayShow) this.#show(control, wanted)
  }

  #show(control: TextControl, wanted: string): void {
    // Of a type that has come since, the value would be an attribute. An equal write would clear what can be undone.
    if (control.value === wanted || PLAIN_VALUE.test(control.type)) return
    changed(control)
    if (hasFocus(control)) this.#delegate.showFocused(control, wanted)
    else control.value = wanted
  }

  #checked(control: HTMLInputElement, value: string | null): void {
    if (!this.edits.has(control)) {
      writeAttribute(control, "checked", value)
      switchTo(control, value !== null)
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
    this.optionsWillChange(option)
    writeAttribute(option, "selected", value)
    const select = option.closest("select")
    // Of an edited select the choice is put back after.
    if (select !== null && this.edits.has(select)) return
    if (option.selected === (value !== null)) return
    option.selected = value !== null
    changed(select ?? option)
  }
}

/** Switches a box or radio button. */
function switchTo(control: HTMLInputElement, on: boolean): void {
  if (control.checked === on) return
  control.checked = on
  changed(control)
}

function isOff(name: string, value: string | null): boolean {
  return (name === "checked" || name === "selected") && value === null
}
