/** What a control holds, and how another one gets it. */

import { chooseValues, chosenIn, hasFocus, isCheckable, isTextControl } from "../../dom/nodes/control-kinds.js"

export interface Held {
  readonly value: string
  readonly checked: boolean
  readonly chosen: readonly string[]
  readonly files: FileList | null
  /** With the focus: what is selected. */
  readonly selection: readonly [start: number | null, end: number | null] | undefined
}

export function heldIn(control: Element): Held {
  const { value, checked, files, selectionStart, selectionEnd } = control as HTMLInputElement
  return {
    value,
    checked,
    chosen: control instanceof HTMLSelectElement ? chosenIn(control) : [],
    files: files ?? null,
    selection: hasFocus(control) ? [selectionStart, selectionEnd] : undefined,
  }
}

export function put(control: Element, { value, checked, chosen, files }: Held): void {
  if (control instanceof HTMLSelectElement) chooseValues(control, chosen.length > 0 ? chosen : [value])
  else if (isCheckable(control)) {
    // The one that is chosen switches the others off.
    if (control.type === "checkbox" || checked) control.checked = checked
  } else if (isTextControl(control)) control.value = value
  else if (files !== null && (control as HTMLInputElement).type === "file") (control as HTMLInputElement).files = files
}

export function isSameHeld(a: Held, b: Held): boolean {
  return a.value === b.value && a.checked === b.checked && a.chosen.join("\0") === b.chosen.join("\0")
}
