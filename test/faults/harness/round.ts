/** One round: something is about to break, the user goes on, more breaks, all is mended. What happens is chance's, and written down. */
import type { FaultDeed } from "../../support/fault-line.js"
import type { FaultPoint, FaultProxy } from "../../support/fault-proxy.js"
import { wrongs } from "./invariants.js"
import type { Random } from "./random.js"
import type { Tab } from "./tab.js"
import type { Wrong } from "./tally.js"
import { SIDES } from "./views.js"
import type { World } from "./world.js"

const DEEDS: readonly FaultDeed[] = [
  "end",
  "reset",
  "half, then end",
  "half, then reset",
  "whole, then end",
  "whole, then reset",
  "repeat",
  "hold",
  "delay",
]

/** Frames of socket.io by what they are: events and joins, what is pushed, answers. */
const TEXTS = [/^42/, /"j",/, /"e",/, /"p",/, /"d",/, /^43/, /"l",/, /"c",/] as const

/**
 * What may come twice. TCP repeats nothing; who stands between may ask for a page or a poll once more. That what an event asks for is done
 * once does not hang on that: those are repeated, too. Frames to the client are not: it counts them.
 */
const REPEATED = {
  "to server": { text: /^GET |^42[^"]*\["[ep]",/ },
  "to client": { text: /^HTTP/ },
} as const

/** How many rounds end with another server. */
const REPLACE = Number(process.env["FAULTS_REPLACE"] ?? 0.1)

/** A round that is under way. */
interface Under {
  readonly world: World
  readonly tab: Tab
  readonly random: Random
  readonly trace: string[]
}

type Step = readonly [name: string, weight: number, run: (under: Under) => unknown]

const STEPS: readonly Step[] = [
  ["click count", 6, ({ tab }) => tab.click("count")],
  ["click wait", 3, ({ tab }) => tab.click("wait")],
  ["click patch", 1, ({ tab }) => tab.click("patch")],
  ["click island", 4, ({ tab, random }) => tab.click(random.one(SIDES))],
  ["click again", 2, ({ tab }) => tab.click("again")],
  ["push count", 3, ({ tab }) => tab.push("count")],
  ["push wait", 2, ({ tab }) => tab.push("wait")],
  ["type", 2, ({ tab, random }) => tab.type(`text ${random.below(1000)}`)],
  ["submit", 1, ({ tab }) => tab.submit()],
  ["follow page 7", 1, ({ tab }) => tab.follow("page 7")],
  ["follow other", 1, ({ tab }) => tab.follow("other")],
  ["follow back", 3, ({ tab }) => tab.follow("back")],
  ["hide", 1, ({ world, tab }) => seen(world, tab, true)],
  ["wake", 2, ({ world, tab }) => seen(world, tab, false)],
  ["info", 3, ({ world }) => world.ask("info")],
  ["pause", 12, ({ random }) => pause(random.below(25))],
  ["arm", 12, (under) => arm(under)],
  ["cut", 2, (under) => counted(under, "cut", (proxy, random) => proxy.cut(random.one(["end", "reset"])))],
  ["strand", 1, (under) => counted(under, "strand", (proxy) => proxy.strand())],
  ["hold", 1, ({ world, random }) => world.proxy.hold(random.one(["to client", "to server"]))],
  ["release", 1, ({ world }) => world.proxy.release()],
  ["refuse", 0.3, ({ world, random }) => (world.proxy.answers = random.one(["refuse", "hang", "pass"]))],
  ["cache", 1, cache],
  ["reload", 0.2, ({ tab }) => (tab.wantsLoad = true)],
]
const WEIGHT = STEPS.reduce((sum, [, weight]) => sum + weight, 0)

/** Runs a round, and returns what does not hold after it. */
export async function round(world: World, random: Random, trace: string[]): Promise<readonly Wrong[]> {
  const { proxy, tally } = world
  for (const tab of world.tabs) tab.told.length = 0
  for (let steps = 20 + random.below(60); steps > 0; steps--) {
    const [name, , run] = stepBy(random)
    const at = random.below(world.tabs.length)
    trace.push(`${name} in tab ${at}`)
    await run({ world, tab: world.tabs[at] as Tab, random, trace })
  }
  for (const what of proxy.struck.splice(0)) {
    trace.push(`(has struck: ${what})`)
    tally.injected(what.split(":", 1)[0] as string)
  }
  mend(world, random, trace)
  if (random.isTrue(REPLACE)) await replace(world, random, trace)
  for (const tab of world.tabs) seen(world, tab, false)
  trace.push("settle")
  const left = await world.settle(() => wrongs(world))
  if (left.length > 0) trace.push(...world.tabs.map((tab) => `${tab.url} waits for ${JSON.stringify(tab.unrest)}`))
  return left
}

/** Nothing breaks any more: what was held arrives, or is lost with all lines. */
function mend({ proxy, tally }: World, random: Random, trace: string[]): void {
  if (random.isTrue(0.5)) return proxy.mend()
  trace.push("reset all lines")
  if (proxy.heal() > 0) tally.injected("reset of all lines at the end of a round")
}

async function replace(world: World, random: Random, trace: string[]): Promise<void> {
  const signal = random.one(["SIGKILL", "SIGTERM"] as const)
  const build = random.isTrue(0.5) ? (world.build === "one" ? "two" : "one") : world.build
  const secret = random.one(["same", "same", "same", "added", "other"] as const)
  for (const tab of world.tabs) tab.click("count")
  const what = `${signal}, ${build === world.build ? "same" : "other"} build, ${secret} secret`
  trace.push(what)
  world.tally.injected(what)
  // What the old one has sealed opens for nobody then.
  if (secret === "other") for (const tab of world.tabs) tab.forget()
  await world.replaceServer(signal, { build, secret })
}

function arm({ world, random, trace }: Under): void {
  const does = random.one(DEEDS)
  const direction = random.one(["to client", "to server"] as const)
  const at = does === "repeat" ? REPEATED[direction] : pointBy(random)
  trace.push(`(${does} ${direction} at ${"text" in at ? String(at.text) : JSON.stringify(at)})`)
  world.proxy.arm({ direction, at, does, ms: random.below(60) })
}

function pointBy(random: Random): FaultPoint {
  return random.one([
    { bytes: random.below(3000) },
    { messages: random.below(8) },
    { messages: random.below(8) },
    { text: random.one(TEXTS) },
  ])
}

/** An injection, if it has met any line. */
function counted({ world, random }: Under, kind: string, breaks: (proxy: FaultProxy, random: Random) => number): void {
  if (breaks(world.proxy, random) > 0) world.tally.injected(kind)
}

async function cache({ world, tab, random }: Under): Promise<void> {
  world.tally.injected("freeze in the back/forward cache")
  await tab.cache(random.below(30))
}

function seen({ tally }: World, tab: Tab, isHidden: boolean): void {
  if (tab.hide(isHidden)) tally.happened(isHidden ? "tab hidden" : "tab seen again")
}

function stepBy(random: Random): Step {
  let left = random.next() * WEIGHT
  return STEPS.find(([, weight]) => (left -= weight) < 0) ?? (STEPS[0] as Step)
}

function pause(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms))
}
