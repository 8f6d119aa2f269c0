/**
 * Keeps what the user typed and chose while the page is made anew around it, wholly or in part: after a re-join, for a
 * template that was changed, where the page did not fit. Each control is looked for by its form and by its name or id.
 * Loaded when a page has a control, long before it is needed: by then there may be no server to load it from.
 */

import type { ControlsPort, Use } from "../../dom/controls-port.js"
import {
  CONTROL_NAMES,
  chooseValues,
  elementsOf,
  formOf,
  isCheckable,
  isControl,
  isTextControl,
  type TextControl,
} from "../../dom/nodes/control-kinds.js"
import { byTagName, isInPage } from "../../dom/nodes/members.js"
import { isServed } from "../../dom/nodes/served.js"
import type { CarryOverNeeds, CarryOverPort } from "../../dom/ports.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { type Held, heldIn, isSameHeld, put } from "./held.js"
import { LateComers, type LatePage } from "./late-comers.js"
import { controlKeys, findAt, formKeys, type KeysOf, type Place, placeOf } from "./places.js"

/** One control, as it was. */
interface Kept {
  readonly use: Use
  /** That of the use, at the time. */
  readonly revision: number
  readonly isEdited: boolean
  readonly form: HTMLFormElement | null
  readonly formPlace: Place | undefined
  readonly place: Place
  readonly held: Held
}

/** Of roots that may be gone by now. */
const all = new Set<WeakRef<CarryOver>>()

/** Texts whose default has a space more while the page is away. */
const marked: TextControl[] = []

addEventListener("pagehide", () => {
  for (const one of all) one.deref()?.pageLeft()
})

// The page itself is back, and perhaps the view it was joined to: nothing else writes them then.
addEventListener("pageshow", () => {
  for (const control of marked.splice(0)) control.defaultValue = control.defaultValue.replace(/ $/, "")
})

export class CarryOver implements CarryOverPort {
  readonly #tools: Toolbox
  readonly #controls: ControlsPort
  readonly #prefix: string
  readonly #late: LateComers<Kept>

  constructor({ controls, toolbox, prefix }: CarryOverNeeds) {
    this.#tools = toolbox
    this.#controls = controls
    this.#prefix = prefix
    this.#late = new LateComers(toolbox, controls)
    all.add(new WeakRef(this))
  }

  /**
   * For the way back to this page: browsers give a text only back where it is not the default one, which it is once the
   * server has acknowledged it.
   */
  pageLeft(): void {
    for (const { control } of this.#controls.edits.uses) {
      if (!isTextControl(control) || !isServed(this.#controls.served, control)) continue
      const { value } = control
      if (value !== control.defaultValue) continue
      control.defaultValue += " "
      // One that was made with it shows its default until then.
      control.value = value
      marked.push(control)
    }
  }

  keep(): readonly Kept[] {
    const { edits } = this.#controls
    const { uses } = edits
    const absent = this.#late.takeAbsent()
    if (uses.length === 0) return absent
    const page = this.#page()
    for (const { control } of uses) page.addForm(formOf(control))
    const kept = uses.map((use): Kept => {
      const form = formOf(use.control)
      return {
        use,
        revision: use.revision,
        isEdited: edits.has(use.control),
        form,
        formPlace: form === null ? undefined : placeOf(form, page.forms, page.formKeys),
        place: placeOf(use.control, page.like(form), page.controlKeys),
        held: this.#late.heldBy(use) ?? heldIn(use.control),
      }
    })
    return [...kept, ...absent]
  }

  /** A frame has been written; `kept`: what was kept before it, if it made something anew. */
  written(kept: readonly Kept[] | undefined): void {
    if (kept !== undefined) this.#restore(kept)
    this.#late.retry(() => this.#page())
  }

  #restore(kept: readonly Kept[]): void {
    if (kept.length === 0) return
    const { edits } = this.#controls
    const page = this.#page()
    const moved = kept
      .map((one) => [one, page.find(one)] as const)
      .filter(([{ use }, control]) => use.control !== control)
    const left = moved.map(([{ use }]) => use)
    edits.forget((use) => left.includes(use))
    // What stands for something else by now does not show what was typed into what it stood for.
    for (const { control } of left) if (control.isConnected && !edits.has(control)) this.#reset(control)
    for (const [{ use, held, isEdited }, control] of moved) {
      if (control === undefined || edits.has(control)) continue
      const hadFocus = held.selection !== undefined
      edits.move(use, control)
      // What the server has seen, and has a slot for, it has shown already.
      if (isEdited || !isServed(this.#controls.served, control)) {
        this.#tools.changed(control)
        put(control, held)
      }
      if (hadFocus && control instanceof HTMLElement) takeFocus(control, held)
    }
    this.#late.wait(kept.filter(({ use, isEdited, held }) => isEdited && !this.#shows(use.control, held)))
  }

  #reset(control: Element): void {
    this.#tools.changed(control)
    reset(control)
  }

  /** Radio buttons of one group are one control: another one may be on by now. */
  #shows(control: Element, held: Held): boolean {
    return control.isConnected && (isCheckable(control) || isSameHeld(heldIn(control), held))
  }

  #page(): PageControls {
    return new PageControls(this.#controls.places, this.#prefix)
  }
}

/** The forms and controls of the root, and of what portals have moved out of it. */
class PageControls implements LatePage<Kept> {
  readonly forms: Element[]
  readonly formKeys: KeysOf
  readonly controlKeys: KeysOf
  readonly #free: readonly Element[]

  constructor(places: readonly Element[], prefix: string) {
    const all = (name: string): Element[] => {
      return places.flatMap((place) => (isInPage(place) ? Array.from(byTagName(place, name)) : []))
    }
    this.forms = all("form")
    this.formKeys = remembered(formKeys(prefix))
    this.controlKeys = remembered(controlKeys(prefix))
    this.#free = CONTROL_NAMES.flatMap(all).filter((control) => formOf(control) === null)
  }

  /** A control may stand in the root and its form elsewhere in the page. */
  addForm(form: Element | null): void {
    if (form !== null && !this.forms.includes(form)) this.forms.push(form)
  }

  /** The controls of a form, or of no form. */
  like(form: HTMLFormElement | null): readonly Element[] {
    return form === null ? this.#free : elementsOf(form).filter(isControl)
  }

  /** The control that stands at the place where this one was. */
  find({ use, form, formPlace, place }: Kept): Element | undefined {
    if (form !== null && isInPage(form)) this.addForm(form)
    const found = formPlace && form ? findAt(formPlace, form, this.forms, this.formKeys) : null
    if (found === undefined) return undefined
    const like = this.like(found as HTMLFormElement | null)
    return findAt(place, use.control, like, this.controlKeys) ?? this.#elsewhere(use.control)
  }

  /** A form may have been split: the same id and name in another one is the same control. */
  #elsewhere(control: Element): Element | undefined {
    const id = control.getAttribute("id")
    const name = control.getAttribute("name")
    if (!id || !name) return undefined
    const found = [...this.forms.flatMap((form) => this.like(form as HTMLFormElement)), ...this.#free].filter(
      (other) => other.getAttribute("id") === id && other.getAttribute("name") === name,
    )
    return found.length === 1 && isCheckable(found[0] as Element) === isCheckable(control) ? found[0] : undefined
  }
}

function remembered(keysOf: KeysOf): KeysOf {
  const known = new Map<Element, readonly string[]>()
  return (element) => {
    const keys = known.get(element) ?? keysOf(element)
    known.set(element, keys)
    return keys
  }
}

/** Has a control show what its HTML says. */
function reset(control: Element): void {
  if (control instanceof HTMLSelectElement) {
    const options = Array.from(control.options)
    const marked = options.filter(({ defaultSelected }) => defaultSelected)
    if (marked.length > 0 || control.multiple)
      chooseValues(
        control,
        marked.map(({ value }) => value),
      )
    else control.selectedIndex = options.findIndex(({ disabled }) => !disabled)
  } else if (isCheckable(control)) control.checked = control.defaultChecked
  else if (isTextControl(control)) control.value = control.defaultValue
}

function takeFocus(control: HTMLElement, { selection }: Held): void {
  control.focus({ preventScroll: true })
  const [start, end] = selection ?? []
  if (isTextControl(control) && typeof start === "number") control.setSelectionRange(start, end ?? start)
}
