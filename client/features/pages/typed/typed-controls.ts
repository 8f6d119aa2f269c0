/** The controls of a page as what was typed knows them: what tells each from the others, what it holds, and how it gets that again. */
import { chooseValues, chosenIn, isCheckable } from "../../../dom/nodes/control-kinds.js"
import { findAllInPage, getAttribute } from "../../../dom/nodes/members.js"
import type { Typed } from "./typed-store.js"

/** What nobody else is to see, or a script cannot write. */
const LEFT = /^(?:password|file|hidden|submit|button|image|reset)$/

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** What a control has in common with the element that is made in its place. It begins with what its form is called. */
export function nameOf(control: Control): string {
  const own = ["id", "name"].map((name) => getAttribute(control, name)).join(" ")
  return `${formNameOf(control.form)} ${own} ${isCheckable(control) ? control.value : ""}`
}

export function formNameOf(form: HTMLFormElement | null): string {
  return form ? `${getAttribute(form, "id")} ${getAttribute(form, "name")}` : ""
}

/** What tells each control from the others: of those that have one name which of them it is, the first as 1. */
export function keysOfPage(): Map<Control, string> {
  const keys = new Map<Control, string>()
  const counts = new Map<string, number>()
  for (const control of findAllInPage<Control>("input, textarea, select")) {
    const name = nameOf(control)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    keys.set(control, `${name} ${count}`)
  }
  return keys
}

/** Undefined for what is not kept. */
export function readTyped(control: Control, key: string): Typed | undefined {
  if (LEFT.test(control.type)) return undefined
  return {
    key,
    value: control.value,
    isChecked: isCheckable(control) && control.checked,
    chosen: control instanceof HTMLSelectElement ? chosenIn(control) : undefined,
    isOff: [control, control.form].some((element) => element && getAttribute(element, "autocomplete") === "off"),
  }
}

export function holds(control: Control, { value, isChecked, chosen }: Typed): boolean {
  if (isCheckable(control)) return control.checked === isChecked
  return control instanceof HTMLSelectElement ? `${chosenIn(control)}` === `${chosen}` : control.value === value
}

/** Returns false if it has no room for that: a select lacks the option, the end of a slider is before it. */
export function putTyped(control: Control, typed: Typed): boolean {
  const { value } = control
  if (isCheckable(control)) control.checked = typed.isChecked
  else if (control instanceof HTMLSelectElement) chooseValues(control, typed.chosen ?? [])
  else control.value = typed.value
  const isHeld = holds(control, typed)
  if (!isHeld && !(control instanceof HTMLSelectElement)) control.value = value
  return isHeld
}
