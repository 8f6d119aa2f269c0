/**
 * A rolling restart: the processes of a deployment are replaced one after the other while users go on, stopped and killed, with their bus
 * and without it. What holds afterwards, and how long pages were away, as figures.
 */
import type { CrowdReport, People } from "./crowd.js"
import { type Deployment, PLACES, type Place } from "./deployment.js"
import { wrongs } from "./invariants.js"

interface Step {
  readonly place: Place
  readonly signal: "SIGTERM" | "SIGKILL"
  /** The Redis is killed before, and is there again a while after the successor. */
  readonly isWithoutRedis?: true
}

/** What a deploy does, and what may go wrong with one. */
export const STEPS: readonly Step[] = [
  { place: "one", signal: "SIGTERM" },
  { place: "two", signal: "SIGTERM" },
  { place: "one", signal: "SIGKILL" },
  { place: "two", signal: "SIGTERM", isWithoutRedis: true },
  { place: "one", signal: "SIGKILL", isWithoutRedis: true },
]

export interface Figures {
  readonly pages: number
  /** How many events were told so. */
  readonly fates: ReadonlyMap<string, number>
  /** What happened, and how many milliseconds pages were away by that, in order. */
  readonly away: readonly (readonly [step: string, ms: readonly number[]])[]
  /** Pages that have not come back, and such that the client has loaded anew. */
  readonly lost: number
  readonly loaded: number
  /** Pages in which what was typed last is there, with the server and in the field; of those in which something was typed. */
  readonly typed: readonly [kept: number, of: number]
  /** Pages that have heard of the last broadcast of each process. */
  readonly heard: number
  /** What does not hold, as sentences. */
  readonly wrong: readonly string[]
  /** Views beside one a page that wait for one to come back, and has not; and all that there are when pages and windows are over. */
  readonly left: readonly [waiting: number, after: number]
  /** What servers have logged as errors. */
  readonly errors: readonly string[]
}

/** How often it is tried to tell all pages something. */
const ATTEMPTS = 5

/** More than it takes a server to miss a ping and to give up a page, in ms. */
const WINDOW = 120_000

/** How long pages may take until nothing is under way any more, in ms. */
const PATIENCE = 30_000

export class RollingRestart {
  readonly #deployment: Deployment
  readonly #people: readonly People[]
  readonly #pause: number
  readonly #begun: { readonly at: number; readonly what: string }[] = []

  /** @param pause - Milliseconds between two steps. */
  constructor(deployment: Deployment, people: readonly People[], pause: number) {
    this.#deployment = deployment
    this.#people = people
    this.#pause = pause
  }

  async run(steps: readonly Step[]): Promise<Figures> {
    await this.#all((people) => people.act())
    const broadcasting = setInterval(() => void this.#deployment.tell("one").catch(() => {}), 500)
    await this.#over(this.#pause)
    for (const step of steps) await this.#step(step)
    clearInterval(broadcasting)
    await this.#all((people) => people.rest())
    const [before, after] = await this.#told()
    const states = await this.#deployment.ask("state")
    const waiting = states.reduce((sum, { processes }) => sum + processes, 0) - after.length
    await this.#all((people) => people.leave())
    const found = wrongs({ tabs: after, journal: this.#deployment.journal }).map(({ what }) => what)
    return figures(before, after, found, {
      away: this.#away(after),
      left: [waiting, await this.#left()],
      errors: states.flatMap(({ errors }) => errors),
    })
  }

  async #step({ place, signal, isWithoutRedis }: Step): Promise<void> {
    const { redis } = this.#deployment
    if (isWithoutRedis) await redis.kill()
    this.#begun.push({ at: Date.now(), what: `${signal} of ${place}${isWithoutRedis ? " without the Redis" : ""}` })
    await this.#deployment.replace(place, signal)
    if (isWithoutRedis) {
      await this.#over(this.#pause / 4)
      await redis.begin()
    }
    await this.#over(this.#pause)
  }

  /** Has each process broadcast something, and waits until all pages have heard of it. Returns how they were before, and how they are. */
  async #told(): Promise<readonly [before: readonly CrowdReport[], after: readonly CrowdReport[]]> {
    for (let attempt = 1; ; attempt++) {
      const before = await this.#settled(() => true)
      for (const place of PLACES) await this.#deployment.tell(place)
      const isAnew = (report: CrowdReport, n: number): boolean => before[n]?.shown?.run !== report.shown?.run
      const after = await this.#settled(
        (reports) => reports.some(isAnew) || reports.every((report, n) => hears(before[n], report)),
      )
      // As the Redis is back views mount anew: they may have missed something, and perhaps this.
      if (attempt === ATTEMPTS || !after.some(isAnew)) return [before, after]
    }
  }

  /** Waits until nothing is under way and nothing wrong, and the pages are as they shall be. */
  async #settled(areSo: (reports: readonly CrowdReport[]) => boolean): Promise<readonly CrowdReport[]> {
    const { journal } = this.#deployment
    const end = Date.now() + PATIENCE
    for (;;) {
      const reports = (await this.#all((people) => people.report())).flat()
      const rests = reports.every(({ unrest }) => unrest.length === 0)
      if ((rests && wrongs({ tabs: reports, journal }).length === 0 && areSo(reports)) || Date.now() > end)
        return reports
      await this.#over(200)
    }
  }

  /** Views that are there when all pages have left, and none can come back to what an answer that was lost has made. */
  async #left(): Promise<number> {
    const end = Date.now() + WINDOW
    for (;;) {
      const states = await this.#deployment.ask("state")
      const left = states.reduce((sum, { processes }) => sum + processes, 0)
      if (left === 0 || Date.now() > end) return left
      await this.#over(200)
    }
  }

  #away(reports: readonly CrowdReport[]): Figures["away"] {
    const all = reports.flatMap(({ absences }) => absences)
    return this.#begun.map(({ at, what }, n) => {
      const next = this.#begun[n + 1]?.at ?? Number.POSITIVE_INFINITY
      const during = all.filter(({ lost }) => lost >= at && lost < next)
      const ms = during.flatMap(({ lost, back }) => (back === undefined ? [] : [back - lost]))
      return [what, ms.toSorted((a, b) => a - b)]
    })
  }

  #all<T>(ask: (people: People) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(this.#people.map(ask))
  }

  #over(ms: number): Promise<void> {
    return new Promise((over) => setTimeout(over, ms))
  }
}

/** The page has heard of as many broadcasts more as there are processes. */
function hears(before: CrowdReport | undefined, { shown }: CrowdReport): boolean {
  return Number(shown?.infos) >= Number(before?.shown?.infos) + PLACES.length
}

function figures(
  before: readonly CrowdReport[],
  after: readonly CrowdReport[],
  wrong: readonly string[],
  more: Pick<Figures, "away" | "left" | "errors">,
): Figures {
  const fates = new Map<string, number>()
  for (const { events } of after) for (const { fate = "untold" } of events) fates.set(fate, (fates.get(fate) ?? 0) + 1)
  const typing = after.filter(({ typed }) => typed !== undefined)
  return {
    pages: after.length,
    fates,
    lost: after.filter((report) => report.unrest.length > 0).length,
    loaded: after.reduce((sum, { loads }) => sum + loads, 0),
    typed: [typing.filter(({ typed, shown }) => shown?.typed === typed && shown?.text === typed).length, typing.length],
    heard: after.filter((report, n) => hears(before[n], report)).length,
    wrong,
    ...more,
  }
}
