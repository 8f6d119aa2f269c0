/** The law of streams: after any operations the page shows what a plain array would, and rows that stay keep their element. */

import fc from "fast-check"
import type { Renderer } from "../../../../src/render/renderer.js"
import { type Stream, stream } from "../../../../src/render/stream/stream.js"
import { html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"
import { setUp } from "../../../support/nunjucks-setup.js"

interface Row {
  readonly id: number
  readonly text: string
}

const note = (row: Row): Rendered => html`<b>${row.text}</b>`

const engines: Readonly<Record<string, () => Renderer>> = {
  "html`…`": () => ({
    render: (assigns) => {
      const { rows, title } = assigns as { rows: Stream<Row>; title: string }
      return html`<h1>${title}</h1><ul>${rows.map((row) => html`<li id="r${row.id}">${note(row)}${row.text === "" ? html`<i>none</i>` : null}</li>`)}</ul>`
    },
  }),
  nunjucks: () =>
    setUp({
      main:
        "{% macro note(row) %}<b>{{ row.text }}</b>{% endmacro %}<h1>{{ title }}</h1><ul>" +
        '{% for row in rows %}<li id="r{{ row.id }}">{{ note(row) }}{% if row.text == "" %}<i>none</i>{% endif %}</li>{% endfor %}</ul>',
    }).renderer,
  "nunjucks with an empty state": () =>
    setUp({
      main:
        "<h1>{{ title }}</h1><div>{% for row in rows %}\n" +
        '<p id="r{{ row.id }}"><b>{{ row.text }}</b>{% if not row.text %}<i>none</i>{% endif %}</p>\n{% else %}<em>empty</em>{% endfor %}</div>',
    }).renderer,
}

const rows = fc.record({ id: fc.nat(7), text: fc.constantFrom("", "a", "b", "<c>") })
const places = fc.constantFrom(undefined, "start" as const, "end" as const, 0, 1, 3, 9)
const operations = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    items: fc.array(rows, { minLength: 1, maxLength: 4 }),
    at: places,
    updateOnly: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("delete" as const), key: fc.nat(7) }),
  fc.record({ kind: fc.constant("reset" as const), items: fc.array(rows, { maxLength: 6 }) }),
)
type Operation = typeof operations extends fc.Arbitrary<infer T> ? T : never

/** The same on a plain array. */
function model(list: readonly Row[], operation: Operation, limit: number | undefined): Row[] {
  if (operation.kind === "delete") return list.filter(({ id }) => id !== operation.key)
  const isReset = operation.kind === "reset"
  const old = isReset ? [] : list
  const { at, updateOnly } = isReset ? { at: undefined, updateOnly: false } : operation
  const given = new Map<number, Row>()
  for (const row of operation.items) if (!updateOnly || old.some(({ id }) => id === row.id)) given.set(row.id, row)
  if (at === undefined) {
    const kept = old.map((row) => given.get(row.id) ?? row)
    const added = [...given.values()].filter(({ id }) => !old.some((row) => row.id === id))
    return limit === undefined ? [...kept, ...added] : [...kept, ...added].slice(-limit)
  }
  const others = old.filter(({ id }) => !given.has(id))
  const index = at === "start" ? 0 : at === "end" ? others.length : Math.min(at, others.length)
  const all = [...others.slice(0, index), ...given.values(), ...others.slice(index)]
  if (limit === undefined) return all
  return index === others.length && at !== "start" ? all.slice(-limit) : all.slice(0, limit)
}

function run(rowsOf: Stream<Row>, operation: Operation): void {
  const state = rowsOf["~state"]
  if (operation.kind === "delete") state.delete(operation.key)
  else if (operation.kind === "reset") state.reset(operation.items)
  else state.insert(operation.items, operation)
}

function shown(page: LivePage): string[] {
  return [...page.root.querySelectorAll("[id]")].map(
    (row) => `${row.id}:${row.querySelector("b")?.textContent}:${row.querySelector("i") !== null}`,
  )
}

const expected = (list: readonly Row[]): string[] => list.map(({ id, text }) => `r${id}:${text}:${text === ""}`)

describe.each(Object.entries(engines))("%s", (name, renderer) => {
  it("shows what an array would, whatever is done, and however it is told", () => {
    fc.assert(
      fc.property(
        fc.array(rows, { maxLength: 5 }),
        fc.constantFrom(undefined, 1, 3, 5),
        fc.array(fc.array(operations, { maxLength: 4 }), { maxLength: 6 }),
        (items, limit, batches) => {
          let list = model([], { kind: "reset", items }, limit)
          const assigns = {
            rows: stream(items, { key: (row: Row) => row.id, ...(limit === undefined ? {} : { limit }) }),
            title: "",
          }
          const state = assigns.rows["~state"]
          const engine = renderer()
          const page = new LivePage(engine.render(assigns, undefined, undefined) as Rendered)
          state.told()
          expect(shown(page)).toEqual(expected(list))
          for (const [index, batch] of batches.entries()) {
            const elements = new Map(list.map(({ id }) => [id, page.root.querySelector(`#r${id}`)]))
            for (const operation of batch) {
              run(assigns.rows, operation)
              list = model(list, operation, limit)
            }
            assigns.title = String(index)
            state.begin()
            const next = engine.render(
              assigns,
              { dirty: new Set(["title"]), mutated: new Set(batch.length > 0 ? ["rows"] : []) },
              page.current,
            ) as Rendered
            page.update(next)
            state.told()
            expect(shown(page)).toEqual(expected(list))
            expect(state.keys()).toEqual(list.map(({ id }) => id))
            expect(page.root.querySelector("em") !== null).toBe(name.includes("empty") && list.length === 0)
            if (batch.length === 1 && batch[0]?.kind === "insert") {
              for (const { id } of list) {
                const before = elements.get(id)
                if (before !== undefined) expect(page.root.querySelector(`#r${id}`)).toBe(before)
              }
            }
          }
          expect(page.warnings).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })
})
