/** What holds of whatever a view persists: it comes back as it was, or is refused before it is sealed. */

import * as fc from "fast-check"
import { readSnapshot, type Snapshot, writeSnapshot } from "../../../src/snapshot/snapshot.js"
import { findUnplain } from "../../../src/util/plain-data.js"

const marks = ["a", "b", "c"] as const
const snapshot = (values: Record<string, unknown>): Snapshot => {
  return { issuedAt: 1, series: "s", counter: 2, version: 3, marks, epoch: "e", values }
}

test("plain data comes back as it was, and nothing else", () => {
  const values = fc.dictionary(fc.string(), fc.option(fc.jsonValue({ maxDepth: 3 }), { nil: undefined }))
  fc.assert(
    fc.property(values, (given) => {
      const plain = Object.fromEntries(Object.entries(given))
      // JSON has one zero.
      fc.pre(!hasMinusZero(plain))
      expect(findUnplain(plain)).toBeUndefined()
      const read = readSnapshot(writeSnapshot(snapshot(plain)))
      expect(read).toEqual(snapshot(plain))
      expect(Object.keys(read?.values ?? {})).toEqual(Object.keys(plain))
    }),
    { numRuns: 150 },
  )
})

test("what JSON would not bring back is found, wherever it stands", () => {
  const odd = fc.constantFrom<unknown>(
    new Date(0),
    new Map(),
    new Set(),
    Number.NaN,
    1n,
    () => 1,
    Symbol("s"),
    /x/,
    new URL("a:b"),
  )
  const place = fc.array(fc.oneof(fc.constantFrom("a", "b c", "__proto__x"), fc.nat(2)), { maxLength: 6 })
  fc.assert(
    fc.property(odd, place, (value, path) => {
      let whole: unknown = value
      for (const step of path.toReversed()) {
        whole =
          typeof step === "number" ? [...Array.from({ length: step }, () => 0), whole] : { first: 1, [step]: whole }
      }
      const found = findUnplain({ top: whole })
      const written = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")
      expect(found?.path).toBe(`top${written}`)
    }),
    { numRuns: 150 },
  )
})

function hasMinusZero(value: unknown): boolean {
  if (Object.is(value, -0)) return true
  return typeof value === "object" && value !== null && Object.values(value).some(hasMinusZero)
}
