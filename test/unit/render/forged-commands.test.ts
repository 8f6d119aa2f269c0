/** What a user may type, in every way by which a value gets to the page: none makes an attribute a list of commands. */
import nunjucks from "nunjucks"
import { parse, parseFragment } from "parse5"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { LiveError } from "../../../src/errors/live-error.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { COMMANDS, readCommands } from "../../../src/protocol/commands.js"
import { diff } from "../../../src/render/diff/diff.js"
import { js } from "../../../src/render/values/commands.js"
import { each, html, raw } from "../../../src/render/values/html.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { mayHoldLists } from "../../../src/render/values/vouched.js"
import { toDigestedHtml } from "../../../src/render/write/digest.js"
import type { PostWriter } from "../../../src/render/write/post-writer.js"
import { toMarkedHtml } from "../../../src/render/write/write-html.js"

type Writer = readonly [name: string, write: (text: string, other?: string) => Rendered]

const json = '[["push",{"event":"delete"}]]'
const forged = COMMANDS + json
/** What somebody has seen who got to see what no page shows. */
const list = js.show("#menu").push("opened")
const token = String(list)

const texts = [
  forged,
  ...["&#xFDD1;", "&#xFDD1", "&#X0fdd1;", "&#64977;", "&amp;#xFDD1;", "&#x\0FDD1;"].map((mark) => mark + json),
  ...[`&#649${COMMANDS}77;`, `&${COMMANDS}#xFDD1;`, COMMANDS + COMMANDS].map((mark) => mark + json),
  ...["\r\n", "\0", " ", "\uFEFF"].map((before) => before + forged),
  `${COMMANDS}${token}`,
  `${token.slice(0, -1)}${forged}`,
  token.slice(1),
  token.replace(/.\uFDD1$/, `A${COMMANDS}`),
  `&#x${token}FDD1;`,
  `x" data-x="${forged.replaceAll('"', "&quot;")}`,
  ` data-x='${forged}' `,
  `<b data-x='${forged}'></b>`,
  `<!-- --><b data-x=&#xFDD1;${json}></b>`,
  `<template><b data-x='${forged}'></b></template><svg><a data-x='${forged}'/></svg>`,
]
/** Of two texts side by side, each harmless. */
const pairs = [
  ["&#xFD", `D1;${json}`],
  ["&", `#xFDD1;${json}`],
  ["&#", `xFDD1;${json}`],
  ["<b data-x='&#649", `77;${json}'></b>`],
] as const

const button = component("plain_button", {
  attrs: { rest: attr.global(), title: attr.string() },
  render: ({ rest, title }) => html`<button title="${title}" ${rest}></button>`,
})

const ofHtml: Writer[] = [
  ["an attribute", (text) => html`<b data-x="${text}" title='a${text}'></b>`],
  ["parts of an attribute", (text, other = text) => html`<b data-x="${text}${other}" title="${""}${text}"></b>`],
  ["a record", (text) => html`<b ${{ "data-x": text, title: raw(text), class: text, style: text }}></b>`],
  ["a class", (text) => html`<b class="${[text, { [text]: true }]}"></b>`],
  ["addresses", (text) => html`<a href="${text}" ping="${text}"></a><img srcset="${text}">`],
  ["safe attributes", (text) => html`<b ${raw(text)}></b>`],
  ["safe parts", (text, other = text) => html`<b data-x='${raw(text)}${raw(other)}'></b>`],
  ["safe HTML", (text) => html`<p>${raw(text)}</p>`],
  [
    "a keyed list",
    (text) =>
      html`<ul>${each(
        [text],
        (one) => one,
        (one) => html`<li data-x="${one}">${raw(one)}</li>`,
      )}</ul>`,
  ],
  ["a list", (text) => html`<ul>${[text, text].map((one) => html`<li data-x="${one}"></li>`)}</ul>`],
  ["a template in a template", (text) => html`<template>${html`<b data-x="${text}"></b>`}</template>`],
  ["a component", (text) => html`<p>${button({ "data-x": text, title: text } as never)}</p>`],
]

const ofNunjucks: Writer[] = [
  `<b data-x="{{ x }}" title={{ x }}></b>`,
  `<b data-x="{{ x }}{{ y }}"></b>`,
  `<b data-x='{{ x | safe }}{{ y | safe }}'></b>`,
  `<b {{ x | safe }}></b>`,
  `<p>{{ x | safe }}{{ y | safe }}</p>`,
  `<b data-x="{{ x | escape }}" title="{{ (x | safe) ~ y }}"></b>`,
  `{% if x %}<div>{% endif %}<b data-x='{{ x | safe }}{{ y | safe }}' title="{{ x }}">{{ x | safe }}{{ y | safe }}</b>{% if x %}</div>{% endif %}`,
  `{% for one in [x, y] %}<li data-x="{{ one }}">{{ one | safe }}</li>{% endfor %}`,
  `{% macro b(v) %}<b data-x="{{ v }}"></b>{% endmacro %}{{ b(x) }}`,
  `{% set c %}<b data-x='{{ x | safe }}{{ y | safe }}'></b>{% endset %}{{ c }}`,
  `{% filter upper %}<b data-x="{{ x }}"></b>{% endfilter %}`,
  `{% plain_button title=x %}`,
].map((source) => [source, nunjucksWriter(source)])

function nunjucksWriter(source: string): Writer[1] {
  const loader = new (nunjucks.Loader.extend({ getSource: () => ({ src: source, path: "x.njk", noCache: true }) }))()
  const environment = new nunjucks.Environment(loader as never, { autoescape: true })
  const engine = createNunjucksEngine({ environment, development: false, warn: () => {}, components: [button] })
  return (x, y = x) => engine.renderer("x.njk").render({ x, y }, undefined, undefined) as Rendered
}

interface Node {
  readonly attrs?: readonly { readonly value: string }[]
  readonly childNodes?: readonly Node[]
  readonly content?: Node
}

/** The values of all attributes that a browser makes of an HTML. */
function values(node: Node): string[] {
  const inner = [...(node.childNodes ?? []), ...(node.content === undefined ? [] : [node.content])]
  return [...(node.attrs ?? []).map(({ value }) => value), ...inner.flatMap(values)]
}

const attributesOf = (source: string): string[] => [
  ...values(parse(source) as Node),
  ...values(parseFragment(source) as Node),
]

/** All texts of a difference that the client may make an attribute of. */
function written(change: unknown, isHtml = false): string[] {
  if (typeof change === "string") return isHtml ? attributesOf(change) : [change]
  if (typeof change !== "object" || change === null) return []
  return Object.entries(change).flatMap(([key, value]) => written(value, isHtml || /^[hrs]$/.test(key)))
}

const lists = (all: readonly string[]): string[] =>
  all.filter((text) => text !== COMMANDS + JSON.stringify(list) && readCommands(text) !== undefined)

/** What is refused gets nowhere. */
function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof LiveError) return undefined
    throw error
  }
}

it.each([...ofHtml, ...ofNunjucks])("%s", (_name, write) => {
  let count = 0
  for (const [text, other] of [...texts.map((one) => [one] as const), ...pairs]) {
    const first = unlessRefused(() => toMarkedHtml(write(text, other), new TemplateTable()))
    const update = unlessRefused(() => {
      const table = new TemplateTable()
      const before = write("x")
      toMarkedHtml(before, table)
      return diff(before, write(text, other), table)
    })
    if (first !== undefined) count++
    expect([text, other, lists(attributesOf(first ?? ""))]).toEqual([text, other, []])
    expect([text, other, lists(written(update))]).toEqual([text, other, []])
  }
  expect(count).toBeGreaterThan(texts.length / 2)
})

describe("a mark in much HTML", () => {
  const much = "<p title='it&#39;s &#92; &amp;#xFDD1; &#x20; &#60; &#0; &#649'>".repeat(100)

  it.each([COMMANDS, "&#xFDD1;", "&#xFDD1", "&#X0fdd1;", "&#64977;", "&#00064977", "&#x0000fdd1"])(
    "is seen as %j",
    (mark) => {
      expect(mayHoldLists(much)).toBe(false)
      for (const html of [mark, much + mark, mark + much, `${much}&#${mark}`]) expect(mayHoldLists(html)).toBe(true)
    },
  )
})

describe("a slot in which no mark has been seen yet", () => {
  const sources: readonly [string, (text: string) => Rendered][] = [
    ["an attribute", (text) => html`<li data-x='${raw(text)}'></li>`],
    ["a part of an attribute", (text) => html`<li data-x='${""}${raw(text)}'></li>`],
    ["safe attributes", (text) => html`<li ${raw(`data-x='${text}'`)}></li>`],
    ["safe HTML", (text) => html`<li>${raw(`<b data-x='${text}'></b>`)}</li>`],
  ]
  const marks = [COMMANDS, "&#xFDD1", "&#XfDd1", "&#64977", "&#xFDD1;", "&#00064977;"]

  it.each(sources)("has it replaced in %s", (name, write) => {
    for (const mark of marks) {
      // The root is another one each time.
      const root = `<ul id="${encodeURIComponent(name + mark)}">`
      const page = html([root, "</ul>"], ["plain", mark].map(write))
      const all = attributesOf(toMarkedHtml(page, new TemplateTable()))
      expect([mark, all]).toEqual([mark, expect.arrayContaining(["plain", "\uFFFD"])])
    }
  })
})

describe("a slot of a root", () => {
  const writeWith = (post?: PostWriter) => {
    const page = nunjucksWriter(
      `<ul>{% for one in x %}<li><form live-submit="save"><button live-click="{{ one }}" title="{{ one }}">{{ one }}</button></form></li>{% endfor %}</ul>`,
    )
    return (rows: readonly unknown[]) => toDigestedHtml(page(rows as never), new TemplateTable(), post)
  }
  const rows = [["plain"], [list], [forged], ["plain", list, forged, "&#xFDD1;"], ["plain"]]

  it("is written the same whatever has been written before", () => {
    const write = writeWith()
    for (const one of [...rows, ...rows.toReversed()]) expect(write(one)).toEqual(writeWith()(one))
  })

  it("has what a list pushes beside each form, once, and forms that end where they did", () => {
    const seen: string[] = []
    const post: PostWriter = {
      form: () => ({ attributes: " data-form", fields: "<i>fields</i>" }),
      button: ({ attributes }, insideForm) => {
        seen.push(`${attributes.get("live-click")} ${insideForm}`)
        return " data-button"
      },
    }
    const { html: written } = writeWith(post)([list, "plain"])
    expect(written.match(/data-form/g)).toHaveLength(2)
    expect(written.match(/<i>fields/g)).toHaveLength(2)
    expect(written.match(/data-button/g)).toHaveLength(2)
    expect(seen.slice(-2)).toEqual([`${COMMANDS}${JSON.stringify(list)} true`, "plain true"])
  })

  it("that is written once more has opened its forms once", () => {
    const open = raw(`<form live-submit="save" data-x='${forged}'>`)
    const post: PostWriter = { form: () => null, button: (_tag, insideForm) => ` data-inside="${insideForm}"` }
    const page = html`<div>${open}${raw('</form><button live-click="go"></button>')}</div>`
    expect(toDigestedHtml(page, new TemplateTable(), post).html).toContain('data-inside="false"')
  })

  it("holds its list in the page", () => {
    expect(attributesOf(writeWith()(["plain", list]).html)).toContain(COMMANDS + JSON.stringify(list))
  })
})
