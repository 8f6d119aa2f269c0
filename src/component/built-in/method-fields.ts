/** Hidden fields of forms that the app's own routes take. */

import { html } from "../../render/values/html.js"
import type { Rendered } from "../../render/values/values.js"

/** What a form may be sent with. */
export const methods = ["get", "post", "put", "patch", "delete"] as const
export type FormMethod = (typeof methods)[number]

/** The field that the app's CSRF protection asks for. */
export interface CsrfField {
  readonly name: string
  readonly value: string
}

/** The method that browsers do not know, as method-override and others read it, and the CSRF field. */
export function methodFields(method: FormMethod | undefined, csrf: CsrfField | undefined): Rendered {
  const isKnown = method === undefined || method === "get" || method === "post"
  return html`${!isKnown && html`<input type="hidden" name="_method" value="${method}">`}${
    csrf && html`<input type="hidden" name="${csrf.name}" value="${csrf.value}">`
  }`
}
