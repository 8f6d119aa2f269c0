/** Streams in the life of a process: what is told, what is kept, and what happens when rows are needed once more. */

import nunjucks from "nunjucks"
import { isLiveError } from "../../../src/errors/live-error.js"
import { attr, component, html, liveView, type Stream, stream } from "../../../src/index.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import type { StreamHandle } from "../../../src/render/stream/stream-handle.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { MemoryLoader, setUp } from "../../support/nunjucks-setup.js"
import { allTurns, startView, type ViewHarness } from "../../support/view-harness.js"

interface Row {
  readonly id: number
  readonly text: string
}
interface Assigns {
  rows: Stream<Row>
  count: number
}

const some = (count: number): Row[] => Array.from({ length: count }, (_, id) => ({ id, text: `row ${id}` }))

function view(restream?: (name: "rows") => Promise<readonly Row[]>) {
  return liveView<Assigns>({
    name: "log",
    mount: () => ({ rows: stream(some(3), { key: (row) => row.id }), count: 0 }),
    render: ({ rows, count }) => html`<p>${count}</p><ul>${rows.map((row) => html`<li>${row.text}</li>`)}</ul>`,
    events: {
      count: (_params, socket) => socket.update("count", (count) => count + 1),
      append: (_params, socket) => socket.stream("rows").insert({ id: 9, text: "nine" }),
      prepend: (_params, socket) => socket.stream("rows").insert({ id: 8, text: "eight" }, { at: "start" }),
      change: (_params, socket) => socket.stream("rows").insert({ id: 1, text: "one" }),
      remove: (_params, socket) => socket.stream("rows").delete(1),
      many: (_params, socket) => socket.stream("rows").insertMany(some(2000)),
      same: (_params, socket) => {
        const rows = socket.stream("rows")
        rows.insert({ id: 7, text: "seven" })
        rows.delete(7)
      },
      assign: (_params, socket) => socket.assign("rows", stream<Row>([], { key: (row) => row.id })),
      none: (_params, socket) => socket.stream("count" as never),
    },
    ...(restream === undefined ? {} : { restream }),
  })
}

async function joined(options: Parameters<typeof view>[0] = undefined): Promise<ViewHarness> {
  const harness = await startView(view(options))
  harness.process.shown()
  return harness
}

it("tells what has changed as the difference of a list", async () => {
  const { process } = await joined()
  expect((await process.event("append", {})).diff).toEqual({ 1: { o: [0, 3, -1, 1], n: [["nine"]] } })
  expect((await process.event("prepend", {})).diff).toEqual({ 1: { o: [-1, 1, 0, 4], n: [["eight"]] } })
  expect((await process.event("change", {})).diff).toEqual({ 1: { 2: ["one"] } })
  expect((await process.event("remove", {})).diff).toEqual({ 1: { o: [0, 2, 3, 2] } })
  expect((await process.event("count", {})).diff).toEqual({ 0: "1" })
})

describe("two rows with one key", () => {
  const same: readonly Row[] = [
    { id: 1, text: "a" },
    { id: 2, text: "b" },
    { id: 1, text: "c" },
  ]
  const doubled = (first: readonly Row[]) =>
    liveView<Pick<Assigns, "rows">>({
      name: "doubled",
      mount: () => ({ rows: stream(first, { key: (row) => row.id }) }),
      render: ({ rows }) => html`<ul>${rows.map((row) => html`<li>${row.text}</li>`)}</ul>`,
      events: {
        many: (_params, socket) => socket.stream("rows").insertMany(same, { at: "start" }),
        reset: (_params, socket) => socket.stream("rows").reset([{ id: 5, text: "x" }, ...same]),
      },
    })
  const warnings = ({ logger }: ViewHarness): readonly string[] =>
    logger.entries.filter(({ level }) => level === "warn").map(({ message }) => message)
  const said = (first: number, second: number): unknown =>
    expect.stringMatching(
      new RegExp(
        `^The stream "rows" of the view "doubled" was given two rows with the key 1 \\(the rows ${first} and ${second} of`,
      ),
    )

  it("are one, in the place of the first, with what the last one says; in development that is told once", async () => {
    const harness = await startView(doubled(same))
    expect(toHtml(harness.process.rendered)).toBe("<ul><li>c</li><li>b</li></ul>")
    expect(warnings(harness)).toEqual([said(0, 2)])
    harness.process.shown()
    expect((await harness.process.event("reset", {})).diff).toEqual({
      0: { o: [-1, 1, 0, 2], n: [["x"]], 1: ["c"], 2: ["b"] },
    })
    expect(warnings(harness)).toHaveLength(1)
  })

  it.each([
    ["many", 0, 2],
    ["reset", 1, 3],
  ])("are told of by %s too", async (event, first, second) => {
    const harness = await startView(doubled([]))
    harness.process.shown()
    await harness.process.event(event, {})
    expect(warnings(harness)).toEqual([said(first, second)])
  })

  it("are nothing to tell of where the row is known, and in production", async () => {
    const known = await startView(doubled(some(3)))
    known.process.shown()
    await known.process.event("many", {})
    expect(warnings(known)).toEqual([])
    expect(warnings(await startView(doubled(same), { development: false }))).toEqual([])
  })
})

it("says nothing of what was put in and taken out again", async () => {
  const { process } = await joined()
  expect((await process.event("same", {})).diff).toBeNull()
})

it("keeps changes for a client that is away", async () => {
  const harness = await joined()
  const { process, client, pushed } = harness
  process.detach(client)
  await process.event("append", {})
  await process.event("change", {})
  process.attach(client)
  await allTurns()
  expect(pushed).toEqual([{ diff: { 1: { o: [0, 3, -1, 1], n: [["nine"]], 1: ["one"] } } }])
})

it("asks for all rows when there were more changes than are kept", async () => {
  const names: string[] = []
  const { process, client, pushed } = await joined((name) => {
    names.push(name)
    return Promise.resolve(some(2))
  })
  process.detach(client)
  await process.event("many", {})
  process.attach(client)
  await allTurns()
  expect(names).toEqual(["rows"])
  const [frame] = pushed.filter(({ diff }) => diff !== null)
  expect(frame?.diff).toMatchObject({ 1: { i: [["row 0"], ["row 1"]] } })
  expect((await process.event("append", {})).diff).toEqual({ 1: { o: [0, 2, -1, 1], n: [["nine"]] } })
})

it("mounts anew where the view cannot give the rows, and says so", async () => {
  const { process, client, pushed, logger } = await joined()
  process.detach(client)
  await process.event("many", {})
  process.attach(client)
  await allTurns()
  expect(pushed.find(({ diff }) => diff !== null)?.diff).toMatchObject({ 1: { i: [["row 0"], ["row 1"], ["row 2"]] } })
  expect(JSON.stringify(logger)).toContain("mounts anew")
})

it("has the rows once more for whoever asks, and lets them go again", async () => {
  const { process } = await joined(() => Promise.resolve(some(1)))
  const all = (): unknown =>
    (process.rendered[2] as unknown as { readonly all: { readonly items: readonly Rendered[] } }).all.items.length
  expect(all).toThrow("needed again")
  let seen: unknown
  process.restream(() => (seen = all()))
  await allTurns()
  expect(seen).toBe(1)
  expect(all).toThrow("needed again")
})

it("tells where the page goes if the view that mounts anew redirects", async () => {
  let mounts = 0
  const leaving = liveView<Pick<Assigns, "rows">>({
    name: "leaving",
    mount: (_params, _session, socket) => {
      if (mounts++ > 0) return socket.redirect("/login")
      return { rows: stream(some(1), { key: (row) => row.id }) }
    },
    render: ({ rows }) => html`<ul>${rows.map((row) => html`<li>${row.text}</li>`)}</ul>`,
  })
  const { process, pushed, errors } = await startView(leaving)
  process.shown()
  process.restream()
  await allTurns()
  expect(pushed).toEqual([{ diff: null, extras: { r: { to: "/login" } } }])
  expect(errors).toEqual([])
})

it("ends where the items cannot be had", async () => {
  const { process, errors, exits } = await joined(() => Promise.reject(new Error("no database")))
  let isAnswered = false
  process.restream(() => (isAnswered = true))
  await allTurns()
  expect([errors.length, exits.length, isAnswered]).toEqual([1, 1, false])
})

it.each([
  ["assign", "LV_STREAM_ASSIGNED"],
  ["none", "LV_STREAM_UNKNOWN"],
])("ends the view where it is misused: %s", async (event, code) => {
  const { process, errors } = await joined()
  await process.event(event, {})
  expect(isLiveError(errors[0]?.[0], code as never)).toBe(true)
})

it("refuses a stream that the template does not show, and one shown twice", async () => {
  const hidden = liveView({
    name: "a",
    mount: () => ({ rows: stream(some(1), { key: (row) => row.id }) }),
    render: () => html`<p></p>`,
  })
  await expect(startView(hidden)).rejects.toMatchObject({ code: "LV_STREAM_NOT_SHOWN" })
  const twice = liveView({
    name: "a",
    mount: () => ({ rows: stream(some(1), { key: (row) => row.id }) }),
    render: ({ rows }) => html`<p>${rows.map((row) => row.text)}</p><p>${rows.map((row) => row.text)}</p>`,
  })
  await expect(startView(twice)).rejects.toMatchObject({ code: "LV_STREAM_LOOPS" })
})

it("is no list for templates of other engines", () => {
  expect(() => [...stream(some(1), { key: (row) => row.id })]).toThrow("templates of other engines have no such place")
})

it.each([
  ["no key", undefined],
  ["a limit of none", { key: () => 1, limit: 0 }],
])("refuses a stream with %s", (_what, options) => {
  expect(() => stream([], options as never)).toThrow(expect.objectContaining({ code: "LV_STREAM_INVALID" }))
})

describe("in components", () => {
  const list = component("list", {
    attrs: { rows: attr.of<Stream<Row>>().required() },
    memo: true,
    render: ({ rows }) => html`<ul>${rows.map((row) => html`<li>${row.text}</li>`)}</ul>`,
  })
  it.each(["html", "nunjucks"])("goes on, in %s", async (engine) => {
    const main = "<main>{% list rows=rows %}</main>"
    const environment = new nunjucks.Environment(new MemoryLoader({ main }))
    const made = createNunjucksEngine({ environment, components: [list], development: true, warn: () => undefined })
    const renderer = made.renderer("main")
    const inside = liveView<Pick<Assigns, "rows">>({
      name: "inside",
      mount: () => ({ rows: stream(some(2), { key: (row) => row.id }) }),
      render: ({ rows }) => html`<main>${list({ rows })}</main>`,
      events: { append: (_params, socket) => socket.stream("rows").insert({ id: 9, text: "nine" }) },
    })
    const { process } = await startView(inside, engine === "html" ? {} : { renderer })
    process.shown()
    expect((await process.event("append", {})).diff).toEqual({ 0: { 0: { o: [0, 2, -1, 1], n: [["nine"]] } } })
    expect((await process.event("append", {})).diff).toEqual({ 0: { 0: { 2: ["nine"] } } })
  })
})

describe("in nunjucks", () => {
  const render = (main: string): unknown =>
    setUp({ main }).renderer.render(
      { rows: stream(some(2), { key: (row) => row.id }), who: "Ada" },
      undefined,
      undefined,
    )

  it("refuses a row that reads more than its item, with the code around", () => {
    expect(() => render("<ul>{% for row in rows %}<li>{{ row.text }} {{ who }}</li>{% endfor %}</ul>")).toThrow(
      expect.objectContaining({
        code: "LV_TEMPLATE_COMPILE",
        message: expect.stringMatching(/reads `who`[^]*\{% for row in rows %\}/),
      }),
    )
    expect(() => render("<ul>{% for row in rows %}<li>{{ loop.index }}</li>{% endfor %}</ul>")).toThrow("reads `loop`")
  })

  it("refuses a row that reads what a loop, a macro or a name around it holds", () => {
    const row = "<ul>{% for row in rows %}<li>{{ row.text }} {{ other }}</li>{% endfor %}</ul>"
    for (const around of [
      `{% for other in ["a"] %}${row}{% endfor %}`,
      `{% for key, other in { a: 1 } %}${row}{% endfor %}`,
      `{% macro list(rows, other) %}${row}{% endmacro %}{{ list(rows, 1) }}`,
      `{% set other = who %}${row}`,
      `{% if who %}{% set other = who %}${row}{% endif %}`,
    ]) {
      expect(() => render(around)).toThrow("reads `other`")
    }
    const own = "{% for other in [1] %}<b>{{ other }}</b>{% endfor %}"
    expect(() => render(`<ul>{% for row in rows %}<li>${own}{{ row.text }}</li>{% endfor %}</ul>`)).not.toThrow()
  })

  it("refuses a loop in an attribute", () => {
    expect(() => render('<p class="{% for row in rows %}{{ row.text }}{% endfor %}"></p>')).toThrow("between tags")
  })

  it("lets a row call macros, filters and globals", () => {
    expect(() =>
      render(
        "{% macro cell(row) %}<b>{{ row.text | upper }}</b>{% endmacro %}<ul>{% for row in rows %}<li>{{ cell(row) }}{{ range(1) }}</li>{% endfor %}</ul>",
      ),
    ).not.toThrow()
  })
})

describe("a mistake with rows is told", () => {
  const told = async (ask: (rows: StreamHandle<Row>) => unknown): Promise<string | undefined> => {
    const { process, errors } = await startView(
      liveView<Assigns>({
        name: "log",
        mount: () => ({ rows: stream(some(3), { key: (row) => row.id }), count: 0 }),
        render: ({ rows }) => html`<ul>${rows.map((row) => html`<li>${row.text}</li>`)}</ul>`,
        events: { ask: (_params, socket) => void ask(socket.stream("rows")) },
      }),
    )
    await process.event("ask", {})
    const [error] = errors[0] ?? []
    return error === undefined ? undefined : String(error)
  }

  it.each<[(rows: StreamHandle<Row>) => unknown, string]>([
    [(rows) => rows.delete({ id: 1 } as never), "a row is known by its `key`, and not by an object"],
    [(rows) => rows.has(undefined as never), "and not by undefined"],
    [(rows) => rows.delete("1"), 'the key the number "1" was asked for by the string "1"'],
    [(rows) => rows.insert({ id: 9, text: "" }, { update_only: true } as never), "Did you mean `updateOnly`?"],
    [(rows) => rows.insert({ id: 9, text: "" }, { limit: 5 } as never), "There is no option `limit`"],
  ])("%p", async (ask, why) => {
    expect(await told(ask)).toContain(why)
  })

  it.each([7, "seven", "01", 10n])("but not that there is none: %p", async (key) => {
    expect(await told((rows) => rows.delete(key))).toBeUndefined()
  })
})
