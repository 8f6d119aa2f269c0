/** The order of the page, of few elements and of many. */
import { inOrder } from "../../../../client/dom/nodes/members.js"

it.each([3, 1_000])("is that in which elements stand, of %d; what has left the page comes last", (count) => {
  document.body.innerHTML = Array.from({ length: count }, (_, i) => `<div id="d${i}"><b id="b${i}"></b></div>`).join("")
  const all = [...document.querySelectorAll("div, b")]
  const mixed = all.toSorted((a, b) => (a.id < b.id ? 1 : -1))
  expect(inOrder(mixed)).toEqual(all)
  const [gone] = all
  gone?.remove()
  const left = inOrder(mixed.filter((element) => element !== gone && element.parentNode !== gone))
  expect(left).toEqual(all.slice(2))
  if (count > 100) expect(inOrder(mixed).slice(0, -2)).toEqual(all.slice(2))
})
