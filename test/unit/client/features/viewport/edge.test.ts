/** When the end of a list is told of, and when it is not. */

import { Edge, type EdgeSight } from "../../../../../client/features/viewport/edge.js"

const [first, other] = [document.createElement("li"), document.createElement("li")]
document.body.append(first, other)

const sight = (changes: Partial<EdgeSight> = {}): EdgeSight => ({
  row: first,
  count: 10,
  isInSight: true,
  isOverrun: false,
  shows: () => true,
  ...changes,
})

it("is told once, and again when the row comes back into sight", () => {
  const edge = new Edge()
  expect(edge.look(sight({ isInSight: false }))).toBeUndefined()
  expect(edge.look(sight())).toBe("reached")
  expect(edge.look(sight({ isInSight: false }))).toBeUndefined()
  expect(edge.look(sight())).toBeUndefined()
  edge.answered()
  expect(edge.look(sight())).toBeUndefined()
  expect(edge.look(sight({ isInSight: false }))).toBeUndefined()
  expect(edge.look(sight())).toBe("reached")
})

it("goes on where more rows do not fill the place, and not where a limit keeps their number", () => {
  const edge = new Edge()
  edge.look(sight())
  edge.answered()
  expect(edge.look(sight({ row: other, count: 20 }))).toBe("reached")
  edge.answered()
  expect(edge.look(sight({ row: first, count: 20 }))).toBeUndefined()
  expect(edge.look(sight({ row: first, count: 20, shows: () => false }))).toBe("reached")
})

it("does not go on from rows that were replaced", () => {
  const edge = new Edge()
  const gone = document.createElement("li")
  edge.look(sight({ row: gone }))
  edge.answered()
  expect(edge.look(sight({ shows: () => false }))).toBeUndefined()
})

it("tells once more when the room beyond the rows was scrolled through", () => {
  const edge = new Edge()
  edge.look(sight())
  edge.answered()
  expect(edge.look(sight({ isOverrun: true }))).toBe("overran")
  edge.answered()
  expect(edge.look(sight({ isOverrun: true }))).toBeUndefined()
  expect(edge.look(sight())).toBeUndefined()
  expect(edge.state).toBe("told")
})

it("is told anew where nobody has handled it", () => {
  const edge = new Edge()
  edge.look(sight())
  edge.lost()
  expect(edge.state).toBe("away")
  expect(edge.look(sight())).toBe("reached")
})

it("has no answer without an event", () => {
  const edge = new Edge()
  expect(() => edge.answered()).toThrow("was away")
  edge.look(sight())
  edge.answered()
  expect(() => edge.lost()).toThrow("was told")
})
