/** Rounds, one after the other, until there were so many or so much was broken; and what is left when all pages have gone. */
import { wrongs } from "./invariants.js"
import { Random } from "./random.js"
import { round } from "./round.js"
import type { ServerState } from "./server.js"
import type { Wrong } from "./tally.js"
import type { World } from "./world.js"

export interface RunOptions {
  readonly rounds: number
  /** It is enough when so much was broken. */
  readonly injections: number
  /** Of the first round; each further one has the next. */
  readonly seed: number
  readonly tabs: number
  /** So many rounds may fail before it stops. */
  readonly failures: number
  /** Ends it after the round that is under way. */
  readonly stop: AbortSignal
  say(text: string): void
}

/** Returns how many rounds, and laws at the end, failed. */
export async function run(world: World, options: RunOptions): Promise<number> {
  const { rounds, injections, seed, tabs, failures, stop, say } = options
  const { tally } = world
  const begun = Date.now()
  const before = await warmedUp(world, tabs)
  for (let n = tabs; n > 0; n--) await world.openTab(n)
  let failed = 0
  let done = 0
  while (done < rounds && tally.injections < injections && failed < failures && !stop.aborted) {
    const trace: string[] = []
    const found = await tried(world, seed + done, trace)
    done += 1
    if (done % 50 === 0) say(`${done} rounds, ${tally.injections} injections, ${failed} failed, ${since(begun)} s`)
    if (found.length === 0) {
      world.roundOver()
      continue
    }
    failed += 1
    tally.broken(found)
    const told = world.tabs.flatMap((tab) => tab.told.splice(0))
    const { errors } = await world.ask("state")
    const texts = found.map(({ law, what }) => `${law}: ${what}`)
    say(["", `Seed ${seed + done - 1}:`, ...trace.map((line) => `  ${line}`), ...texts, ...told, ...errors].join("\n"))
    await world.renew()
  }
  say(`all leave, ${since(begun)} s`)
  const after = await world.leave()
  const atLast = world.wrongsAtLast(after)
  tally.broken(atLast)
  say(`\n${done} rounds from seed ${seed}, ${failed} failed, ${since(begun)} s`)
  say(tally.lines.join("\n"))
  for (const { law, what } of atLast) say(`${law}: ${what}`)
  say(`the server after one visit: ${JSON.stringify(before)}\nthe server at the end: ${JSON.stringify(after)}`)
  return failed + atLast.length
}

/** What the server has when pages have come, done something and gone. */
async function warmedUp(world: World, tabs: number): Promise<ServerState> {
  for (let n = tabs; n > 0; n--) await world.openTab(n)
  for (const tab of world.tabs) tab.click("count")
  await world.settle(() => wrongs(world))
  return world.leave()
}

/** A round, which fails too where it cannot go on. */
async function tried(world: World, seed: number, trace: string[]): Promise<readonly Wrong[]> {
  try {
    return await round(world, new Random(seed), trace)
  } catch (error) {
    return [{ law: "come back", what: error instanceof Error ? String(error.stack) : String(error) }]
  }
}

function since(time: number): number {
  return Math.round((Date.now() - time) / 1000)
}
