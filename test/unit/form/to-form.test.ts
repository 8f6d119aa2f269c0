import { inspect } from "node:util"
import type { StandardSchemaV1 } from "@standard-schema/spec"
import { z } from "zod"
import { type FormOptions, html, type Issue, toForm } from "../../../src/index.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { decodeForm } from "../../../src/util/form-params.js"
import { cpuTime } from "../../support/cpu-time.js"

const line = z.object({ name: z.string().min(1), amount: z.coerce.number().positive() })
const order = z.object({
  title: z.string().min(3),
  agree: z.literal("on"),
  tags: z.array(z.string().min(2)).default([]),
  address: z.object({ city: z.string().min(1), zip: z.string().optional() }),
  lines: z.array(line).default([]),
})

/** The form after a submit or a change, as `event(schema, run, invalid)` would give it to `invalid`. */
function sent(text: string, schema: z.ZodType = order, options?: Parameters<typeof toForm>[3]) {
  const params = decodeForm(text)
  const { issues } = schema["~standard"].validate(params) as { issues?: readonly Issue[] }
  return toForm(order, params, issues ?? [], options)
}

describe("a form without anything", () => {
  const form = toForm(order)

  it("has fields with names, ids and no values", () => {
    const { id, name, value, errors, used } = form.title
    expect({ id, name, value, errors, used }).toEqual({
      id: "title",
      name: "title",
      value: undefined,
      errors: [],
      used: false,
    })
    expect([form.$id, form.$name, form.$errors, form.$valid]).toEqual([undefined, undefined, [], true])
  })

  it("has the fields of objects in it, and none of lists", () => {
    expect(form.address.form.city.name).toBe("address[city]")
    expect(form.lines.forms).toEqual([])
  })

  it("gives each field, and each form in it, as one and the same object", () => {
    expect(form.title).toBe(form.title)
    expect(form.title).not.toBe(form.agree)
    expect(form.address.form).toBe(form.address.form)
    expect(form.title.errors).toBe(form.title.errors)
    const lines = toForm(order, { lines: [{}] }).lines
    expect(lines.forms[0]?.name).toBe(lines.forms[0]?.name)
    expect(lines.forms[0]?.name).toBeDefined()
  })

  it("takes what every object inherits, and symbols, for no fields", () => {
    const loose = form as unknown as Record<string | symbol, unknown>
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
      expect(loose[name]).toBe(({} as Record<string, unknown>)[name])
    }
    expect(loose[Symbol.iterator]).toBeUndefined()
    expect([`${String(form)}`, inspect(form)]).toEqual(["[object Object]", expect.stringContaining("$errors")])
  })

  it("can be awaited and written as JSON", async () => {
    expect(await form).toBe(form)
    expect(JSON.parse(JSON.stringify(form))).toEqual({ $errors: [], $valid: true, $params: {} })
  })

  it("cannot be changed", () => {
    expect(() => Object.assign(form, { title: "x" })).toThrow(TypeError)
    expect(() => Object.assign(form, { $valid: false })).toThrow(TypeError)
    expect(() => (form.title.errors as string[]).push("x")).toThrow(TypeError)
  })
})

describe("names and ids", () => {
  it.each<[FormOptions, string, string, string, string]>([
    [{}, "title", "title", "lines_1_name", "lines[1][name]"],
    [{ as: "post" }, "post_title", "post[title]", "post_lines_1_name", "post[lines][1][name]"],
    [{ id: "new" }, "new_title", "title", "new_lines_1_name", "lines[1][name]"],
    [{ as: "post", id: "new" }, "new_title", "post[title]", "new_lines_1_name", "post[lines][1][name]"],
  ])("with the options %j begin as they say", (options, id, name, innerId, innerName) => {
    const values = { lines: [{}, {}] }
    const form = toForm(order, options.as === undefined ? values : { post: values }, undefined, options)
    expect([form.title.id, form.title.name]).toEqual([id, name])
    const inner = form.lines.forms[1]
    expect([inner?.name.id, inner?.name.name]).toEqual([innerId, innerName])
    expect([inner?.$id, inner?.$name]).toEqual([innerId.slice(0, -5), innerName.slice(0, -6)])
    expect([form.$id, form.$name]).toEqual([options.id ?? options.as, options.as])
  })
})

it("an id has no space, whatever the field's key", () => {
  const form = toForm(z.object({ "first name": z.string(), "a.b:c": z.string() }))
  expect([form["first name"].id, form["first name"].name]).toEqual(["first-name", "first name"])
  expect([form["a.b:c"].id, form["a.b:c"].name]).toEqual(["a.b:c", "a.b:c"])
})

describe("values", () => {
  const valueOf = (value: unknown): unknown => toForm(order, { title: value }).title.value
  const date = new Date("2026-01-02T03:04:05.678Z")

  it.each<[string, unknown, unknown]>([
    ["a text", "a", "a"],
    ["a number", 0, 0],
    ["a truth value", false, false],
    ["null", null, null],
    ["a big number", 2n ** 70n, "1180591620717411303424"],
    ["a date", date, "2026-01-02T03:04:05.678Z"],
    ["a date that is none", new Date("x"), undefined],
    ["a list", ["a", 1], undefined],
    ["an object", { a: 1 }, undefined],
    ["a function", () => 1, undefined],
    ["a symbol", Symbol("a"), undefined],
  ])("that are %s are shown so", (_what, given, shown) => {
    expect(valueOf(given)).toEqual(shown)
  })

  it.each<[string, unknown, readonly unknown[]]>([
    ["a list", ["a", 1, date], ["a", 1, "2026-01-02T03:04:05.678Z"]],
    ["a list with objects", ["a", { b: 1 }, ["c"], null], ["a"]],
    ["one value", "a", ["a"]],
    ["an empty text", "", [""]],
    ["nothing", undefined, []],
    ["null", null, []],
    ["an object", { a: 1 }, []],
  ])("under one name, of %s, are a list", (_what, given, shown) => {
    const { tags } = toForm(order, { tags: given })
    expect(tags.values).toEqual(shown)
    expect(tags.values).toBe(tags.values)
    expect(() => (tags.values as unknown[]).push("x")).toThrow(TypeError)
  })

  it("stand in a text place whatever a client has sent", () => {
    for (const text of ["title=x", "title[]=x", "title=x&title=y", "title[a]=x", "title[0][a]=x", ""]) {
      const { title } = sent(text)
      const page = html`<input value="${title.value}"><textarea>${title.value}</textarea><p>${title.value}</p>`
      const value = text === "title=x" ? "x" : ""
      const attribute = text === "title=x" ? ' value="x"' : ""
      expect(toHtml(page)).toBe(`<input${attribute}><textarea>${value}</textarea><p>${value}</p>`)
    }
  })

  it("may be those of an instance, by accessors too", () => {
    class Post {
      readonly #title: string = "of the instance"
      get title(): string {
        return this.#title
      }
    }
    expect(toForm(order, new Post()).title.value).toBe("of the instance")
  })

  it("stand under the form's name", () => {
    expect(toForm(order, { title: "out", post: { title: "in" } }, [], { as: "post" }).title.value).toBe("in")
    for (const post of [undefined, null, "text", 5, new Date()]) {
      expect(toForm(order, { post }, [], { as: "post" }).title.value).toBeUndefined()
    }
  })

  it("of lists keep their positions, also where other things stand between", () => {
    const { forms } = toForm(order, { lines: [{ name: "a" }, "junk", { name: "b" }] }).lines
    expect(forms.map(({ name }) => [name.name, name.value])).toEqual([
      ["lines[0][name]", "a"],
      ["lines[2][name]", "b"],
    ])
  })
})

describe("errors", () => {
  it("stand with their fields after a submit, also with controls that sent nothing", () => {
    const form = sent("title=ab&tags[]=x&tags[]=long&address[city]=&lines[0][name]=a&lines[0][amount]=-1")
    expect(form.title.errors).toEqual([expect.stringContaining("3")])
    expect(form.agree).toMatchObject({ used: true, errors: [expect.any(String)] })
    expect(form.tags.errors).toEqual([expect.stringContaining("2")])
    expect([form.address.errors, form.address.form.city.errors.length]).toEqual([[], 1])
    expect([form.lines.errors, form.lines.forms[0]?.name.errors]).toEqual([[], []])
    expect(form.lines.forms[0]?.amount.errors).toHaveLength(1)
    expect([form.$valid, form.$errors, form.address.form.$valid]).toEqual([false, [], false])
    expect(form.lines.forms[0]?.$valid).toBe(false)
  })

  it("of the form as a whole are its own, and those of an object in it the object's", () => {
    const issues = [
      { message: "whole" },
      { message: "whole too", path: [] },
      { message: "address", path: ["address"] },
      { message: "line", path: ["lines", 0] },
      { message: "symbol", path: [Symbol("a")] },
      { message: "inherited", path: ["constructor"] },
    ]
    const form = toForm(order, { address: { city: "" }, lines: [{ name: "a" }] }, issues)
    expect(form.$errors).toEqual(["whole", "whole too", "symbol", "inherited"])
    expect([form.address.errors, form.address.form.$errors]).toEqual([["address"], ["address"]])
    expect([form.lines.errors, form.lines.forms[0]?.$errors]).toEqual([[], ["line"]])
  })

  it("are found by paths of both kinds of segments", () => {
    const issues = [{ message: "m", path: [{ key: "lines" }, { key: 0 }, "name"] }]
    expect(toForm(order, { lines: [{}] }, issues).lines.forms[0]?.name.errors).toEqual(["m"])
  })

  it("are found by paths from the form on, and from the parameters on", () => {
    const text = "post[title]=ab&post[agree]=on&post[address][city]=x"
    expect(sent(text, z.object({ post: order }), { as: "post" }).title.errors).toHaveLength(1)
    const form = toForm(order, decodeForm(text), [{ message: "m", path: ["title"] }, { message: "all" }], {
      as: "post",
    })
    expect([form.title.errors, form.$errors]).toEqual([["m"], ["all"]])
    const whole = toForm(order, decodeForm(text), [{ message: "missing", path: ["post"] }], { as: "post" })
    expect(whole.$errors).toEqual(["missing"])
  })
})

describe("what the user has not used", () => {
  it("of a list of texts come once one of its controls was used, whose schema gets a list all the while", () => {
    const rest = "title=abc&agree=on&address[city]=x&_target=title"
    const unused = sent(`tags[_unused_0]=&tags[0]=a&tags[_unused_1]=&tags[1]=&${rest}`)
    expect([unused.tags.used, unused.tags.errors, unused.tags.values]).toEqual([false, [], ["a", ""]])
    const used = sent(`tags[0]=a&tags[_unused_1]=&tags[1]=&${rest}`)
    expect([used.tags.used, used.tags.errors.length]).toEqual([true, 2])
  })

  it("shows no errors", () => {
    const form = sent("title=ab&_unused_address%5Bcity%5D=&_target=title&_unused_tags[]=&tags[]=x")
    expect([form.title.used, form.title.errors.length]).toEqual([true, 1])
    expect([form.tags.used, form.tags.errors]).toEqual([false, []])
    expect([form.agree.used, form.agree.errors]).toEqual([false, []])
    expect(form.$valid).toBe(false)
  })

  it("is known for each control in objects and lists", () => {
    const form = sent(
      "address[_unused_city]=&address[city]=&lines[0][_unused_name]=&lines[0][name]=&lines[0][amount]=x" +
        "&lines[1][_unused_name]=&lines[1][name]=&lines[1][_unused_amount]=&lines[1][amount]=&_target=lines[0][amount]",
    )
    expect([form.address.used, form.address.form.city.used]).toEqual([false, false])
    expect(form.address.form.city.errors).toEqual([])
    expect([form.lines.used, form.lines.forms[0]?.amount.used, form.lines.forms[0]?.name.used]).toEqual([
      true,
      true,
      false,
    ])
    expect(form.lines.forms[0]?.amount.errors).toHaveLength(1)
    expect(form.lines.forms[1]?.amount.errors).toEqual([])
  })

  it("does not include a check that was taken away", () => {
    const form = sent("title=abc&_target=agree")
    expect([form.agree.used, form.agree.errors.length]).toEqual([true, 1])
    const inner = sent("post[title]=abc&_target=post[address][zip]", z.object({ post: order }), { as: "post" })
    expect([inner.address.form.zip.used, inner.address.form.city.used, inner.agree.used]).toEqual([true, false, false])
  })

  it("does not include what was typed, whatever else the form marks", () => {
    const form = toForm(order, { title: "a", _unused_title: "", address: { city: "b", zip: "", _unused_zip: "" } }, [])
    expect([form.title.used, form.address.used]).toEqual([false, true])
  })
})

describe("a form", () => {
  it("says what it was made of, so that an event may add to it", () => {
    const params = { post: { title: "a", lines: [{ name: "x" }, { name: "y" }] } }
    const form = toForm(order, params, [], { as: "post" })
    expect(form.$params).toBe(params)
    expect(form.lines.forms.map(({ $params, $index }) => [$params, $index])).toEqual([
      [{ name: "x" }, 0],
      [{ name: "y" }, 1],
    ])
    expect([form.$index, form.address.form.$index, form.address.form.$params]).toEqual([undefined, undefined, {}])
    expect(toForm(order).$params).toEqual({})
  })
})

describe("toForm", () => {
  it.each<[string, unknown[]]>([
    ["no schema", [{ title: "" }]],
    ["nothing", []],
    ["a text as parameters", [order, "title=a"]],
    ["null as parameters", [order, null]],
    ["an object as issues", [order, {}, { title: "no" }]],
    ["a name with brackets", [order, {}, [], { as: "post[a]" }]],
    ["an empty name", [order, {}, [], { as: "" }]],
    ["an inherited name", [order, {}, [], { as: "constructor" }]],
    ["an empty id", [order, {}, [], { id: "" }]],
  ])("refuses %s", (_what, given) => {
    expect(() => (toForm as (...all: unknown[]) => unknown)(...given)).toThrow(
      expect.objectContaining({ code: "LV_FORM_INVALID" }),
    )
  })

  it("takes any Standard Schema, written by hand too", () => {
    const schema: StandardSchemaV1<{ a: string }> = {
      "~standard": { version: 1, vendor: "own", validate: (value: unknown) => ({ value: value as { a: string } }) },
    }
    expect(toForm(schema, { a: "1" }).a.value).toBe("1")
  })
})

it("many issues of many rows are no more work than they are many", async () => {
  const rows = 20_000
  const params = { lines: Array.from({ length: rows }, () => ({})) }
  const { issues } = order["~standard"].validate(params) as { issues?: readonly Issue[] }
  const cost = await cpuTime(() => {
    const { lines } = toForm(order, params, issues)
    expect(lines.forms.reduce((sum, line) => sum + line.name.errors.length, 0)).toBe(rows)
  })
  // It takes 0.1 s; 22 s where each row looked at the issues of all.
  expect(cost).toBeLessThan(3_000_000)
})
