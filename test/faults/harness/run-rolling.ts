/** `npm run faults -- --rolling`: rolling restarts under many users, with both kinds of affinity, and what came of them. */
import { ChromiumPeople } from "./chromium-people.js"
import type { People } from "./crowd.js"
import { CrowdProcess } from "./crowd-process.js"
import { type Affinity, Deployment } from "./deployment.js"
import { type Figures, RollingRestart, STEPS } from "./rolling.js"

export interface RollingSettings {
  /** Tabs of jsdom, in two processes. */
  readonly clients: number
  /** Tabs of Chromium. */
  readonly chromium: number
  /** Milliseconds between two things that a user does, on average. */
  readonly pace: number
}

/** Milliseconds that a page may be away. */
const AWAY = 5_000
/** Milliseconds between two steps. */
const PAUSE = 6_000

/** Runs it, prints what came of it, and returns whether all figures are met. */
export async function runRolling(settings: RollingSettings): Promise<boolean> {
  const met = []
  for (const affinity of ["none", "node"] as const) met.push(await rollWith(affinity, settings))
  return met.every(Boolean)
}

async function rollWith(affinity: Affinity, { clients, chromium, pace }: RollingSettings): Promise<boolean> {
  const deployment = await Deployment.start(process.cwd(), affinity, ["tab", "crowd", "chromium"])
  const { url, programs } = deployment
  try {
    say(`rolling restart, affinity ${affinity}: ${clients} protocol clients, ${chromium} tabs of Chromium`)
    const crowd = (name: string, count: number): Promise<People> =>
      CrowdProcess.start(programs.file("crowd"), { url, program: programs.file("tab"), count, name, pace })
    const people = await Promise.all([crowd("a", Math.ceil(clients / 2)), crowd("b", Math.floor(clients / 2))])
    if (chromium > 0) people.push(await ChromiumPeople.arrive(url, programs.file("chromium"), chromium))
    say(`  all are there after ${Math.round(process.uptime())} s`)
    return print(await new RollingRestart(deployment, people, PAUSE).run(STEPS))
  } finally {
    await deployment.stop()
  }
}

function print({ pages, fates, away, lost, loaded, typed, heard, wrong, left, errors }: Figures): boolean {
  const [kept, of] = typed
  const [waiting, after] = left
  const total = [...fates.values()].reduce((sum, count) => sum + count, 0)
  const told = [...fates].map(([fate, count]) => `${count} ${fate}`).join(", ")
  const all = away.flatMap(([, ms]) => ms).toSorted((a, b) => a - b)
  const broken = new Set(wrong.map((what) => what.slice(0, what.indexOf(":"))))
  const lines: readonly (readonly [line: string, isMet: boolean])[] = [
    [`events: ${total} made: ${told}`, !fates.has("untold")],
    [
      `pages in which all holds (persisted state, order, at most once, told): ${pages - broken.size} of ${pages}`,
      broken.size === 0,
    ],
    [`what was typed is kept: ${kept} of ${of}`, kept === of],
    [`away: ${spread(all)}; not back: ${lost}`, (all.at(-1) ?? 0) <= AWAY && lost === 0 && all.length > 0],
    [`loaded anew by their client: ${loaded}`, loaded === 0],
    [`heard of the last broadcasts of both processes: ${heard} of ${pages}`, heard === pages],
    [`left behind when all have left: ${after} (${waiting} waited for a page that had not heard of them)`, after === 0],
  ]
  for (const [line, isMet] of lines) say(`  ${isMet ? "met   " : "MISSED"} ${line}`)
  for (const [step, ms] of away) say(`         away by ${step}: ${spread(ms)}`)
  for (const what of wrong.slice(0, 20)) say(`    ${what}`)
  for (const what of new Set(errors)) say(`    a server's log: ${what}`)
  return lines.every(([, isMet]) => isMet)
}

function spread(ms: readonly number[]): string {
  const at = (share: number): number => ms[Math.min(ms.length - 1, Math.floor(ms.length * share))] ?? 0
  return `${ms.length} times, median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${ms.at(-1) ?? 0} ms`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
