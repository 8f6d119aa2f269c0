/**
 * Tags that are nested wrongly: what browsers make of them is right after every update, or told of. `FUZZ_RUNS` sets the
 * number of random templates; `test/browser/dom-laws.test.ts` does the same in Chromium.
 */

import { lawOfRandomTags, lawOfTags, misnested } from "../../../support/misnested-cases.js"

test.each(misnested)("%s", async (main) => {
  expect(await lawOfTags(main, false)).toBe("")
})

test("any tags in any order, with values in them", async () => {
  // jsdom puts what is moved out of a table behind it, not in front.
  const elements = "a b i u nobr p div span ul li dl dt h1 form button svg g math mi select option".split(" ")
  expect(await lawOfRandomTags(elements, Number(process.env["FUZZ_RUNS"] ?? 60))).toBe("")
})
