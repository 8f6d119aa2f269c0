/**
 * The law of the two halves: what the compiler makes of a template and what the browser's script does with it agree.
 * `FUZZ_RUNS` sets the number of random templates, and runs the whole corpus instead of a part; `FUZZ_SEED` the seed.
 * `test/browser/dom-laws.test.ts` holds it in Chromium over all of the corpus and more random templates; here is a sample of
 * each kind, which needs no browser.
 */

import { lawOfFiles, lawOfPlace, lawOfRandom } from "../../../support/dom-law-cases.js"
import { fileSets, places } from "../../../support/nunjucks-corpus.js"

const asked = process.env["FUZZ_RUNS"]
const runs = Number(asked ?? 20)
const seed = process.env["FUZZ_SEED"] === undefined ? undefined : Number(process.env["FUZZ_SEED"])
jest.setTimeout(Math.max(600_000, runs * 500))

/** Of the corpus every so many-eth case; the whole takes a minute. */
const STRIDE = asked === undefined ? 83 : 1

test.each(places)("each node in %s: differences make the page of a fresh render", async (place) => {
  expect((await lawOfPlace(place, STRIDE)).breach).toBe("")
})

test.each(Object.keys(fileSets))("files, %s: differences make the page of a fresh render", async (name) => {
  expect((await lawOfFiles(name)).breach).toBe("")
})

test("random templates under random updates: differences make the page of a fresh render", async () => {
  const { cases, breach } = await lawOfRandom(runs, seed)
  expect(breach).toBe("")
  expect(cases).toBe(runs)
})
