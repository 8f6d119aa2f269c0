/**
 * What a form or control sends, as one urlencoded text: by the rules of HTML's own submission, so that a handler gets
 * the same from the socket as from the plain POST.
 */
import { POST_ATTRIBUTE, UNUSED_PREFIX } from "../../../src/protocol/markup.js"
import { controlsOf, hasAttribute, matches } from "../../dom/nodes/members.js"

/** What accompanies the fields. */
export interface FormExtras {
  /** The button the form was submitted with. */
  readonly submitter?: HTMLElement | null
  /** Name of the control that changed, sent as `_target`. */
  readonly target?: string
  /** `live-value-*` of the element with the binding. A field of that name wins. */
  readonly values?: Readonly<Record<string, string>>
  /** True for a control that the user has used. Given, a name without such a control is told by `_unused_<name>`. */
  readonly isUsed?: (control: Element) => boolean
}

/** Serialises a form. */
export function serializeForm(form: HTMLFormElement, extras: FormExtras = {}): string {
  const data = new FormData(form, extras.submitter)
  for (const element of controlsOf(form)) {
    if (hasAttribute(element, POST_ATTRIBUTE)) data.delete((element as HTMLInputElement).name)
  }
  return encode([...data], extras, unusedNames(form, extras))
}

/** Serialises a control that has a binding of its own: the fields of its name alone. */
export function serializeControl(control: Element, extras: FormExtras = {}): string {
  const { form, name } = control as HTMLInputElement
  return encode(form ? [...new FormData(form)].filter(([field]) => field === name) : ownFields(control), extras)
}

type Field = readonly [name: string, value: FormDataEntryValue]

/** The fields of a control that belongs to no form. A form made for the purpose would take it out of the page. */
function ownFields(control: Element): Field[] {
  const { name, type, checked, value, files, selectedOptions } = control as HTMLInputElement & {
    readonly selectedOptions?: HTMLCollectionOf<HTMLOptionElement>
  }
  if (!name || matches(control, ":disabled")) return []
  if (selectedOptions) return Array.from(selectedOptions, (option) => [name, option.value])
  if (files) return Array.from(files, (file) => [name, file])
  return (type === "checkbox" || type === "radio") && !checked ? [] : [[name, value ?? ""]]
}

/** Names of which no control was used. Hidden ones nobody can use: they do not count alone. */
function unusedNames(form: HTMLFormElement, { isUsed }: FormExtras): Set<string> {
  const names = new Set<string>()
  if (isUsed === undefined) return names
  const controls = [...controlsOf(form)] as HTMLInputElement[]
  for (const { type, name } of controls) if (type !== "hidden") names.add(name)
  for (const control of controls) if (isUsed(control)) names.delete(control.name)
  return names
}

function encode(fields: readonly Field[], { target, values = {} }: FormExtras, unused?: Set<string>): string {
  const encoded = new URLSearchParams()
  for (const [name, value] of fields) {
    // Before the last part of the name: `a[b][]` is told by `a[_unused_b][]`.
    if (unused?.has(name)) encoded.append(crlf(name.replace(/(?=[^[\]]*\]?(?:\[\])?$)/, UNUSED_PREFIX)), "")
    encoded.append(crlf(name), crlf(typeof value === "string" ? value : value.name))
  }
  for (const [name, value] of Object.entries(values)) if (!encoded.has(name)) encoded.append(name, value)
  if (target) encoded.append("_target", target)
  return encoded.toString()
}

/** HTML's urlencoding ends every line with CRLF. */
function crlf(text: string): string {
  return text.replace(/\r\n?|\n/g, "\r\n")
}
