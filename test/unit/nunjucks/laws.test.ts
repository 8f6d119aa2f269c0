/** The laws of the tracked compiler, on random templates, contexts and updates. */

import fc from "fast-check"
import nunjucks from "nunjucks"
import { diff } from "../../../src/render/diff/diff.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, MemoryLoader, renderFirst, setUp } from "../../support/nunjucks-setup.js"
import { files, type Update, update, type World, world } from "../../support/random-nunjucks.js"
import { scopedFiles } from "../../support/random-scopes.js"

const runs = Number(process.env["FUZZ_RUNS"] ?? 60)
const seed = process.env["FUZZ_SEED"] === undefined ? undefined : Number(process.env["FUZZ_SEED"])

/** nunjucks beside us: the same files, without the `key=` that it cannot parse. */
function plain(source: Files): nunjucks.Environment {
  const known = Object.fromEntries(
    Object.entries(source).map(([name, text]) => [name, text.replaceAll(/ key=[\w.]+ %\}/g, " %}")]),
  )
  const environment = new nunjucks.Environment(new MemoryLoader(known))
  environment.addFilter("keyed", (list: unknown) => list)
  return environment
}

/** False if nunjucks writes invalid JavaScript for one of the files (an include inside of a case, for example). */
function compiles(source: Files, environment: nunjucks.Environment): boolean {
  const failed = Object.keys(source).map((name) => attempt(() => environment.getTemplate(name, true)))
  return failed.every((result) => "value" in result)
}

function attempt<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

/** The text of a `textarea` brings an end of it, by a file that is included there. Tracked, it is kept from ending the element. */
const ENDED_WITHIN = /<textarea>(?:(?!<\/textarea>)[^])*<textarea>/

/** Renders a sequence in both ways; gives the number of updates, undefined if nunjucks itself cannot render it. */
function compare(source: Files, start: World, updates: readonly Update[]): number | undefined {
  const environment = plain(source)
  if (!compiles(source, environment)) return undefined
  const { renderer, warnings } = setUp(source)
  const context = structuredClone(start)
  const expected = attempt(() => environment.render("main", context))
  const first = attempt(() => renderFirst(renderer, context))
  // Where nunjucks cannot compile or render, there is nothing to be equal to.
  if ("error" in expected || ENDED_WITHIN.test(expected.value)) return undefined
  if ("error" in first) throw first.error
  expect(toHtml(first.value)).toBe(expected.value)
  let tree: Rendered = first.value
  let now: World = context
  let steps = 0
  for (const change of updates) {
    const { after, mutated } = change(now)
    const changes = changesBetween(now, after, mutated)
    now = after
    const html = attempt(() => environment.render("main", now))
    const fresh = attempt(() => renderFirst(renderer, now))
    const next = attempt(() => renderer.render(now, changes, tree) as Rendered)
    if ("error" in html || ENDED_WITHIN.test(html.value)) return steps
    if ("error" in fresh) throw fresh.error
    if ("error" in next) throw next.error
    expect(toHtml(next.value)).toBe(html.value)
    expect(diff(fresh.value, next.value, new TemplateTable())).toBeNull()
    tree = next.value
    steps++
    expect(warnings.filter((text) => text.startsWith("LV_STALE"))).toEqual([])
  }
  return steps
}

test.each([
  ["of all kinds", files],
  ["in which names are read and set in all ways", scopedFiles],
])("templates %s: a tracked render equals nunjucks, and after any updates a fresh render", (_kind, arbitrary) => {
  let steps = 0
  fc.assert(
    fc.property(arbitrary, world, fc.array(update, { maxLength: 6 }), (source, start, updates) => {
      steps += compare(source, start, updates) ?? 0
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }), endOnFailure: false },
  )
  expect(steps).toBeGreaterThan(runs / 4)
})
