/** Kinds of form controls, what belongs together, and what a control holds. */

import { controlsOf, createElement, focusedInPage, localNameOf, treeOf } from "./members.js"

export type TextControl = HTMLInputElement | HTMLTextAreaElement
export type FormControl = HTMLElement & { readonly form?: HTMLFormElement | null }

/** Names of the elements that hold what the user changes. */
export const CONTROL_NAMES: readonly string[] = ["input", "textarea", "select"]

/** Names of those that have state: a select's is that of its options. */
export const STATE_NAMES: readonly string[] = ["input", "textarea", "select", "option"]

/** Input types whose `value` is an attribute like others. */
export const PLAIN_VALUE: RegExp = /^(?:checkbox|radio|submit|button|reset|image|hidden|file)$/

/** Stands for the text of a textarea, which is no attribute. */
export const TEXT = "#text"

/** Events by which a form tells the values of all its controls. */
export const FORM_EVENTS: RegExp = /^(?:submit|change|input)$/

/** The name under which the server gives the state of a control or option. */
export function stateName(element: Element): string {
  if (element instanceof HTMLTextAreaElement) return TEXT
  if (element instanceof HTMLOptionElement) return "selected"
  return isCheckable(element) ? "checked" : "value"
}

export function isCheckable(element: EventTarget | null): element is HTMLInputElement {
  return element instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(element.type)
}

export function isTextControl(element: Element): element is TextControl {
  if (element instanceof HTMLTextAreaElement) return true
  return element instanceof HTMLInputElement && !PLAIN_VALUE.test(element.type)
}

/** True for what the user can change. What else tells of input (an editable paragraph, a component) is its script's own. */
export function isControl(element: EventTarget | null): element is FormControl {
  return element instanceof HTMLElement && CONTROL_NAMES.includes(localNameOf(element))
}

export function hasFocus(element: Element): boolean {
  const tree = treeOf(element)
  return (tree === document ? focusedInPage() : (tree as ShadowRoot).activeElement) === element
}

export function formOf(control: Element): HTMLFormElement | null {
  // A form is in none, whatever its controls are called.
  return control instanceof HTMLFormElement ? null : ((control as FormControl).form ?? null)
}

export function elementsOf(form: HTMLFormElement): Element[] {
  return Array.from(controlsOf(form))
}

/** The radio buttons that switch each other off; of any other control, the control alone. */
export function groupOf(control: Element): Element[] {
  return control instanceof HTMLInputElement && control.type === "radio" ? namesakes(control) : [control]
}

/** Boxes or radio buttons of the same name and form. */
export function namesakes(control: HTMLInputElement): HTMLInputElement[] {
  const { form, name, type } = control
  if (name === "") return [control]
  const all = form ? elementsOf(form) : Array.from((control.getRootNode() as ParentNode).querySelectorAll("input"))
  return all.filter((other): other is HTMLInputElement => {
    const { form: owner, name: given, type: kind } = other as HTMLInputElement
    return given === name && kind === type && owner === form
  })
}

/** What a control, or a component with such properties, holds: to be compared with what it held before. */
export function heldBy(control: Element): string {
  const { value, checked, selectedOptions } = control as HTMLInputElement & HTMLSelectElement
  return JSON.stringify([value, checked, Array.from(selectedOptions ?? [], (option) => option.value)])
}

export function chosenIn(select: HTMLSelectElement): string[] {
  return Array.from(select.selectedOptions, ({ value }) => value)
}

/**
 * Chooses options, and returns whether that changed anything. A select of which none would be chosen keeps what it shows;
 * of several choices, none is one too.
 */
export function choose(select: HTMLSelectElement, isChosen: (option: HTMLOptionElement) => boolean): boolean {
  const options = Array.from(select.options)
  if (!select.multiple && !options.some(isChosen)) return false
  let hasChanged = false
  for (const option of options) {
    const on = isChosen(option)
    if (option.selected === on || !(on || select.multiple)) continue
    option.selected = on
    hasChanged = true
  }
  return hasChanged
}

/** Chooses options by their values. */
export function chooseValues(select: HTMLSelectElement, values: readonly string[]): void {
  choose(select, ({ value }) => values.includes(value))
}

/** True if a control's state is what its HTML says. */
export function showsDefault(control: Element): boolean {
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
  const twin = createElement("input") as HTMLInputElement
  for (const { name, value } of Array.from(control.attributes)) twin.setAttribute(name, value)
  return twin
}
