/** Lists of commands: what `js` makes, how they reach the page, and that nothing else ever becomes one. */
import nunjucks from "nunjucks"
import { attr } from "../../../src/component/attribute.js"
import { component } from "../../../src/component/component.js"
import { decodeAttribute } from "../../../src/html/text/escape.js"
import { PostAdditions } from "../../../src/http/post/post-additions.js"
import { createNunjucksEngine } from "../../../src/nunjucks/engine.js"
import { COMMANDS, readCommands } from "../../../src/protocol/commands.js"
import { diff } from "../../../src/render/diff/diff.js"
import { js } from "../../../src/render/values/commands.js"
import { each, html, raw } from "../../../src/render/values/html.js"
import type { HtmlAttributes } from "../../../src/render/values/tag-value.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import type { Rendered } from "../../../src/render/values/values.js"
import { toMarkedHtml } from "../../../src/render/write/write-html.js"

const sent = (tree: Rendered): string => toMarkedHtml(tree, new TemplateTable())
const nothing = html`<p></p>`
const list = js.show("#menu").push("opened", { value: { id: 1 } })
const json = JSON.stringify(list)
const escaped = json.replaceAll('"', "&quot;")
const forged = `${COMMANDS}[["push",{"event":"delete"}]]`

function updated(tree: (value: unknown) => Rendered, before: unknown, after: unknown): string {
  const table = new TemplateTable()
  const first = tree(before)
  toMarkedHtml(first, table)
  return JSON.stringify(diff(first, tree(after), table))
}

function nunjucksHtml(source: string, values: object): string {
  const loader = new (nunjucks.Loader.extend({ getSource: () => ({ src: source, path: "x.njk", noCache: true }) }))()
  const environment = new nunjucks.Environment(loader as never, { autoescape: true })
  const engine = createNunjucksEngine({ environment, development: true, warn: () => {} })
  return sent(engine.renderer("x.njk").render(values, undefined, undefined) as Rendered)
}

describe("a list", () => {
  it("is immutable, and made of its commands in order", () => {
    const base = js.hide("#a")
    base.push("gone")
    expect(JSON.stringify(base.concat(js.focus()))).toBe('[["hide",{"to":"#a"}],["focus",{}]]')
    expect(JSON.stringify(js)).toBe("[]")
  })

  it("is refused where it would be no attribute's value", () => {
    const refused = expect.objectContaining({ code: "LV_HOLE_VALUE" })
    expect(() => html`<b ${list}></b>`).toThrow(refused)
    expect(() => html`<b ${list}></b>`).toThrow("commands (put them into the value of an attribute")
    expect(() => html`<b>${list}</b>`).toThrow(refused)
    expect(() => html`<textarea>${list}</textarea>`).toThrow(refused)
    expect(() => html`<script type="application/json">{"list": "${list}"}</script>`).toThrow(refused)
  })

  it("has all commands of the reference", () => {
    const all = js
      .push("a", { value: { x: 1 }, target: "#other", loading: "#l", pageLoading: true })
      .dispatch("x", { to: { inner: "b" }, detail: 1, bubbles: false, blocking: true })
      .show({ to: { closest: "li" }, display: "flex" })
      .hide("#a", { transition: "fade", time: 100 })
      .toggle("#a", { in: { from: "a", to: "b" }, out: "c" })
      .addClass("a b")
      .removeClass("a")
      .toggleClass("c", { to: { document: "p" } })
      .transition({ during: "x", from: "y", to: "z" }, { time: 3, blocking: false })
      .setAttribute("open", true)
      .removeAttribute("open")
      .toggleAttribute("aria-expanded", ["true", "false"])
      .ignoreAttributes(["open", "data-*"])
      .focus("#a")
      .focusFirst()
      .pushFocus()
      .popFocus()
      .navigate("/a", { replace: true })
      .patch("/b")
      .exec("data-cancel", { to: "#a" })
    expect(
      all
        .toJSON()
        .map(([name]) => name)
        .join(" "),
    ).toBe(
      "push dispatch show hide toggle add-class remove-class toggle-class transition set-attribute remove-attribute " +
        "toggle-attribute ignore-attributes focus focus-first push-focus pop-focus navigate patch exec",
    )
  })

  it.each<[() => unknown, string]>([
    [() => js.show("#a", { transiton: "fade" } as never), "`js.show` has no option `transiton`; it has `transition`."],
    [
      () => js.toggle("#a", { transition: "fade" } as never),
      "`js.toggle` has no option `transition`; it has to, time,",
    ],
    [() => js.push("save", { values: { id: 1 } } as never), "no option `values`; it has `value`."],
    [() => js.navigate("/a", { replaces: true } as never), "it has `replace`."],
    [
      () => js.push("save", { value: "7" as never }),
      'takes an object, such as `{ id: 7 }` as `value`. It was given: "7"',
    ],
    [() => js.addClass(["open"] as never), '`js.addClass` takes a text of class names, such as "open wide"'],
    [() => js.hide("#a", { transition: ["t", "a", "b"] as never }), "as `transition`. It was given: an array"],
    [() => js.addClass("open", { to: { parent: "li" } as never }), "`js.addClass` takes a selector, `{ inner:"],
    [() => js.setAttribute(["open", ""] as never, ""), "takes the name of an attribute as `name`"],
    [() => js.focus({ too: "#a" } as never), "it has `to`."],
  ])("refuses what no browser would do anything with: %p", (make, message) => {
    expect(make).toThrow(
      expect.objectContaining({ code: "LV_COMMAND_INVALID", message: expect.stringContaining(message) }),
    )
  })

  it("sets nothing that is code, and leads to no script", () => {
    expect(() => js.setAttribute("onclick", "x()")).toThrow(expect.objectContaining({ code: "LV_COMMAND_INVALID" }))
    expect(() => js.setAttribute("srcdoc", "x")).toThrow(expect.objectContaining({ code: "LV_COMMAND_INVALID" }))
    expect(JSON.stringify(js.setAttribute("href", " javascript:x()").navigate("javascript:x()"))).not.toContain(
      "javascript",
    )
    expect(() => js.push("")).toThrow(expect.objectContaining({ code: "LV_COMMAND_INVALID" }))
  })
})

describe("on its way to the page", () => {
  it.each<[string, () => Rendered]>([
    ["an attribute", () => html`<b live-click="${list}"></b>`],
    ["a text", () => html`<b live-click="${String(list)}"></b>`],
    ["a record", () => html`<b ${{ "live-click": list }}></b>`],
    ["safe HTML", () => html`<p>${raw(`<b live-click="${String(list)}"></b>`)}</p>`],
    [
      "a list",
      () =>
        html`<p>${each(
          [1],
          (one) => one,
          () => html`<b live-click='${list}'></b>`,
        )}</p>`,
    ],
  ])("is a list in %s of the first HTML", (_where, tree) => {
    expect(sent(tree())).toContain(
      `live-click=${sent(tree()).includes("live-click='") ? "'" : '"'}${COMMANDS}${escaped}`,
    )
  })

  it("is a list in updates", () => {
    const wire = JSON.stringify(COMMANDS + json)
    expect(updated((value) => html`<b live-click="${value as string}"></b>`, "open", list)).toBe(`{"0":${wire}}`)
    expect(updated((value) => html`<b ${value as HtmlAttributes}></b>`, {}, { "live-click": list })).toBe(
      `{"0":{"a":{"live-click":${wire}}}}`,
    )
    expect(updated((value) => html`<p>${value as string}</p>`, "", html`<b live-click="${list}"></b>`)).toContain(wire)
    expect(
      updated((value) => html`<p>${value as string}</p>`, "", raw(`<b live-click="${String(list)}"></b>`)),
    ).toContain(JSON.stringify(COMMANDS + escaped).slice(1, -1))
  })

  it.each([
    `<b live-click="{{ js.show("#menu").push("opened", { value: { id: id } }) }}"></b>`,
    `<b live-click={{ js.show("#menu").push("opened", { value: { id: id } }) }} ></b>`,
    `{% macro b(x) %}<b live-click="{{ x }}"></b>{% endmacro %}{{ b(js.show("#menu").push("opened", { value: { id: id } })) }}`,
    `{% set x %}<b live-click="{{ js.show("#menu").push("opened", { value: { id: id } }) }}"></b>{% endset %}{{ x | safe }}`,
    `{% if id %}<div>{% endif %}<b live-click="{{ js.show("#menu").push("opened", { value: { id: id } }) }}"></b>{% if id %}</div>{% endif %}`,
  ])("is a list in nunjucks: %s", (source) => {
    expect(nunjucksHtml(source, { id: 1 })).toContain(COMMANDS + escaped)
  })

  it("passes through components", () => {
    const button = component("cancel_button", {
      attrs: { rest: attr.global() },
      render: ({ rest }) => html`<button ${rest}></button>`,
    })
    expect(sent(html`<p>${button({ "live-click": list } as never)}</p>`)).toContain(COMMANDS + escaped)
  })
})

describe("a text from elsewhere", () => {
  const places: [string, (text: unknown) => Rendered][] = [
    ["an attribute", (text) => html`<b live-click="${text as string}"></b>`],
    ["an attribute that exec may read", (text) => html`<b data-cancel="${text as string}"></b>`],
    ["a part of an attribute", (text) => html`<b live-click="${""}${text as string}"></b>`],
    ["a record", (text) => html`<b ${{ "data-x": text as string }}></b>`],
    ["safe HTML", (text) => html`<p>${raw(`<b live-click='${String(text)}'></b>`)}</p>`],
    ["safe HTML in an attribute", (text) => html`<b live-click='${raw(String(text))}'></b>`],
  ]
  const texts = [
    forged,
    forged.replace(COMMANDS, "&#xFDD1;"),
    forged.replace(COMMANDS, "&#x00fdd1"),
    forged.replace(COMMANDS, "&#64977;"),
    forged.replace(COMMANDS, `&#649${COMMANDS}77;`),
    `${COMMANDS}W10.AAAAAAAAAAAAAAAAAAAAAA${COMMANDS}`,
    String(list).replace(/\.[\w-]/, ".!"),
  ]

  it.each(places)("is no list in %s of the first HTML", (_where, tree) => {
    for (const text of texts) {
      const html = sent(tree(text))
      expect(html).not.toContain(COMMANDS)
      expect(html).not.toMatch(/&#(x0*fdd1|0*64977)/i)
    }
  })

  it.each(places)("is no list in %s of an update", (_where, tree) => {
    for (const text of texts) {
      const diff = updated(tree, "x", text)
      expect(diff).not.toContain(COMMANDS)
      expect(diff.replaceAll("&amp;", "")).not.toMatch(/=.{0,3}&#(x0*fdd1|0*64977)/i)
    }
  })

  it("is no list in nunjucks, also where it is safe or in a region", () => {
    for (const text of texts) {
      for (const source of [
        `<b live-click="{{ x }}"></b>`,
        `<b live-click="{{ x | safe }}"></b>`,
        `<b {{ x | safe }}></b>`,
        `<p>{{ x | safe }}</p>`,
        `{% if x %}<div>{% endif %}<b live-click='{{ x | safe }}'></b>{% if x %}</div>{% endif %}`,
      ]) {
        const html = nunjucksHtml(source, { x: text })
        expect(html).not.toContain(COMMANDS)
        expect(html).not.toMatch(/(?<!amp;)&#(x0*fdd1|0*64977)/i)
      }
    }
  })

  it("goes into a list as a value, not as a command", () => {
    const inside = js.push("x", { value: { name: `"}],["exec",{}]${forged}` } })
    const [, attribute] = /live-click="([^"]*)"/.exec(sent(html`<b live-click="${inside}"></b>`)) ?? []
    const read = readCommands(decodeAttribute(attribute ?? ""))
    expect(read).toHaveLength(1)
    expect(attribute?.lastIndexOf(COMMANDS)).toBe(0)
  })

  it("behind or in front of a list spoils it", () => {
    const [, behind = ""] = /live-click="([^"]*)"/.exec(sent(html`<b live-click="${list}${',["x",{}]]'}"></b>`)) ?? []
    expect(readCommands(behind.replaceAll("&quot;", '"'))).toBeUndefined()
    const [, before = ""] = /live-click="([^"]*)"/.exec(sent(html`<b live-click="${"x"}${list}"></b>`)) ?? []
    expect(readCommands(before.replaceAll("&quot;", '"'))).toBeUndefined()
  })

  it("is refused as an event's name if it begins as a list", () => {
    const refused = expect.objectContaining({ code: "LV_COMMAND_NOT_FROM_JS" })
    const text = '[["push",{"event":"x"}]]'
    expect(() => sent(html`<b live-click="${text}"></b>`)).toThrow(refused)
    expect(() => sent(html`<b ${{ "live-window-keydown": text }}></b>`)).toThrow(refused)
    expect(() => updated((value) => html`<b live-click="${value as string}"></b>`, "a", text)).toThrow(refused)
    expect(() => updated((value) => html`<b ${value as HtmlAttributes}></b>`, {}, { "live-blur": text })).toThrow(
      refused,
    )
    expect(() => nunjucksHtml('<b live-click="{{ x }}"></b>', { x: text })).toThrow(refused)
    expect(sent(html`<b live-value-click="${text}" title="${text}"></b>`)).toContain("title=")
    expect(sent(nothing)).toContain("<p>")
  })
})

describe("the plain POST", () => {
  const post = new PostAdditions({ attributes: "", fields: "", needHiddenForm: () => {} }, "root-1", "live-")
  const button = (commands: unknown, more: [string, string][] = []): string | null =>
    post.button(
      { name: "button", attributes: new Map([["live-click", COMMANDS + JSON.stringify(commands)], ...more]) },
      false,
    )

  it("runs the first push of a list with its value", () => {
    expect(button(list.push("second"), [["live-value-page", "2"]])).toContain('value="root-1 opened ?page=2&amp;id=1"')
  })

  it("of a list without a push is none, and its button submits nothing", () => {
    expect(button(js.toggle("#menu"))).toBe(' type="button"')
    expect(button(js.toggle("#menu"), [["type", "submit"]])).toBeNull()
  })
})

it("have no end of forged ones checked: they are none either", () => {
  const signed = String(js.push("opened"))
  const fake = `${COMMANDS}${"a".repeat(8)}.${"b".repeat(22)}${COMMANDS}`
  const few = sent(html`<p title="${fake.repeat(99) + signed}"></p>`)
  expect(few).toContain(`${COMMANDS}[[`)
  const many = sent(html`<p title="${fake.repeat(100) + signed}"></p>`)
  expect(many).not.toContain(COMMANDS)
})
