/**
 * The law of the two halves: what the compiler makes of a template and what the browser's script does with it agree.
 * `FUZZ_RUNS` sets the number of random templates, and runs the whole corpus instead of a part; `FUZZ_SEED` the seed.
 */

import fc from "fast-check"
import { breachOf, described, type LawStep } from "../../../support/dom-law.js"
import {
  compiles,
  contexts,
  fileSets,
  filesFor,
  libs,
  nodes,
  places,
  prepare,
} from "../../../support/nunjucks-corpus.js"
import { type Files, setUp } from "../../../support/nunjucks-setup.js"
import { files, type Update, update, type World, world } from "../../../support/random-nunjucks.js"

jest.setTimeout(600_000)

const asked = process.env["FUZZ_RUNS"]
const runs = Number(asked ?? 60)
const seed = process.env["FUZZ_SEED"] === undefined ? {} : { seed: Number(process.env["FUZZ_SEED"]) }
/** Of the corpus every so many-eth case; the whole takes a minute. */
const STRIDE = asked === undefined ? 29 : 1

/** As safe HTML, "a<b" would swallow what stands behind it. */
const steps: readonly LawStep[] = contexts.map((context, i) => {
  const x = Reflect.get(context, "x")
  return { context: { ...context, x: x === "a<b" ? "a<b>c</b>" : x }, rejoin: i === 6 }
})

/** What the setup refuses to compile has no page. */
async function breach(source: Files, way: readonly LawStep[]): Promise<string> {
  const setup = setUp(source, {}, prepare)
  return described(await breachOf(setup, way), source)
}

describe("each node in each place", () => {
  test.each(places)("%s: differences make the page of a fresh render", async (place) => {
    const index = places.indexOf(place)
    // The parser moves a text out of a table; of what only the render decides nobody knows before that it is one.
    const known = Object.values(nodes).filter(
      (node) => place !== "<table>@</table>" || !/^\{\{.*\(|include "part" if|stamp|shout/.test(node),
    )
    const chosen = known.filter((_, n) => (index * 5 + n) % STRIDE === 0)
    for (const node of chosen) {
      const source = filesFor(place, node)
      if (compiles(source)) expect(await breach(source, steps)).toBe("")
    }
  })
})

describe("files", () => {
  test.each(Object.entries(fileSets))("%s: differences make the page of a fresh render", async (_name, source) => {
    expect(await breach({ ...libs, ...source }, steps)).toBe("")
  })
})

test("random templates under random updates: differences make the page of a fresh render", async () => {
  await fc.assert(
    fc.asyncProperty(
      files,
      world,
      fc.array(fc.tuple(update, fc.nat(9)), { maxLength: 6 }),
      async (source: Files, start: World, updates: readonly (readonly [Update, number])[]) => {
        let now = start
        const setup = setUp(source)
        // Each step is taken when it is due: an update may change the objects of the one before in place.
        const way = (function* (): Generator<LawStep> {
          yield { context: now }
          for (const [change, dice] of updates) {
            const { after, mutated } = change(now)
            now = after
            yield { context: after, mutated, rejoin: dice === 0 }
          }
        })()
        expect(described(await breachOf(setup, way), source)).toBe("")
      },
    ),
    { numRuns: runs, ...seed },
  )
})
