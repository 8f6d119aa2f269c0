/**
 * Forms and their fields, made as they are asked for: a Standard Schema cannot be asked for its keys, so a form has a
 * field for every name. Each is made once, so that what did not change is the same object.
 */

import { isPlace, isUsed, type Sent, shownValue, shownValues, valueUnder } from "./field-value.js"
import type { FieldValue, FormField, FormMeta, FormOf } from "./form.js"
import type { FormIssues } from "./form-issues.js"

/** Where a form stands, and what is known there. */
export interface FormPlace extends Sent {
  readonly id: string | undefined
  readonly name: string | undefined
  readonly values: object | undefined
  readonly issues: FormIssues
  /** Whether the form's own errors are shown: the user has been in it. */
  readonly isShown: boolean
  readonly params: object | undefined
  readonly index: number | undefined
}

/** Makes a form. */
export function makeForm(place: FormPlace): FormOf<Record<string, unknown>> {
  const { id, name, issues, isShown, params = {}, index } = place
  const meta: FormMeta = Object.freeze({
    $id: id,
    $name: name,
    $errors: isShown ? issues.texts((key) => !isFieldName(key)) : NONE,
    $valid: issues.isEmpty,
    $params: params as FormMeta["$params"],
    $index: index,
  })
  const fields = new Map<string, FormField>()
  const get = (_: FormMeta, key: string | symbol): unknown => {
    if (!isFieldName(key)) return Reflect.get(meta, key)
    const known = fields.get(key)
    if (known !== undefined) return known
    const field = new Field(place, key)
    fields.set(key, field)
    return field
  }
  return new Proxy(meta, { get }) as FormOf<Record<string, unknown>>
}

/** What names no field: symbols, what every object inherits, and what the form says of itself. */
function isFieldName(key: string | symbol | undefined): key is string {
  return typeof key === "string" && !(key in Object.prototype) && !META.has(key)
}

const META: ReadonlySet<string> = new Set<keyof FormMeta>(["$id", "$name", "$errors", "$valid", "$params", "$index"])

class Field implements FormField {
  readonly id: string
  readonly name: string
  readonly value: FieldValue
  readonly #place: FormPlace
  readonly #key: string
  #values: readonly FieldValue[] | undefined
  #errors: readonly string[] | undefined
  #form: FormField["form"] | undefined
  #forms: FormField["forms"] | undefined

  constructor(place: FormPlace, key: string) {
    this.#place = place
    this.#key = key
    // Lists of ids, as `aria-describedby` has one, are parted by spaces.
    const part = key.replaceAll(/\s/g, "-")
    this.id = place.id === undefined ? part : `${place.id}_${part}`
    this.name = place.name === undefined ? key : `${place.name}[${key}]`
    this.value = shownValue(this.#given)
  }

  get values(): readonly FieldValue[] {
    this.#values ??= Object.freeze(shownValues(this.#given))
    return this.#values
  }

  get used(): boolean {
    return isUsed(this.#place.values, this.#key, this.#place)
  }

  get errors(): readonly string[] {
    this.#errors ??= this.used ? this.#issues.texts((name) => this.#isShownHere(name)) : NONE
    return this.#errors
  }

  get form(): FormField["form"] {
    this.#form ??= makeForm(this.#inner)
    return this.#form
  }

  get forms(): FormField["forms"] {
    this.#forms ??= Object.freeze(this.#listed())
    return this.#forms
  }

  get #given(): unknown {
    return valueUnder(this.#place.values, this.#key)
  }

  get #issues(): FormIssues {
    return this.#place.issues.under(this.#key)
  }

  /** Issues of what is inside are shown by the forms in here; an item of a list that is no object has none. */
  #isShownHere(inner: string | undefined): boolean {
    if (inner === undefined) return true
    const given = this.#given
    return Array.isArray(given) && !isPlace(valueUnder(given, inner))
  }

  get #inner(): FormPlace {
    const { target, isWhole } = this.#place
    const given = this.#given
    const values = isPlace(given) ? given : undefined
    return {
      id: this.id,
      name: this.name,
      values,
      params: values,
      index: Array.isArray(this.#place.values) ? Number(this.#key) : undefined,
      issues: this.#issues,
      target: target?.[0] === this.#key ? target.slice(1) : undefined,
      isWhole,
      isShown: this.used,
    }
  }

  /** Each keeps its position in its name, whatever stands between. */
  #listed(): FormField["form"][] {
    const given = this.#given
    if (!Array.isArray(given)) return []
    const inner = this.#inner
    return given.flatMap((item, index) => (isPlace(item) ? [new Field(inner, String(index)).form] : []))
  }
}

const NONE: readonly string[] = Object.freeze([])
