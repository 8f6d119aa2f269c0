/** The laws of the tracked compiler, for templates with components in all places where a macro could be. */

import fc from "fast-check"
import nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { slot } from "../../../src/component/slot.js"
import { isLiveError } from "../../../src/errors/live-error.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff.js"
import { html } from "../../../src/render/html.js"
import { TemplateTable } from "../../../src/render/template-table.js"
import { Html, type Rendered } from "../../../src/render/values.js"
import { toHtml } from "../../../src/render/write-html.js"
import { changesBetween, type Files, MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"
import { files, type Update, update, type World, world } from "../../support/random-nunjucks.js"

const runs = Number(process.env["FUZZ_RUNS"] ?? 150)
const seed = process.env["FUZZ_SEED"] === undefined ? undefined : Number(process.env["FUZZ_SEED"])

const shown = (value: unknown): string | Html =>
  value instanceof Html ? value : typeof value === "object" ? JSON.stringify(value) : String(value)

const leaf = component("leaf", {
  attrs: { value: attr.of() },
  render: ({ value }) => html`<i>${shown(value)}</i>`,
})
const frame = component("frame", {
  attrs: { value: attr.of(), rest: attr.global() },
  slots: { default: slot(), top: slot() },
  render: ({ value, rest, slots }) =>
    html`<section class="frame" ${rest}>${slots.top?.()}${value ? slots.default?.() : null}<b>${shown(value)}</b>${slots.default?.()}</section>`,
})
const rows = component("rows", {
  attrs: { items: attr.of() },
  slots: { default: slot<unknown>() },
  render: ({ items, slots }) =>
    html`<ol>${(Array.isArray(items) ? items : []).map((item) => html`<li>${slots.default?.(item)}</li>`)}</ol>`,
})
const components = [leaf, frame, rows]

/** Puts components where calls and macros are. */
function withComponents(source: Files): Files {
  return Object.fromEntries(
    Object.entries(source).map(([name, text]) => [name, name === "lib" ? text : replaced(text)]),
  )
}

function replaced(text: string): string {
  const ends: string[] = []
  return text.replaceAll(
    /\{% call (?:lib\.)?(\w+)\((.*?)\) %\}|\{% endcall %\}|\{\{ (?:mac|lib1)\(([\w.]+)\) \}\}/g,
    (whole, callee: string | undefined, argument: string | undefined, value: string | undefined) => {
      if (value !== undefined) return `{% leaf value=${value} %}`
      if (callee === undefined) return whole === "{% endcall %}" ? (ends.pop() as string) : whole
      if (callee === "box") {
        ends.push("{% endrows %}")
        return "{% rows items=xs let=r %}"
      }
      const inSlot = argument === "a"
      ends.push(inSlot ? "{% endslot %}{{ a }}{% endframe %}" : "{% endframe %}")
      return `{% frame value=${argument} title=b %}${inSlot ? '{% slot "top" %}' : ""}`
    },
  )
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

/** nunjucks itself, which has the components as extensions. */
function plain(source: Files): nunjucks.Environment {
  const known = Object.fromEntries(
    Object.entries(source).map(([name, text]) => [name, text.replaceAll(/ key=[\w.]+ %\}/g, " %}")]),
  )
  const environment = new nunjucks.Environment(new MemoryLoader(known))
  createNunjucksEngine({ environment, components, development: true, warn: () => undefined })
  return environment
}

/** The one thing that only components refuse. */
function onlyRefused(error: unknown): void {
  if (!(isLiveError(error, "LV_TEMPLATE_COMPILE") && error.message.includes("content of a slot"))) throw error
}

test("components are equal to nunjucks' own render of them, and after any updates to a fresh render", () => {
  let steps = 0
  let uses = 0
  fc.assert(
    fc.property(files, world, fc.array(update, { maxLength: 6 }), (given, start: World, updates: readonly Update[]) => {
      const source = withComponents(given)
      const own = plain(source)
      if (Object.keys(source).some((name) => "error" in attempt(() => own.getTemplate(name, true)))) return
      const environment = new nunjucks.Environment(new MemoryLoader(source))
      const warnings: string[] = []
      const warn = (code: string, text: string): unknown => warnings.push(`${code}: ${text}`)
      const renderer = createNunjucksEngine({ environment, components, development: true, warn }).renderer("main")
      let now = structuredClone(start)
      const expected = attempt(() => own.render("main", now))
      if ("error" in expected) return
      const first = attempt(() => renderFirst(renderer, now))
      if ("error" in first) return onlyRefused(first.error)
      expect(toHtml(first.value)).toBe(expected.value)
      uses += /\{% (?:leaf|frame|rows)/.test(source["main"] ?? "") ? 1 : 0
      let tree: Rendered = first.value
      for (const change of updates) {
        const { after, mutated } = change(now)
        const changes = changesBetween(now, after, mutated)
        now = after
        const text = attempt(() => own.render("main", now))
        if ("error" in text) return
        const next = attempt(() => renderer.render(now, changes, tree) as Rendered)
        if ("error" in next) return onlyRefused(next.error)
        expect(toHtml(next.value)).toBe(text.value)
        expect(diff(renderFirst(renderer, now), next.value, new TemplateTable())).toBeNull()
        tree = next.value
        steps++
      }
      expect(warnings.filter((line) => line.startsWith("LV_STALE"))).toEqual([])
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), endOnFailure: false },
  )
  expect(steps).toBeGreaterThan(runs / 4)
  expect(uses).toBeGreaterThan(runs / 8)
})
