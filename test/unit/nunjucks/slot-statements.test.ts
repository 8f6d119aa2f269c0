/** Slots that stand in `if`, `for` and `switch` of a component's tag. */

import nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { slot } from "../../../src/component/slot.js"
import { isLiveError, type LiveError } from "../../../src/errors/live-error.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { diff } from "../../../src/render/diff/diff.js"
import type { Renderer } from "../../../src/render/renderer.js"
import { each, html } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { changesBetween, type Files, MemoryLoader, renderFirst } from "../../support/nunjucks-setup.js"

interface Row {
  readonly id: number
  readonly name: string
}

let rendered = 0

const grid = component("grid", {
  attrs: { rows: attr.of<readonly Row[]>().required() },
  slots: {
    column: slot.many<Row, { label?: string }>({ label: attr.string() }),
    footer: slot(),
    default: slot(),
  },
  render: ({ rows, slots }) => {
    rendered++
    return html`<h1>${slots.column.map(({ attrs }) => html`<b>${attrs.label}</b>`)}</h1><ul>${each(
      rows,
      (row) => row.id,
      (row) => html`<li>${slots.column.map(({ content }) => html`<i>${content(row)}</i>`)}</li>`,
    )}</ul>${slots.footer && html`<footer>${slots.footer()}</footer>`}${slots.default?.()}`
  },
})

const repeat = component("repeat", {
  attrs: { items: attr.of<readonly unknown[]>().required() },
  slots: { entry: slot.many<unknown>() },
  render: ({ items, slots }) => html`${items.map((item) => slots.entry.map(({ content }) => content(item)))}`,
})

const needy = component("needy", {
  slots: { body: slot.required() },
  render: ({ slots }) => html`<p>${slots.body()}</p>`,
})

interface Setup {
  readonly renderer: Renderer
  readonly plain: (context: object) => string
  readonly seen: string[]
  readonly warnings: readonly string[]
}

function setUp(main: string, files: Files = {}, prepare?: (environment: nunjucks.Environment) => unknown): Setup {
  const environment = new nunjucks.Environment(new MemoryLoader({ ...files, main }))
  const seen: string[] = []
  environment.addFilter("note", (value: unknown) => {
    seen.push(String(value))
    return value
  })
  prepare?.(environment)
  const warnings: string[] = []
  const engine = createNunjucksEngine({
    environment,
    components: [grid, needy, repeat],
    development: false,
    warn: (code, text) => warnings.push(`${code}: ${text}`),
  })
  return { renderer: engine.renderer("main"), plain: (context) => engine.render("main", context), seen, warnings }
}

/** Renders in both ways, which must agree. */
function show(main: string, context: object = {}, files: Files = {}): string {
  const { renderer, plain } = setUp(main, files)
  const text = toHtml(renderFirst(renderer, context))
  expect(plain(context)).toBe(text)
  return text
}

function failure(main: string): LiveError {
  try {
    toHtml(renderFirst(setUp(main).renderer, {}))
  } catch (error) {
    if (isLiveError(error)) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

const rows: readonly Row[] = [
  { id: 1, name: "a<b" },
  { id: 2, name: "two" },
]
const columns = [
  { key: "id", label: "Id" },
  { key: "name", label: "Name" },
]
const BY_COLUMNS =
  '{% grid rows=rows %}{% for c in columns %}{% slot "column" label=c.label let=row %}{{ row[c.key] }}{% endslot %}{% endfor %}{% endgrid %}'

describe("slots in statements", () => {
  it("are given once for each round of a loop, with the names of that round", () => {
    expect(show(BY_COLUMNS, { rows, columns })).toBe(
      toHtml(
        grid(
          { rows },
          {
            column: [
              { attrs: { label: "Id" }, content: (row) => row.id },
              { attrs: { label: "Name" }, content: (row) => row.name },
            ],
          },
        ),
      ),
    )
  })

  it("see `loop`, names of outer loops, pairs and maps; what the slot names itself comes first", () => {
    const context = {
      rows: rows.slice(0, 1),
      groups: [{ n: "g", keys: ["x", "y"] }],
      map: { k1: 1, k2: 2 },
      pairs: [["p", 3]],
    }
    const slotOf = (content: string): string => `{% slot "column" let=row %}${content}{% endslot %}`
    const cells = (inside: string): string =>
      show(`{% grid rows=rows %}${inside}{% endgrid %}`, context).replaceAll(/<h1>.*<ul>|<\/?li>|<\/ul>|<\/?i>/g, "")
    expect(
      cells(
        `{% for g in groups %}{% for k in g.keys %}${slotOf("{{ g.n }}{{ k }}{{ loop.index }}{{ loop.last }} ")}{% endfor %}{% endfor %}`,
      ),
    ).toBe("gx1false gy2true ")
    expect(cells(`{% for k, v in map %}${slotOf("{{ k }}{{ v }} ")}{% endfor %}`)).toBe("k11 k22 ")
    expect(cells(`{% for k, v in pairs %}${slotOf("{{ k }}{{ v }}{{ loop.length }}")}{% endfor %}`)).toBe("p31")
    expect(cells(`{% for row in groups %}${slotOf("{{ row.name }}")}{% endfor %}`)).toBe("a&lt;b")
    expect(
      cells(
        `{% for k in [1, 2] %}${slotOf("{% for q in [7, 8] %}{{ loop.index }}{{ k }}{{ q }} {% endfor %}{{ loop.index }};")}{% endfor %}`,
      ),
    ).toBe("117 218 1;127 228 2;")
    expect(cells(`{% for k in [] %}${slotOf("a")}{% else %}${slotOf("none")}{% endfor %}`)).toBe("none")
  })

  it("see the names of their round in includes and macros", () => {
    const main =
      '{% macro m(x) %}[{{ x }}]{% endmacro %}{% grid rows=rows %}{% for c in columns %}{% slot "column" let=row %}{{ m(c.key) }}{% include "part" %}{% endslot %}{% endfor %}{% endgrid %}'
    expect(show(main, { rows, columns }, { part: "{{ c.label }}{{ row.id }}{{ loop.index }}" })).toContain(
      "<li><i>[id]Id11</i><i>[name]Name12</i></li>",
    )
  })

  it("are as in nunjucks where an argument that is nothing has the name of a loop", () => {
    const main =
      '{% repeat items=[1, missing] %}{% for q in columns %}{% slot "entry" let=q %}{% include "part" %}{{ q }};{% endslot %}{% endfor %}{% endrepeat %}'
    expect(show(main, { columns }, { part: "[{{ q.key }}]" })).toBe("[]1;[]1;[id];[name];")
  })

  it("are given in one branch or none", () => {
    const main =
      '{% grid rows=[] %} {# why #}\n {% if a == 1 %} {% slot "footer" %}one{{ b }}{% endslot %} {% elif a == 2 %}{% slot "footer" %}two{% endslot %}{% endif %} own{{ b }}{% endgrid %}'
    expect(show(main, { a: 1, b: "!" })).toContain("<footer>one!</footer>")
    expect(show(main, { a: 2, b: "!" })).toContain("<footer>two</footer>")
    expect(show(main, { a: 3, b: "!" })).toMatch(/<\/ul>\s+own!$/)
    const chosen =
      '{% grid rows=[] %}{% switch a %} {% case 1 %}{% slot "footer" %}one{% endslot %}{% case 2 %}{% case 3 %}{% if b %}{% slot "footer" %}{{ b }}{% endslot %}{% endif %}{% default %}{% slot "footer" %}other{% endslot %}{% endswitch %}{% endgrid %}'
    expect([1, 2, 3, 4].map((a) => /<footer>(.*)<\/footer>/.exec(show(chosen, { a, b: "b" }))?.[1])).toEqual([
      "one",
      "b",
      "b",
      "other",
    ])
    const sure =
      '{% needy %}{% if a %}{% slot "body" %}yes{% endslot %}{% else %}{% slot "body" %}no{% endslot %}{% endif %}{% endneedy %}'
    expect(show(sure, { a: true })).toBe("<p>yes</p>")
    expect(show(sure, { a: false })).toBe("<p>no</p>")
  })

  it("stand in components that stand in slots", () => {
    const main =
      '{% needy %}{% slot "body" %}{% for n in [1, 2] %}{% grid rows=rows %}{% for c in columns %}{% slot "column" let=row %}{{ n }}{{ c.key }}{% needy %}{% slot "body" %}{{ row[c.key] }}{% endslot %}{% endneedy %}{% endslot %}{% endfor %}{% endgrid %}{% endfor %}{% endslot %}{% endneedy %}'
    expect(show(main, { rows, columns })).toContain("<i>2name<p>two</p></i>")
  })

  it("are ours in a component's tag where the app has a tag `slot` of its own", () => {
    interface Nodes {
      readonly CallExtension: new (
        extension: object,
        method: string,
        args: object,
        contents: readonly object[],
      ) => object
      readonly NodeList: new (line: number, column: number, children: readonly object[]) => object
    }
    const own = {
      tags: ["slot"],
      parse(parser: { nextToken(): unknown; advanceAfterBlockEnd(name: string): void }, nodes: Nodes): object {
        parser.nextToken()
        parser.advanceAfterBlockEnd("slot")
        return new nodes.CallExtension(own, "run", new nodes.NodeList(0, 0, []), [])
      },
      run: () => "mine",
    }
    const main = '{% slot %}{% grid rows=[] %}{% slot "footer" %}a{% endslot %}b{% endgrid %}'
    const { renderer } = setUp(main, {}, (environment) => environment.addExtension("own", own as never))
    expect(toHtml(renderFirst(renderer, {}))).toBe("mine<h1></h1><ul></ul><footer>a</footer>b")
  })
})

describe("tracking of slots in statements", () => {
  function sequence(setup: Setup, contexts: readonly object[]): { frame: unknown; seen: string[]; rendered: number }[] {
    let tree = renderFirst(setup.renderer, contexts[0] as object)
    let before = contexts[0] as object
    return contexts.slice(1).map((context) => {
      setup.seen.length = 0
      rendered = 0
      const next = setup.renderer.render(context, changesBetween(before, context), tree) as Rendered
      const log = { seen: [...setup.seen], rendered }
      expect(toHtml(next)).toBe(setup.plain(context))
      const frame = diff(tree, next, new TemplateTable())
      tree = next
      before = context
      return { frame, ...log }
    })
  }

  const noted = BY_COLUMNS.replace("row[c.key]", "row[c.key] | note").replace(
    "{% endfor %}",
    '{% endfor %}{% if foot %}{% slot "footer" %}{{ foot | note }}{% endslot %}{% endif %}',
  )

  it("skips the component while the slots given are the same", () => {
    const context = { rows, columns, foot: "f", other: 1 }
    const setup = setUp(`{{ other }}${noted}`)
    expect(
      sequence(setup, [context, { ...context, other: 2 }, { ...context, other: 2, columns: [...columns] }]),
    ).toEqual([
      { frame: { 0: "2" }, seen: [], rendered: 0 },
      { frame: null, seen: [], rendered: 0 },
    ])
  })

  it("evaluates what is of another round, another row, another branch", () => {
    const context = { rows, columns, foot: "f" }
    const renamed = [columns[0], { key: "id", label: "Id again" }]
    const results = sequence(setUp(noted), [
      context,
      { ...context, rows: [rows[0], { id: 2, name: "2" }] },
      { ...context, foot: "g" },
      { ...context, foot: "g", columns: renamed },
      { ...context, columns: renamed, foot: "" },
      { ...context, columns: renamed.slice(0, 1), foot: "" },
    ])
    expect(results[0]?.seen).toEqual(["2", "2"])
    expect(results[2]?.seen).toEqual(["1", "2"])
    expect(results[3]?.seen).toEqual([])
    expect(results[3]?.frame).not.toBeNull()
    expect(results[4]?.seen).toEqual([])
  })

  it("trusts nothing that was mutated in place", () => {
    const own = [{ key: "id", label: "Id" }]
    const context = { rows, columns: own }
    const { renderer } = setUp(BY_COLUMNS)
    const tree = renderFirst(renderer, context)
    ;(own[0] as { key: string }).key = "name"
    const next = renderer.render(context, changesBetween(context, context, ["columns"]), tree) as Rendered
    expect(toHtml(next)).toContain("<i>two</i>")
  })
})

describe("what is wrong with slots in statements", () => {
  it.each<[string, string, string, RegExp]>([
    [
      "text beside a slot",
      '{% grid rows=[] %}{% if a %}x{% slot "footer" %}a{% endslot %}{% endif %}{% endgrid %}',
      "1:29",
      /with a `{% slot %}` in it holds slots only/,
    ],
    [
      "a value beside a slot",
      '{% grid rows=[] %}{% for a in b %}{% slot "column" %}a{% endslot %}\n{{ a }}{% endfor %}{% endgrid %}',
      "2:1",
      /holds slots only/,
    ],
    [
      "an assignment beside a slot",
      '{% grid rows=[] %}{% if a %}{% set x = 1 %}{% slot "footer" %}a{% endslot %}{% endif %}{% endgrid %}',
      "1:32",
      /holds slots only/,
    ],
    [
      "another slot in the same branch",
      '{% grid rows=[] %}{% if a %}{% slot "footer" %}a{% endslot %}{% slot "footer" %}b{% endslot %}{% endif %}{% endgrid %}',
      "1:65",
      /"footer" may be given twice here/,
    ],
    [
      "another slot behind the branch",
      '{% grid rows=[] %}{% if a %}{% slot "footer" %}a{% endslot %}{% endif %}{% slot "footer" %}b{% endslot %}{% endgrid %}',
      "1:76",
      /may be given twice here, and is not a `slot\.many\(\)`/,
    ],
    [
      "a single slot in a loop",
      '{% grid rows=[] %}{% for a in b %}{% slot "footer" %}a{% endslot %}{% endfor %}{% endgrid %}',
      "1:38",
      /may be given twice here/,
    ],
    [
      "a required slot in a branch alone",
      '{% needy %}{% if a %}{% slot "body" %}a{% endslot %}{% endif %}{% endneedy %}',
      "1:25",
      /needs the slot "body"\. Here it is given in some cases only/,
    ],
    [
      "an unknown slot",
      '{% grid rows=[] %}{% if a %}{% slot "foot" %}a{% endslot %}{% endif %}{% endgrid %}',
      "1:32",
      /no slot "foot"/,
    ],
    [
      "a slot's wrong attribute",
      '{% grid rows=[] %}{% for a in b %}{% slot "column" lable=a %}a{% endslot %}{% endfor %}{% endgrid %}',
      "1:52",
      /no attribute "lable"/,
    ],
    [
      "a slot in a filter",
      '{% grid rows=[] %}{% filter upper %}{% slot "footer" %}a{% endslot %}{% endfilter %}{% endgrid %}',
      "1:40",
      /stands inside of a component's tag: directly, or in an `if`, `for` or `switch` there/,
    ],
    [
      "a slot in an element",
      '{% grid rows=[] %}{% if a %}{% call m() %}{% slot "footer" %}a{% endslot %}{% endcall %}{% endif %}{% endgrid %}',
      "1:46",
      /stands inside of a component's tag/,
    ],
    [
      "a slot in a slot",
      '{% grid rows=[] %}{% slot "footer" %}{% if a %}{% slot "column" %}a{% endslot %}{% endif %}{% endslot %}{% endgrid %}',
      "1:51",
      /stands inside of a component's tag/,
    ],
    [
      "a loop that hides the name of another one",
      '{% grid rows=[] %}{% for a in b %}{% for a in c %}{% slot "column" %}a{% endslot %}{% endfor %}{% endfor %}{% endgrid %}',
      "1:38",
      /has the name "a" already/,
    ],
    [
      "a slot that is left open",
      '{% grid rows=[] %}{% if a %}{% slot "footer" %}a{% endif %}{% endgrid %}',
      "1:",
      /endslot|unknown block tag: endif/,
    ],
  ])("is said when the template is compiled: %s", (_case, main, place, message) => {
    const error = failure(main)
    expect(error.code).toBe("LV_TEMPLATE_COMPILE")
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`main:${place}`)
  })
})
