/**
 * Templates that cannot be split into slots, in a page that other scripts change: their classes, attributes and nodes
 * survive each update that does not take their element away.
 */

import type { Rendered } from "../../../../src/render/values/values.js"
import { LivePage } from "../../../support/live-page.js"
import { changesBetween, renderFirst, setUp } from "../../../support/nunjucks-setup.js"

const rows = (...ids: number[]): object[] => ids.map((id) => ({ id, n: `n${id}` }))

const contexts = [
  { on: true, x: "one", rows: rows(1, 2, 3) },
  { on: true, x: "two", rows: rows(1, 2, 3) },
  { on: false, x: "two", rows: rows(0, 1, 2, 3) },
  { on: true, x: "three", rows: rows(3, 1, 2) },
  { on: true, x: "", rows: rows(1, 2) },
]

interface Case {
  readonly main: string
  readonly files?: Readonly<Record<string, string>>
  /** The element that a script marks, and puts a node into. Present in all contexts. */
  readonly marked: string
  /** A class that was there at the join counts as the template's, if its element's class is a slot. */
  readonly onlyAfter?: boolean
}

const cases: Readonly<Record<string, Case>> = {
  "attributes by condition": {
    main: '<p {% if on %}title="{{ x }}" data-on{% endif %} class="a {% if on %}on{% endif %}">t</p><b id="m">{{ x }}</b>',
    marked: "p",
    onlyAfter: true,
  },
  "a wrapper by condition": {
    main: '<div>{% if on %}<section>{% endif %}<p id="m">text {{ x }}</p>{% if on %}</section>{% endif %}<i>{{ x }}</i></div>',
    marked: "i",
  },
  "one of two start tags": {
    main: '{% if on %}<div class="a">{% else %}<div class="b">{% endif %}<p id="m">{{ x }}</p></div>',
    marked: "#m",
  },
  "a header opens what a footer closes": {
    main: '{% include "head" %}<p id="m">{{ x }}</p>{% include "foot" %}',
    files: { head: '<div class="{{ x }}">', foot: "<hr></div>" },
    marked: "#m",
  },
  "the same by dynamic names": {
    main: '{% set h = "head" %}{% set f = "foot" %}{% include h %}<p id="m">{{ x }}</p>{% include f %}',
    files: { head: '<div class="{{ x }}">', foot: "<hr></div>" },
    marked: "#m",
  },
  "rows without tbody": {
    main: "<table>{% for r in rows %}<tr id='r{{ r.id }}'><td>{{ r.n }}</td></tr>{% endfor %}</table>{{ x }}",
    marked: "#r1 td",
  },
  "a table's rows written out, without tbody": {
    main: "<table><tr><td>{{ x }}</td></tr><tr>{% for r in rows %}<td>{{ r.n }}</td>{% endfor %}</tr></table>",
    marked: "td",
  },
  "items left open": {
    main: "<ul>{% for r in rows %}<li id='r{{ r.id }}'>{{ r.n }}{% endfor %}</ul>{{ x }}",
    marked: "#r2",
  },
  "a block in a paragraph": {
    main: "<p id='m'>{{ x }}</p><p>{% if on %}<div>{{ x }}</div>{% endif %}</p>",
    marked: "#m",
  },
}

/** The text of the page without what the script put in. */
function shown(page: LivePage): string {
  const copy = page.root.cloneNode(true) as HTMLElement
  for (const node of copy.querySelectorAll("[data-foreign]")) node.remove()
  return copy.textContent ?? ""
}

function text(tree: Rendered): string {
  const page = new LivePage(tree)
  return page.root.textContent ?? ""
}

describe.each(Object.entries(cases))("%s", (_name, { main, files, marked, onlyAfter }) => {
  it.each(onlyAfter === true ? ["after"] : ["before", "after"])(
    "leaves what a script did %s the join",
    async (when) => {
      const { renderer } = setUp({ ...files, main })
      const disturb = (root: Element): void => {
        const element = root.querySelector(marked) as Element
        element.classList.add("widget")
        element.setAttribute("data-widget", "1")
        const node = document.createElement("u")
        node.setAttribute("data-foreign", "")
        element.append(node)
      }
      let tree = renderFirst(renderer, contexts[0] as object)
      const page = new LivePage(tree, when === "before" ? { disturb } : {})
      await page.settled()
      if (when === "after") disturb(page.root)
      const element = page.root.querySelector(".widget") as Element
      for (let i = 1; i < contexts.length; i++) {
        const context = contexts[i] as object
        tree = renderer.render(context, changesBetween(contexts[i - 1] as object, context), tree) as Rendered
        page.update(tree)
        await page.settled()
        expect(shown(page)).toBe(text(renderFirst(renderer, context)))
        expect(page.root.querySelector(".widget")).toBe(element)
        expect(element.getAttribute("data-widget")).toBe("1")
        expect(element.querySelector("u[data-foreign]")).not.toBeNull()
      }
    },
  )
})
