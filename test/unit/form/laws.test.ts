/** What holds for every form, whatever its data and whatever is sent. */

import * as fc from "fast-check"
import { z } from "zod"
import { type FieldValue, type FormField, type FormMeta, type Issue, toForm } from "../../../src/index.js"
import { decodeForm } from "../../../src/util/form-params.js"

type AnyForm = FormMeta & Readonly<Record<string, FormField<never>>>
const anything = z.looseObject({})
const formOf = (
  ...given: [params?: object, issues?: readonly Issue[], options?: { as?: string; id?: string }]
): AnyForm => toForm(anything, ...given) as unknown as AnyForm

const key = fc.stringMatching(/^[a-z]{1,4}$/)
const text = fc.string({ maxLength: 5 }).map((some) => some.replace(/[\r\n]/g, ""))

/** What a form can hold: texts, lists of texts, objects, lists of objects. None of them is empty: a form cannot say that. */
const { data } = fc.letrec<{ data: Record<string, unknown>; value: unknown }>((tie) => ({
  data: fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  value: fc.oneof(
    // A list of objects makes two levels of a name, of which there may be eight.
    { maxDepth: 3 },
    text,
    fc.array(text, { minLength: 1, maxLength: 2 }),
    tie("data"),
    fc.array(tie("data"), { minLength: 1, maxLength: 2 }),
  ),
}))

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** Visits every field that shows a value of the data, in the form made of it. */
function visit(form: AnyForm, values: Record<string, unknown>, see: (field: FormField, value: unknown) => void): void {
  for (const [name, value] of Object.entries(values)) {
    const field = form[name] as FormField
    const inner = (one: unknown, own: unknown): void => visit(one as AnyForm, own as Record<string, unknown>, see)
    if (Array.isArray(value) && value.some(isObject)) value.forEach((own, index) => inner(field.forms[index], own))
    else if (isObject(value) && !Array.isArray(value)) inner(field.form, value)
    else see(field, value)
  }
}

/** What a browser sends: each control under its name. A list has several controls with one name. */
function serialize(form: AnyForm, values: Record<string, unknown>): string {
  const fields = new URLSearchParams()
  visit(form, values, ({ name }, value) => {
    if (Array.isArray(value)) for (const item of value) fields.append(`${name}[]`, String(item))
    else fields.append(name, String(value))
  })
  return fields.toString()
}

describe("a form", () => {
  it("comes back as it was from the browser: its names are those that form parameters are read by", () => {
    fc.assert(
      fc.property(data, fc.option(fc.constant("post"), { nil: undefined }), (values, as) => {
        const options = as === undefined ? {} : { as }
        const within = (own: Record<string, unknown>): object => (as === undefined ? own : { [as]: own })
        const first = formOf(within(values), undefined, options)
        const back = formOf(decodeForm(serialize(first, values)), [], options)
        const fields = (form: AnyForm): unknown[] => {
          const seen: unknown[] = []
          visit(form, values, ({ id, name, values: all, used }) => seen.push({ id, name, values: all, used }))
          return seen
        }
        const given: unknown[] = []
        visit(first, values, (_, value) => given.push(value))
        expect(fields(first)).toMatchObject(given.map((value) => ({ values: [value].flat(), used: true })))
        expect(fields(back)).toEqual(fields(first))
        const names = fields(first).map((field) => (field as FormField).name)
        expect(new Set(names).size).toBe(names.length)
      }),
    )
  })

  it("shows each issue in one place of the form: with its field, or as one of a whole form", () => {
    fc.assert(
      fc.property(data, (values) => {
        const issues: Issue[] = []
        const form = formOf(values)
        visit(form, values, ({ name }) => {
          const path = name.split(/[[\]]+/).filter((part) => part !== "")
          issues.push({ message: `${issues.length} field`, path })
        })
        const sent = formOf(values, [{ message: "whole" }, ...issues])
        const shown: string[] = [...sent.$errors]
        visit(sent, values, ({ errors }) => shown.push(...errors))
        expect(shown).toEqual(["whole", ...issues.map(({ message }) => message)])
        expect(sent.$valid).toBe(false)
      }),
    )
  })

  it("shows no error of a control that is marked as not used, and all others", () => {
    fc.assert(
      fc.property(data, fc.infiniteStream(fc.boolean()), (values, choices) => {
        const first = formOf(values)
        const fields = new URLSearchParams()
        const issues: Issue[] = []
        const expected: string[] = []
        visit(first, values, ({ name }, value) => {
          const isList = Array.isArray(value)
          const isUsed = choices.next().value === true
          const message = `${issues.length} field`
          issues.push({ message, path: name.split(/[[\]]+/).filter((part) => part !== "") })
          if (isUsed) expected.push(message)
          else fields.append(name.replace(/([^[\]]+)(\]?)$/, "_unused_$1$2") + (isList ? "[]" : ""), "")
          for (const item of isList ? value : [value]) fields.append(isList ? `${name}[]` : name, String(item))
        })
        const sent = formOf(decodeForm(fields.toString()), issues)
        const shown: string[] = []
        visit(sent, values, ({ errors }) => shown.push(...errors))
        expect(shown).toEqual(expected)
      }),
    )
  })

  it("stands whatever is sent: values stay values, and nothing of the program is reached", () => {
    const hostile = fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "then",
      "length",
      "_target",
      "_unused_a",
      "a",
      "0",
      "$errors",
    )
    const { junk } = fc.letrec<{ junk: unknown }>((tie) => ({
      junk: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie("junk"), { maxLength: 3 }),
        fc
          .array(fc.tuple(hostile, tie("junk")), { maxLength: 4 })
          // As JSON gives it: `__proto__` is a key like any other.
          .map((entries) => {
            const object = {}
            for (const [name, value] of entries) {
              Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
            }
            return object
          }),
      ),
    }))
    const isText = (value: unknown): boolean => typeof value === "string"
    const scalar = (value: unknown): boolean =>
      value === null || ["string", "number", "boolean", "undefined"].includes(typeof value)
    const names = ["a", "0", "length", "then", "prototype", "_target", "_unused_a"]
    /** Names of the fields that are not as fields are. */
    const wrong = (form: AnyForm, depth: number): string[] =>
      names.flatMap((name) => {
        const { value, values, errors, used, form: inner, forms, name: own } = form[name] as FormField
        const shown: readonly FieldValue[] = [value, ...values]
        const right = shown.every(scalar) && errors.every(isText)
        const below = depth === 0 ? [] : [inner, ...forms].flatMap((one) => wrong(one as unknown as AnyForm, depth - 1))
        return right && typeof used === "boolean" ? below : [own, ...below]
      })
    const paths = fc.array(fc.oneof(hostile, fc.nat(2)), { maxLength: 3 })
    fc.assert(
      fc.property(
        junk,
        fc.array(fc.record({ message: fc.string(), path: paths }), { maxLength: 3 }),
        (given, issues) => {
          const params = isObject(given) ? given : { a: given }
          expect(wrong(formOf(params, issues), 2)).toEqual([])
          expect(wrong(formOf(params, issues, { as: "a" }), 1)).toEqual([])
          expect(Object.keys(Object.prototype)).toEqual([])
        },
      ),
    )
  })
})
