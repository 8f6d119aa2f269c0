/**
 * Keeps what the user typed and chose while the page is made anew around it, wholly or in part: after a re-join, for a
 * template that was changed, where the page did not fit. Each control is looked for by its form and by its name or id.
 */

import { choose, chosenIn, elementsOf, formOf, isCheckable, isControl, isTextControl } from "./control-kinds.js"
import type { Controls } from "./controls.js"
import type { Use } from "./edits.js"
import { byTagName, isInPage } from "./members.js"
import { controlKeys, findAt, formKeys, type KeysOf, type Place, placeOf } from "./places.js"
import { hasFocus } from "./show-value.js"

/** One control, as it was. */
interface Kept {
  readonly use: Use
  readonly isEdited: boolean
  readonly form: HTMLFormElement | null
  readonly formPlace: Place | undefined
  readonly place: Place
  readonly held: Held
}

interface Held {
  readonly value: string
  readonly checked: boolean
  readonly chosen: ReadonlySet<string>
  readonly files: FileList | null
  /** With the focus: what is selected. */
  readonly selection: readonly [start: number | null, end: number | null] | undefined
}

export class CarryOver {
  readonly #controls: Controls
  readonly #prefix: string

  /** `prefix`: of the binding attributes. */
  constructor(controls: Controls, prefix: string) {
    this.#controls = controls
    this.#prefix = prefix
  }

  keep(): readonly Kept[] {
    const { edits } = this.#controls
    const { uses } = edits
    if (uses.length === 0) return []
    const page = new PageControls(this.#controls.places, this.#prefix)
    for (const { control } of uses) page.addForm(formOf(control))
    return uses.map((use) => {
      const form = formOf(use.control)
      return {
        use,
        isEdited: edits.has(use.control),
        form,
        formPlace: form === null ? undefined : placeOf(form, page.forms, page.formKeys),
        place: placeOf(use.control, page.like(form), page.controlKeys),
        held: heldIn(use.control),
      }
    })
  }

  restore(kept: readonly Kept[]): void {
    if (kept.length === 0) return
    const { edits } = this.#controls
    const page = new PageControls(this.#controls.places, this.#prefix)
    for (const { form } of kept) if (form !== null && isInPage(form)) page.addForm(form)
    const moved = kept
      .map((one) => [one, page.find(one)] as const)
      .filter(([{ use }, control]) => use.control !== control)
    const left = moved.map(([{ use }]) => use)
    edits.forget((use) => left.includes(use))
    // What stands for something else by now does not show what was typed into what it stood for.
    for (const { control } of left) if (control.isConnected && !edits.has(control)) this.#controls.reset(control)
    for (const [{ use, held, isEdited }, control] of moved) {
      if (control === undefined || edits.has(control)) continue
      const hadFocus = held.selection !== undefined
      edits.move(use, control)
      // What the server has seen, and has a slot for, it has shown already.
      if (isEdited || !this.#controls.isServed(control)) put(control, held)
      if (hadFocus && control instanceof HTMLElement) takeFocus(control, held)
    }
  }
}

/** The forms and controls of the root, and of what portals have moved out of it. */
class PageControls {
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
    this.#free = ["input", "select", "textarea"].flatMap(all).filter((control) => formOf(control) === null)
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
    const found = formPlace && form ? findAt(formPlace, form, this.forms, this.formKeys) : null
    if (found === undefined) return undefined
    return findAt(place, use.control, this.like(found as HTMLFormElement | null), this.controlKeys)
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

function heldIn(control: Element): Held {
  const { value, checked, files, selectionStart, selectionEnd } = control as HTMLInputElement
  return {
    value,
    checked,
    chosen: new Set(control instanceof HTMLSelectElement ? chosenIn(control) : []),
    files: files ?? null,
    selection: hasFocus(control) ? [selectionStart, selectionEnd] : undefined,
  }
}

function put(control: Element, { value, checked, chosen, files }: Held): void {
  if (control instanceof HTMLSelectElement) choose(control, chosen.size > 0 ? chosen : new Set([value]))
  else if (isCheckable(control)) {
    // The one that is chosen switches the others off.
    if (control.type === "checkbox" || checked) control.checked = checked
  } else if (isTextControl(control)) control.value = value
  else if (files !== null && (control as HTMLInputElement).type === "file") (control as HTMLInputElement).files = files
}

function takeFocus(control: HTMLElement, { selection }: Held): void {
  control.focus({ preventScroll: true })
  const [start, end] = selection ?? []
  if (isTextControl(control) && typeof start === "number") control.setSelectionRange(start, end ?? start)
}
