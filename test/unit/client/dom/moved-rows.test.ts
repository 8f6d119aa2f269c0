/** Lists whose rows a script has moved: sorted by dragging, taken away, put into another list. */
import { each, html } from "../../../../src/render/values/html.js"
import type { Rendered } from "../../../../src/render/values/values.js"
import { contents, expected, LivePage } from "../../../support/live-page.js"

type Render = (rows: readonly string[]) => Rendered

const lists: readonly (readonly [string, Render, string])[] = [
  ["items alone in their element", (rows) => html`<ul>${rows.map((text) => html`<li>${text}</li>`)}</ul>`, "li"],
  [
    "items between others",
    (rows) => html`<div><p>a</p>${rows.map((text) => html`<b class="${text}">${text}</b>`)}<p>z</p></div>`,
    "b",
  ],
  [
    "items with white space",
    (rows) =>
      html`<ul> ${rows.map(
        (text) => html` <li><i>${text}</i></li>
    `,
      )} </ul>`,
    "li",
  ],
  [
    "rows of a table",
    (rows) => html`<table><tbody>${rows.map((text) => html`<tr><td>${text}</td><td>x</td></tr>`)}</tbody></table>`,
    "tr",
  ],
  [
    "items in a branch each",
    (rows) =>
      html`<ul>${rows.map((text) => html`${text < "m" ? html`<li>${text}</li>` : html`<li><b>${text}</b></li>`}`)}</ul>`,
    "li",
  ],
  [
    "items of several templates",
    (rows) =>
      html`<ul>${rows.map((text) => (text < "m" ? html`<li>${text}</li>` : html`<li><b>${text}</b></li>`))}</ul>`,
    "li",
  ],
  [
    "items of two elements",
    (rows) => html`<dl>${rows.map((text) => html`<dt>${text}</dt><dd>${text}!</dd>`)}</dl>`,
    "dt",
  ],
  [
    "keyed items",
    (rows) =>
      html`<ul>${each(
        rows,
        (text) => text,
        (text) => html`<li>${text}</li>`,
      )}</ul>`,
    "li",
  ],
]

describe.each(lists)("%s", (_name, render, selector) => {
  const found = (live: LivePage): Element[] => [...live.root.querySelectorAll(selector)]

  async function moved(move: (rows: readonly Element[]) => void, next: readonly string[]): Promise<LivePage> {
    const live = new LivePage(render(["a", "n", "c", "p"]))
    move(found(live))
    live.update(render(next))
    await live.settled()
    await live.settled()
    expect(contents(live.root)).toBe(expected(render(next)))
    return live
  }

  it("stand in the server's order after it has taken over the one that a script made", async () => {
    await moved(([first]) => first?.parentNode?.append(first), ["n", "c", "p", "a"])
  })

  it("do so when the server makes another order", async () => {
    await moved(([first, , third]) => third?.parentNode?.insertBefore(third, first ?? null), ["p", "a", "c", "n"])
  })

  it("do so when a script has turned all of them round", async () => {
    await moved((rows) => rows.forEach((row) => row.parentNode?.prepend(row)), ["p", "c", "n", "a"])
  })

  it("are all there when a script has taken one away, and the server another", async () => {
    await moved(([, second]) => second?.remove(), ["n", "c", "p"])
  })

  it("are all there when a script has put one elsewhere", async () => {
    const elsewhere = document.createElement("section")
    await moved(
      ([first]) => {
        document.body.append(elsewhere)
        if (first) elsewhere.append(first)
      },
      ["n", "c", "p", "q"],
    )
    expect(elsewhere.textContent).toBe("")
  })

  it("go on being written in their order", async () => {
    const live = await moved(([first]) => first?.parentNode?.append(first), ["n", "c", "p", "a"])
    for (const next of [["p", "a", "n"], ["b"], [], ["z", "y", "x"]]) {
      live.update(render(next))
      await live.settled()
      expect(contents(live.root)).toBe(expected(render(next)))
    }
  })
})

const list: Render = (rows) => html`<ul>${rows.map((text) => html`<li>${text}</li>`)}</ul>`

it("a row that the server changes alone stays where a script has put it", async () => {
  const live = new LivePage(list(["a", "b", "c"]))
  const rows = [...live.root.querySelectorAll("li")]
  rows[0]?.parentNode?.append(rows[0])
  live.update(list(["a", "B", "c"]))
  await live.settled()
  expect([...live.root.querySelectorAll("li")].map((row) => row.textContent)).toEqual(["B", "c", "a"])
})

it("what a script has put between rows stays, and a developer is told", async () => {
  const live = new LivePage(list(["a", "b", "c"]))
  const [first, second] = live.root.querySelectorAll("li")
  second?.insertAdjacentHTML("afterend", "<hr>")
  first?.parentNode?.append(first)
  live.update(list(["b", "c", "a"]))
  await live.settled()
  expect(
    [...live.root.querySelectorAll("ul > *")].map(({ localName, textContent }) => textContent || localName),
  ).toEqual(["b", "hr", "c", "a"])
  expect(live.warnings).toEqual([expect.stringContaining("A script has moved rows of this list")])
})

it("of a list whose rows a script moves again and again a developer is told once, and of each other one", async () => {
  const two = (rows: readonly string[]): Rendered => html`${list(rows)}${list(rows)}`
  const live = new LivePage(two(["a", "b", "c"]))
  const move = async (at: number, rows: readonly string[]): Promise<void> => {
    const ul = live.root.querySelectorAll("ul")[at]
    ul?.append(ul.firstElementChild as Element)
    live.update(two(rows))
    await live.settled()
  }
  await move(0, ["b", "a", "c"])
  await move(0, ["c", "b", "a"])
  expect(live.warnings).toHaveLength(1)
  await move(1, ["a", "b", "c"])
  expect(live.warnings).toHaveLength(2)
  expect(live.root.textContent).toBe("abcabc")
})

it("rows of a list that no script has touched are not looked at", async () => {
  const live = new LivePage(list(["a", "b", "c"]))
  live.root.querySelector("ul")?.insertAdjacentHTML("beforeend", "<li>foreign</li>")
  live.update(list(["b", "c", "a"]))
  await live.settled()
  expect(live.warnings).toEqual([])
  expect(live.root.querySelector("ul")?.lastElementChild?.textContent).toBe("foreign")
})

it("rows dragged from one list to another are in the server's after it has taken that over", async () => {
  const board = (one: readonly string[], two: readonly string[]): Rendered => html`${list(one)}${list(two)}`
  const live = new LivePage(board(["a", "b", "c"], ["x", "y"]))
  const [one, two] = live.root.querySelectorAll("ul")
  two?.insertBefore(one?.lastElementChild as Element, two.firstElementChild)
  live.update(board(["a", "b"], ["c", "x", "y"]))
  await live.settled()
  expect(contents(live.root)).toBe(expected(board(["a", "b"], ["c", "x", "y"])))
  two?.append(one?.firstElementChild as Element)
  live.update(board(["b"], ["c", "x", "y", "a"]))
  await live.settled()
  expect(contents(live.root)).toBe(expected(board(["b"], ["c", "x", "y", "a"])))
})
