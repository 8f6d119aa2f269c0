/**
 * @jest-environment jest-environment-jsdom
 *
 * The protocol's two ends in memory, under whatever can happen between them: each frame may be the last that arrives.
 */
import { setImmediate } from "node:timers"
import * as fc from "fast-check"
import { commands, type Reference, settle } from "./commands.js"
import { World } from "./world.js"

/** A run has some hundred steps: a hundred thousand in all. */
const RUNS = Number(process.env["MODEL_RUNS"] ?? 985)
/** What has failed is made smaller for so long at most, in ms: a failure is to be heard of. */
const SHRINKING = 100_000
// One test of a quarter of a minute: where other work holds the machine it takes minutes, and hangs in none of them.
jest.setTimeout(Math.max(600_000, RUNS * 500))
/** As a failure prints them. */
const { MODEL_SEED: SEED, MODEL_PATH: PATH, MODEL_REPLAY: REPLAY } = process.env

beforeAll(() => {
  // Node's, which jsdom has not.
  Object.assign(globalThis, { setImmediate })
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick", "performance"] })
})
afterAll(() => {
  jest.useRealTimers()
})

it("tells of each event once, does none twice, shows what the server has, and leaves nothing behind", async () => {
  let steps = 0
  const replay = REPLAY === undefined ? {} : { replayPath: REPLAY }
  const property = fc.asyncProperty(
    fc.commands(commands, { maxCommands: 200, size: "max", ...replay }),
    async (list) => {
      const world = new World((ms) => jest.advanceTimersByTime(ms))
      try {
        await world.openPage()
        const start = (): { model: Reference; real: World } => ({ model: { pages: 1 }, real: world })
        await fc.asyncModelRun(start, list)
        await settle.run({ pages: 0 }, world)
        expect(await world.end()).toEqual({ processes: 0, timers: 0 })
        steps += [...list].length
      } finally {
        world.close()
        expect(jest.getTimerCount()).toBe(0)
        jest.clearAllTimers()
      }
    },
  )
  const seed = SEED === undefined ? {} : { seed: Number(SEED) }
  const path = PATH === undefined ? {} : { path: PATH }
  const found = await fc.check(property, { numRuns: RUNS, endOnFailure: true, ...seed, ...path })
  if (found.failed && found.counterexamplePath !== null && PATH === undefined) {
    const again = { numRuns: RUNS, seed: found.seed, path: found.counterexamplePath }
    await fc.assert(property, { ...again, interruptAfterTimeLimit: SHRINKING, markInterruptAsFailure: true })
  }
  // What does not fail twice has failed once.
  if (found.failed) throw new Error(await fc.asyncDefaultReportMessage(found))
  if (process.env["MODEL_RUNS"] !== undefined) process.stdout.write(`${steps} steps\n`)
})
