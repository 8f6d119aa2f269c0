/**
 * Whatever a template looks like, the TypeScript that is made of it is TypeScript, every name in it is declared, and
 * where the assigns may be anything nothing is found wrong.
 */

import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import fc from "fast-check"
import nunjucks from "nunjucks"
import { type CompilerMessage, readMessages } from "../../src/check/explain/compiler-messages.js"
import { explain, type MarkedMessage } from "../../src/check/explain/explain-message.js"
import { declarations } from "../../src/check/translate/builtins.js"
import { attr } from "../../src/component/attribute.js"
import { type AnyComponent, component } from "../../src/component/component.js"
import { slot } from "../../src/component/slot.js"
import type { Environment } from "../../src/nunjucks/internals/internals.js"
import { html } from "../../src/render/values/html.js"
import { environmentOf, type TranslatedTemplate, translateTemplate } from "../support/check-templates.js"
import { compiles, fileSets, filesFor, libs, nodes, places, prepare } from "../support/nunjucks-corpus.js"
import type { Files } from "../support/nunjucks-setup.js"
import { files } from "../support/random-nunjucks.js"

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 60)
const WORLD = `interface Row { id: number; n: string | number | undefined; on: boolean; kids: { id: number; n: string }[] }
interface World { a: string; b: number; c: boolean; xs?: Row[]; ys?: Row[]; m: Record<string, unknown>; pairs: [string, unknown][] }
interface Anything { [name: string]: any }
declare const __components: {
  leaf(attributes: { value?: unknown }): unknown
  frame(attributes: { value?: unknown; title?: unknown; kind?: "x" | "y" }, slots?: { default?: unknown; top?: unknown }): unknown
  rows<T>(attributes: { items: readonly T[] | undefined }, slots: { default: (item: T) => unknown }): unknown
  cols<T>(attributes: { items: readonly T[] | undefined }, slots: {
    col?: readonly { attrs: { label?: unknown; n?: number }; content?: (item: T) => unknown }[]
    foot?: unknown
    default?: unknown
  }): unknown
}
`
/** Names that are not declared, declared twice, or used before they are. */
const NAMES = new Set([2304, 2451, 2448, 2454, 2552, 2694, 2503])

const render = () => html``
const components: readonly AnyComponent[] = [
  component("leaf", { attrs: { value: attr.of() }, render }),
  component("frame", {
    attrs: { value: attr.of(), kind: attr.oneOf(["x", "y"]), rest: attr.global() },
    slots: { default: slot(), top: slot() },
    render,
  }),
  component("rows", { attrs: { items: attr.of() }, slots: { default: slot<unknown>() }, render }),
  component("cols", {
    attrs: { items: attr.of() },
    slots: { col: slot.many<unknown, { label?: unknown; n?: number }>(), foot: slot(), default: slot() },
    render,
  }),
]

/** What stands in place of a `call` block: its beginning, and its end behind the block's body. */
const uses: readonly (readonly [begin: string, end: string])[] = [
  ['{% frame value=a title="t" ~ a kind="x" ~ "" %}{% slot "top" %}{{ v1 }}{% endslot %}', "{% endframe %}"],
  ["{% rows items=xs let=r %}{{ r.n }}{{ r.no }}", "{% endrows %}"],
  [
    '{% cols items=xs %}{% slot "col" label=a n=b let=r %}{{ r.n }}{{ v2 }}{% set v1 = r %}{{ v1 }}{% endslot %}{% slot "foot" %}',
    "{{ c }}{% endslot %}{% endcols %}",
  ],
  [
    '{% cols items=ys %}{% for q in xs %}{% if q.on %}{% slot "col" label=q.n let=s %}{{ s.id }}{{ q.id }}',
    '{% endslot %}{% elif c %}{% slot "col" n=loop.index %}{{ a }}{% endslot %}{% endif %}{% endfor %}own{% endcols %}',
  ],
  ["{% set v1 = a %}{% leaf value=v1 %}{% rows items=[v1, a] let=v2 %}{{ v2 }}{{ v1 }}", "{% endrows %}"],
]

/** Puts components in place of calls and macros. */
function withComponents(given: Files): Files {
  const replaced = (text: string): string => {
    const ends: string[] = []
    return text.replaceAll(
      /\{% call .*? %\}|\{% endcall %\}|\{\{ (?:mac|lib1)\(([\w.]+)\) \}\}/g,
      (whole, value: string | undefined, offset: number) => {
        if (value !== undefined) return `{% leaf value=${value} %}`
        if (whole === "{% endcall %}") return ends.pop() ?? ""
        const [begin, end] = uses[offset % uses.length] as (typeof uses)[number]
        ends.push(end)
        return begin
      },
    )
  }
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, name === "lib" ? text : replaced(text)]))
}

const translate = (given: Files, change: (environment: Environment) => void = () => {}): TranslatedTemplate => {
  const environment = environmentOf({ ...given, "page.njk": given["main"] ?? "" }, components)
  const known = environment as unknown as Environment
  known.addFilter("keyed", (list: unknown) => list)
  change(known)
  return translateTemplate("", {}, environment)
}

describe("the code of templates", () => {
  let folder = ""

  beforeAll(() => {
    const root = join(process.cwd(), ".cache")
    mkdirSync(root, { recursive: true })
    folder = mkdtempSync(join(root, "check-generated-"))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Compiles one function for each template; the errors in it, at their marks. */
  function compile(templates: readonly TranslatedTemplate[], world: string) {
    const codes = templates.map(({ translation }) => translation.code.text)
    const starts: number[] = []
    const lines = WORLD.split("\n").slice(0, -1)
    codes.forEach((code, index) => {
      lines.push(`export function template${index}(__a: ${world}) {`)
      starts.push(lines.length)
      for (const line of code.split("\n")) lines.push(line)
      lines.push("}")
    })
    writeFileSync(join(folder, "declarations.d.ts"), declarations)
    writeFileSync(join(folder, "templates.ts"), `${lines.join("\n")}\n`)
    const compiler = join(process.cwd(), "node_modules/typescript/bin/tsc")
    // Without the browser's declarations: they take long to read, and would be found in place of a missing name.
    const language = ["--strict", "--target", "ES2022", "--lib", "ES2022", "--types", "", "--skipLibCheck"]
    const args = [
      compiler,
      "--noEmit",
      "--checkers",
      "1",
      "--pretty",
      "false",
      "--ignoreConfig",
      ...language,
      "declarations.d.ts",
      "templates.ts",
    ]
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 })
    const messages = readMessages(stdout, folder).filter(({ file }) => file === join(folder, "templates.ts"))
    const problems = templates.flatMap(({ translation }, index) => {
      const start = starts[index] ?? 0
      const end = starts[index + 1] ?? Number.POSITIVE_INFINITY
      const marked = messages.flatMap((message): MarkedMessage[] => {
        if (message.line < start || message.line >= end) return []
        const mark = translation.code.markAt(message.line - start, message.column)
        return mark === undefined ? [] : [{ message, mark }]
      })
      return marked.flatMap((one) => {
        const explanation = explain(one, marked, "page")
        const { file, line, column } = one.mark
        return explanation === undefined
          ? []
          : [{ ...explanation, at: file.text.split("\n")[line]?.slice(column), code: one.message.code }]
      })
    })
    return { messages, problems }
  }

  const isNoTypeScript = ({ code }: CompilerMessage): boolean => code < 2000 || (code >= 5000 && code < 7000)

  it("is TypeScript, of random ones", () => {
    const given = fc.sample(files, RUNS).flatMap((sample) => [sample, withComponents(sample)])
    const templates = given.map((sample) => translate(sample)).filter(({ file }) => file.root !== undefined)
    expect(templates.length).toBeGreaterThan(RUNS * 1.9)
    const { messages } = compile(templates, "World")
    expect(messages.filter((message) => isNoTypeScript(message) || NAMES.has(message.code))).toEqual([])
    // It did look at types: some templates use names that are no assigns.
    expect(messages.some(({ code }) => code === 2339)).toBe(true)
    const texts = templates.map(({ translation }) => translation.code.text)
    expect(texts.filter((text) => text.length > 200).length).toBeGreaterThan(RUNS)
    expect(texts.filter((text) => text.includes("__components.")).length).toBeGreaterThan(RUNS / 4)
  })

  it("has no mistakes where the assigns may be anything", () => {
    const templates = fc.sample(files, RUNS).map((sample) => translate(withComponents(sample)))
    expect(templates.flatMap(({ problems }) => problems)).toEqual([])
    expect(compile(templates, "Anything").problems).toEqual([])
  })

  it("has no mistakes for the components of the GOV.UK design system", () => {
    const root = join(dirname(require.resolve("govuk-frontend/package.json")), "dist")
    const names = readdirSync(join(root, "govuk/components"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    expect(names.length).toBeGreaterThan(30)
    const pages = Object.fromEntries(
      names.map(({ name }) => [name, `{% include "govuk/components/${name}/template.njk" %}`]),
    )
    const templates = Object.values(pages).map((page) => {
      const environment = environmentOf({ "page.njk": page }, [], [new nunjucks.FileSystemLoader(root)])
      return translateTemplate("", {}, environment)
    })
    expect(templates.flatMap(({ problems }) => problems)).toEqual([])
    const { messages, problems } = compile(templates, "Anything")
    expect(messages.filter((message) => isNoTypeScript(message) || NAMES.has(message.code))).toEqual([])
    expect(problems).toEqual([])
  })

  it("has no mistakes for any case of the corpus", () => {
    const ofPlaces = places.flatMap((place) => Object.values(nodes).map((node) => filesFor(place, node)))
    const cases = [...ofPlaces, ...Object.values(fileSets).map((set) => ({ ...libs, ...set }))].filter(compiles)
    expect(cases.length).toBeGreaterThan(1000)
    const templates = cases.map((one) => translate(one, (environment) => prepare(environment as never)))
    const told = templates.flatMap((template) => template.problems)
    // One case is about a file that is imported without context and asks for its names.
    expect(told.filter(({ rule, file }) => rule !== "unknown-name" || file !== "mac")).toEqual([])
    const { messages, problems } = compile(templates, "Anything")
    expect(messages.filter((message) => isNoTypeScript(message) || NAMES.has(message.code))).toEqual([])
    expect(problems).toEqual([])
  })
})
