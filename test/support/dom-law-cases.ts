/**
 * What the law of the two halves is held against: the corpus, and random templates under random updates. Runs in jsdom
 * and, bundled, in a page of Chromium.
 */

import fc from "fast-check"
import { isLiveError } from "../../src/errors/live-error.js"
import { breachOf, described, type LawStep } from "./dom-law.js"
import * as tags from "./misnested-cases.js"
import { compiles, contexts, fileSets, filesFor, libs, nodes, places, prepare } from "./nunjucks-corpus.js"
import { type Files, setUp } from "./nunjucks-setup.js"
import { files, type Update, update, type World, world } from "./random-nunjucks.js"

/** What was tried, and the first breach found: "" if there is none. */
export interface LawReport {
  readonly cases: number
  readonly breach: string
}

/** As safe HTML, "a<b" would swallow what stands behind it. */
const steps: readonly LawStep[] = contexts.map((context, i) => {
  const x = Reflect.get(context, "x")
  return { context: { ...context, x: x === "a<b" ? "a<b>c</b>" : x }, rejoin: i === 6 }
})

/** Each of the steps as what a page that was made before it finds at its join. */
const adopted: readonly (readonly LawStep[])[] = steps
  .slice(1)
  .map(({ context }, i) => [{ context, madeOf: (steps[i] as LawStep).context }, steps[i] as LawStep])

/** The nodes of the corpus at a place, or every so many-eth of them. */
export async function lawOfPlace(place: string, stride = 1): Promise<LawReport> {
  const index = places.indexOf(place)
  // The parser moves a text out of a table; of what only the render decides nobody knows before that it is one.
  const known = Object.values(nodes).filter(
    (node) => place !== "<table>@</table>" || !/^\{\{.*\(|include "part" if|stamp|shout/.test(node),
  )
  let cases = 0
  for (const [n, node] of known.entries()) {
    const source = filesFor(place, node)
    // What the setup refuses to compile has no page.
    if ((index * 5 + n) % stride !== 0 || !compiles(source)) continue
    const breach = await breachOfSteps(source, steps).catch(noPage)
    if (breach === undefined) continue
    cases++
    if (breach !== "") return { cases, breach }
    if (n % 4 !== index % 4) continue
    const ofJoin = await breachOfSteps(source, adopted[n % adopted.length] as readonly LawStep[])
    if (ofJoin !== "") return { cases, breach: ofJoin }
  }
  return { cases, breach: "" }
}

/** Nor has what the render refuses: an object prints as "[object Object]", and no name of an event begins so. */
function noPage(error: unknown): undefined {
  if (!isLiveError(error, "LV_COMMAND_NOT_FROM_JS")) throw error
}

/** One set of files of the corpus. */
export async function lawOfFiles(name: string): Promise<LawReport> {
  return { cases: 1, breach: await breachOfSteps({ ...libs, ...fileSets[name] }, steps) }
}

/** Random templates under random updates. A breach comes shrunk, with the seed. */
export async function lawOfRandom(runs: number, seed: number | undefined): Promise<LawReport> {
  const property = fc.asyncProperty(
    files,
    world,
    fc.array(fc.tuple(update, fc.nat(9)), { maxLength: 6 }),
    async (source: Files, start: World, updates: readonly (readonly [Update, number])[]) => {
      let now = start
      // Each step is taken when it is due: an update may change the objects of the one before in place.
      const way = (function* (): Generator<LawStep> {
        // Now and then the first change has come before the join.
        const isAdopted = updates[0]?.[1] === 1
        if (!isAdopted) yield { context: now }
        for (const [step, [change, dice]] of updates.entries()) {
          const before = now
          const { after, mutated } = change(now)
          now = after
          if (isAdopted && step === 0) yield { context: after, mutated, madeOf: before }
          else yield { context: after, mutated, rejoin: dice === 0 }
        }
      })()
      const breach = await breachOf(setUp(source), way)
      if (breach !== undefined) throw new Error(described(breach, source))
    },
  )
  // Shrinking may take longer than anybody waits; then the smallest breach so far is told.
  const limit = { interruptAfterTimeLimit: Math.max(90_000, runs * 400), markInterruptAsFailure: true }
  const details = await fc.check(property, { numRuns: runs, ...limit, ...(seed === undefined ? {} : { seed }) })
  if (!details.failed) return { cases: details.numRuns, breach: "" }
  const given = JSON.stringify(details.counterexample?.slice(1))
  return { cases: details.numRuns, breach: `seed ${details.seed}: ${String(details.errorInstance)}\n${given}` }
}

async function breachOfSteps(source: Files, way: readonly LawStep[]): Promise<string> {
  return described(await breachOf(setUp(source, {}, prepare), way), source)
}

/** A template whose tags are nested wrongly. */
export async function lawOfTags(main: string, mayBeTold: boolean): Promise<LawReport> {
  return { cases: 1, breach: await tags.lawOfTags(main, mayBeTold) }
}

/** Random ones, of these elements. */
export async function lawOfRandomTags(elements: readonly string[], runs: number): Promise<LawReport> {
  return { cases: runs, breach: await tags.lawOfRandomTags(elements, runs) }
}
