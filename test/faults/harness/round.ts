/** One round: something is about to break, the user goes on, more may break, all is mended. What happens is chance's, and written down. */
import type { FaultDeed } from "../../support/fault-line.js"
import type { Fault } from "../../support/fault-proxy.js"
import { wrongs } from "./invariants.js"
import type { Random } from "./random.js"
import type { Tab } from "./tab.js"
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

/** How many rounds end with another server. */
const REPLACE = Number(process.env["FAULTS_REPLACE"] ?? 0.02)

type Step = readonly [name: string, weight: number, run: (world: World, tab: Tab, random: Random) => unknown]

const STEPS: readonly Step[] = [
  ["click count", 6, (_world, tab) => tab.click("count")],
  ["click wait", 3, (_world, tab) => tab.click("wait")],
  ["click patch", 1, (_world, tab) => tab.click("patch")],
  ["click again", 2, (_world, tab) => tab.click("again")],
  ["push count", 3, (_world, tab) => tab.push("count")],
  ["push wait", 2, (_world, tab) => tab.push("wait")],
  ["type", 2, (_world, tab, random) => tab.type(`text ${random.below(1000)}`)],
  ["submit", 1, (_world, tab) => tab.submit()],
  ["follow page 7", 1, (_world, tab) => tab.follow("page 7")],
  ["info", 3, (world) => world.ask("info")],
  ["pause", 6, (_world, _tab, random) => pause(random.below(15))],
  ["cut", 1, (world, _tab, random) => world.proxy.cut(random.one(["end", "reset"]))],
  ["strand", 1, (world) => world.proxy.strand()],
  ["hold", 1, (world, _tab, random) => world.proxy.hold(random.one(["to client", "to server"]))],
  ["release", 1, (world) => world.proxy.release()],
  ["cache", 1, (_world, tab, random) => tab.cache(random.below(30))],
  ["reload", 0.3, (_world, tab) => (tab.wantsLoad = true)],
]
const WEIGHT = STEPS.reduce((sum, [, weight]) => sum + weight, 0)

/** Runs a round, and returns what does not hold after it. */
export async function round(world: World, random: Random, trace: string[]): Promise<readonly string[]> {
  const { proxy } = world
  for (const tab of world.tabs) tab.told.length = 0
  for (let faults = random.below(3); faults > 0; faults--) {
    const fault = faultBy(random)
    trace.push(`arm ${fault.does} ${fault.direction} at ${describePoint(fault)}`)
    proxy.arm(fault)
  }
  for (let steps = 3 + random.below(10); steps > 0; steps--) {
    const [name, , run] = stepBy(random)
    const at = random.below(world.tabs.length)
    trace.push(`${name} in tab ${at}`)
    await run(world, world.tabs[at] as Tab, random)
  }
  trace.push(...proxy.struck.splice(0).map((what) => `(has struck: ${what})`))
  proxy.heal()
  if (random.isTrue(REPLACE)) await replace(world, random, trace)
  trace.push("settle")
  const left = await world.settle(() => wrongs(world))
  return left.length === 0 ? [] : [...left, ...world.tabs.map((tab) => stateOf(tab))]
}

async function replace(world: World, random: Random, trace: string[]): Promise<void> {
  const signal = random.one(["SIGKILL", "SIGTERM"] as const)
  const build = random.isTrue(0.5) ? (world.build === "one" ? "two" : "one") : world.build
  const secret = random.one(["same", "same", "same", "added", "other"] as const)
  for (const tab of world.tabs) tab.click("count")
  trace.push(`${signal}, build ${build}, ${secret} secret`)
  // What the old one has sealed opens for nobody then.
  if (secret === "other") for (const tab of world.tabs) tab.forget()
  await world.replaceServer(signal, { build, secret })
}

function faultBy(random: Random): Fault {
  const at = random.one([
    { bytes: random.below(3000) },
    { messages: random.below(12) },
    { text: random.one(TEXTS) },
    { text: random.one(TEXTS) },
  ])
  return { direction: random.one(["to client", "to server"]), at, does: random.one(DEEDS), ms: random.below(60) }
}

function stepBy(random: Random): Step {
  let left = random.next() * WEIGHT
  return STEPS.find(([, weight]) => (left -= weight) < 0) ?? (STEPS[0] as Step)
}

function describePoint({ at }: Fault): string {
  return "text" in at ? String(at.text) : JSON.stringify(at)
}

function stateOf(tab: Tab): string {
  return `${tab.url} waits for ${JSON.stringify(tab.unrest)}`
}

function pause(ms: number): Promise<void> {
  return new Promise((over) => setTimeout(over, ms))
}
