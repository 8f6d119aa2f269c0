/** How what was typed into finds its place again, among elements that are alike. */

import { findAt, type KeysOf, placeOf } from "../../../../client/features/used-controls/places.js"

const keysOf: KeysOf = (element) => [element.getAttribute("name") ?? "", `#${element.id}`]

function inputs(...names: readonly string[]): HTMLInputElement[] {
  return names.map((name, i) => Object.assign(document.createElement("input"), { name, id: `${name}${i}` }))
}

describe("among elements with the same first key", () => {
  it("the one that was there is taken, though one before it has gone", () => {
    const [first, second, third] = inputs("a", "a", "a") as [HTMLInputElement, HTMLInputElement, HTMLInputElement]
    const place = placeOf(second, [first, second, third], keysOf)
    expect(findAt(place, second, [second, third], keysOf)).toBe(second)
  })

  it("else the one at the same place, or the only one", () => {
    const old = inputs("a", "a", "b")
    const place = placeOf(old[1] as Element, old, keysOf)
    const made = inputs("b", "a", "a")
    expect(findAt(place, old[1] as Element, made, keysOf)).toBe(made[2])
    expect(findAt(place, old[1] as Element, made.slice(0, 2), keysOf)).toBe(made[1])
    expect(findAt(place, old[1] as Element, inputs("b"), keysOf)).toBeUndefined()
  })

  it("a weaker key counts where no other had it, and none has", () => {
    const old = inputs("a", "b")
    const place = placeOf(old[0] as Element, old, keysOf)
    const renamed = Object.assign(document.createElement("input"), { name: "z", id: "a0" })
    expect(findAt(place, old[0] as Element, [renamed], keysOf)).toBe(renamed)
    const twice = [renamed, renamed.cloneNode() as Element]
    expect(findAt(place, old[0] as Element, twice, keysOf)).toBeUndefined()
  })
})
