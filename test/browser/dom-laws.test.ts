/**
 * The law of the two halves in a real browser, over the whole corpus and random templates: differences make the page that
 * the browser parses from a fresh render. `FUZZ_RUNS` sets the number of random templates, `FUZZ_SEED` the seed.
 */

import type { Browser, Page } from "playwright-core"
import { misnested, misnestedAndTold } from "../support/misnested-cases.js"
import { fileSets, places } from "../support/nunjucks-corpus.js"
import { launchChromium, leaveChromium } from "./support/chromium.js"
import { openLawPage, tryLaw } from "./support/law-page.js"

const runs = Number(process.env["FUZZ_RUNS"] ?? 300)
const seed = process.env["FUZZ_SEED"] === undefined ? undefined : Number(process.env["FUZZ_SEED"])

jest.setTimeout(Math.max(600_000, runs * 500))

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchChromium()
  page = await openLawPage(browser)
})
afterAll(() => leaveChromium(browser))

test.each(places)("each node in %s: differences make the page of a fresh render", async (place) => {
  const { cases, breach } = await tryLaw(page, "lawOfPlace", place)
  expect(breach).toBe("")
  expect(cases).toBeGreaterThan(40)
})

test.each(Object.keys(fileSets))("files, %s: differences make the page of a fresh render", async (name) => {
  expect((await tryLaw(page, "lawOfFiles", name)).breach).toBe("")
})

test("random templates under random updates: differences make the page of a fresh render", async () => {
  const { cases, breach } = await tryLaw(page, "lawOfRandom", runs, seed)
  expect(breach).toBe("")
  expect(cases).toBe(runs)
})

test.each(misnested)("tags nested wrongly, %s: differences make the page of a fresh render", async (main) => {
  expect((await tryLaw(page, "lawOfTags", main, false)).breach).toBe("")
})

test.each(misnestedAndTold)("tags nested wrongly, %s: the mistake is told", async (main) => {
  expect((await tryLaw(page, "lawOfTags", main, true)).breach).toBe("")
})

test("any tags in any order: differences make the page of a fresh render, or the mistake is told", async () => {
  const elements = "a b i u nobr p div span ul li dl dt h1 form button svg g math mi table tr td select option noscript"
  expect((await tryLaw(page, "lawOfRandomTags", elements.split(" "), runs)).breach).toBe("")
})
