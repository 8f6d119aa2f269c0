/** Names in the code of views that have a `render` function: events that are bound or pushed, attributes whose commands are run. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { checkRendered } from "../../../src/check/check-rendered.js"
import { type FoundProblem, formatProblem, ProblemList } from "../../../src/check/sources/problem.js"
import { SourceModules } from "../../../src/check/sources/source-modules.js"
import type { ViewDefinition } from "../../../src/view/definition.js"
import type { Inspection } from "../../../src/view/inspection.js"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rendered-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Checks the view "board", which has the events `save` and `remove`. */
function problemsIn(files: Readonly<Record<string, string>>, definition: Partial<ViewDefinition> = {}): FoundProblem[] {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const view = { name: "board", events: new Map([["save", {}], ["remove", {}]]), render: () => undefined, ...definition } // biome-ignore format: a line
  const inspection = { prefix: "live-", views: () => [view] } as unknown as Inspection
  const found: FoundProblem[] = []
  const modules = new SourceModules(Object.keys(files).map((name) => join(folder, name)))
  checkRendered(inspection, modules, (problem) => found.push(problem))
  return found
}

const told = (files: Readonly<Record<string, string>> | string, definition?: Partial<ViewDefinition>): string[] =>
  problemsIn(typeof files === "string" ? { "board.ts": files } : files, definition).map(
    ({ file, line, column, rule, message }) => `${basename(file)}:${line}:${column} ${rule} ${message}`,
  )

/** A view that renders this. */
const view = (body: string, before = ""): string =>
  `${before}\nexport const board = liveView({ name: "board", mount: () => ({ rows: [] }), render: ({ rows, id }) => ${body} })\n`

it("tells of an event that is pushed or bound and that the view does not have, with place, frame and what was meant", () => {
  const source = [
    'import { html, js, liveView } from "livemount"',
    "export const board = liveView({",
    '  name: "board",',
    "  mount: () => ({ rows: [] }),",
    "  render({ rows }) {",
    '    return html`<button live-click="${js.hide("#menu").push("svae")}">Save</button>',
    '      <ul>${rows.map((row) => html`<li live-click="remov" live-value-id="${row.id}">${row.name}</li>`)}</ul>`',
    "  },",
    "})",
  ].join("\n")
  const problems = problemsIn({ "board.ts": source })
  expect(problems).toMatchObject([
    { rule: "unknown-event", line: 7, column: 52, suggestion: "remove" },
    { rule: "unknown-event", line: 6, column: 61, suggestion: "save" },
  ])
  const list = new ProblemList()
  for (const problem of problems) list.add(problem)
  const [first] = list.sorted()
  expect(first && formatProblem(first, folder)).toContain(
    'board.ts:6:61  The view "board" has no event "svae". Did you mean "save"?  [unknown-event]\n\n' +
      "    4 |   mount: () => ({ rows: [] }),\n" +
      "    5 |   render({ rows }) {\n" +
      '  > 6 |     return html`<button live-click="${js.hide("#menu").push("svae")}">Save</button>\n' +
      `      | ${" ".repeat(60)}^\n`,
  )
})

it.each([
  ["what exists", '<b live-click="save" live-submit="${js.push("remove")}" live-change="live:clear-flash">'],
  ["a push to another view", '<b live-click="${js.push("other", { value: { id: 1 }, target: "#other" })}">'],
  ["a push with options that are not written out", '<b live-click="${js.push("other", given)}">'],
  ["a push with options that are spread", '<b live-click="${js.push("other", { ...given })}">'],
  ["names that are not written out", '<b live-click="${js.push(id)}" live-blur="${id}" live-focus="a${id}">'],
  ["names that are put together", '<b live-click="${js.push("sa" + id)}${js.push(`x${id}`)}">'],
  ["lists that are not of js", '<b live-click="${stack.push("other")}${a.js.push("other")}">'],
  ["events that components are given", '${button({ "live-click": "other", event: "other" })}'],
  ["texts, comments and other literals", '<!-- <b live-click="x"> --><b title="live-click">${css`<b live-click="x">`}'],
  ["another prefix", '<b data-click="other" live-value="other">'],
])("says nothing of %s", (_, markup) => {
  expect(told(view(`html\`${markup}\``))).toEqual([])
})

it("says nothing of a view that takes all events, of another view's, and where it is not known which view is meant", () => {
  const wrong = view('html`<b live-click="other">`')
  expect(told(wrong)).toHaveLength(1)
  expect(told(wrong, { handleEvent: () => undefined })).toEqual([])
  expect(told(wrong, { name: "menu" })).toEqual([])
  expect(told({ "a.ts": wrong, "b.ts": wrong })).toEqual([])
})

it("follows functions and constants of the module, with and without semicolons, and of modules that it imports", () => {
  expect(
    told({
      "board.ts": view(
        "html`${row(rows)}${foot}${rows.map(cell)}`",
        `import { type Cell, paint as cell } from "./cells.js"
const foot: Rendered = html\`<b live-click="one">\`
function row(rows: readonly { id: string }[]): Rendered { return html\`<b live-click="\${close}">\${rows}</b>\` }
const close = js.hide("#x")
  .push("two")
other({ event: js.push("three") })`,
      ),
      "cells.ts": 'export { paint } from "./paint.js"',
      "paint.ts": 'export const paint = (cell: Cell) => html`<i live-click="four">`; other(js.push("five"))',
    }),
  ).toEqual([
    expect.stringMatching(/^paint\.ts:1:58 .*"four"/),
    expect.stringMatching(/^board\.ts:2:44 .*"one"/),
    expect.stringMatching(/^board\.ts:5:9 .*"two"/),
  ])
})

it("may have its render function by name", () => {
  const declared = 'liveView({ name: "board", mount() {}, render })'
  expect(told(`${declared}\nfunction render() { return html\`<b live-click="one">\` }`)).toHaveLength(1)
  expect(
    told(`const page = () => html\`<b live-click="one">\`\n${declared.replace("render", "render: page")}`),
  ).toEqual([expect.stringContaining('"one"')])
})

it("does not follow components, other views, parameters, members, and names that are declared twice", () => {
  const before = `const badge = component("badge", { render: () => html\`<b live-click="a">\` })
const other = liveView({ name: "other", mount() {}, render: () => html\`<b live-click="b">\` })
const rows = () => js.push("c")
const twice = js.push("d")
function f() { const twice = 1 }
const member = () => html\`<b live-click="e">\``
  expect(told(view("html`${badge({})}${other}${rows}${twice}${id.member}${show({ member: 1 })}`", before))).toEqual([])
})

describe("attributes whose commands are run", () => {
  it("have to stand in what the view renders", () => {
    const exec = '<b live-click="${js.exec("data-clsoe")}"></b>'
    expect(told(view(`html\`${exec}<dialog data-close="\${js.hide()}">\``))).toEqual([
      'board.ts:2:133 unknown-attribute No template of the view "board" has an attribute "data-clsoe", whose commands could be run. Did you mean "data-close"?',
    ])
    expect(told(view('html`<b live-click="${js.exec("data-close")}" data-close="${js.hide()}">`'))).toEqual([])
  })

  it("may be those of a component, or of an element that is not the view's", () => {
    const exec = view('html`<b live-click="${js.exec("data-shut")}">${menu()}`')
    expect(
      told({ "board.ts": exec, "menu.ts": 'component("menu", { render: () => html`<b data-shut="${x}">` })' }),
    ).toEqual([])
    expect(told(view('html`<b live-click="${js.exec("data-shut", { to: "#menu" })}">`'))).toEqual([])
  })
})
