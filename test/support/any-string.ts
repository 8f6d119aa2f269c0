/** Strings of all code points but halves of surrogate pairs. */

import fc from "fast-check"

const HALVES = 0x800
const FIRST_HALF = 0xd800

const codePoint = fc.nat({ max: 0x10ffff - HALVES }).map(
  (n) => String.fromCodePoint(n < FIRST_HALF ? n : n + HALVES),
  (text) => {
    const n = typeof text === "string" ? (text.codePointAt(0) ?? 0) : -1
    if (n < 0 || String.fromCodePoint(n) !== text) throw new Error("This is not one code point.")
    return n < FIRST_HALF ? n : n - HALVES
  },
)

/** As `fc.string({ unit: "binary" })`, which makes a table of the million code points first: half a second. */
export const anyString = (): fc.Arbitrary<string> => fc.string({ unit: codePoint })
