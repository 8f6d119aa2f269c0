/** Many tabs of as many users, who click, type, push and submit at their own pace, until they are told to rest. */
import type { Absence } from "./absences.js"
import { Browser } from "./browser.js"
import type { TabReport } from "./invariants.js"
import { Random } from "./random.js"
import { Tab } from "./tab.js"

/** What is to be known of a tab of the crowd, as it travels between processes. */
export interface CrowdReport extends TabReport {
  /** How often it had to be loaded anew. */
  readonly loads: number
  readonly unrest: readonly string[]
  readonly absences: readonly Absence[]
}

/** A crowd, here or in another process. */
export interface People {
  /** Everybody does something now and then. */
  act(): Promise<void>
  /** Everybody keeps still. */
  rest(): Promise<void>
  report(): Promise<readonly CrowdReport[]>
  /** All pages are closed, as users do. */
  leave(): Promise<void>
}

export interface CrowdSettings {
  readonly url: string
  /** The file that runs in each tab. */
  readonly program: string
  readonly count: number
  /** What the tabs' names begin with. */
  readonly name: string
  /** Milliseconds between two things that a user does, on average. */
  readonly pace: number
}

type Act = readonly [weight: number, does: (tab: Tab, random: Random) => void]

const ACTS: readonly Act[] = [
  [5, (tab) => tab.click("count")],
  [2, (tab) => tab.click("wait")],
  [1, (tab) => tab.click("again")],
  [1, (tab) => tab.click("patch")],
  [2, (tab) => tab.push("count")],
  [1, (tab) => tab.push("wait")],
  [4, (tab, random) => tab.type(`text ${random.below(100_000)}`)],
  [1, (tab) => tab.submit()],
]
const WEIGHT = ACTS.reduce((sum, [weight]) => sum + weight, 0)

/** How many pages are loaded at once. */
const ABREAST = 4

export class Crowd implements People {
  readonly tabs: Tab[] = []
  readonly #settings: CrowdSettings
  readonly #random: Random
  readonly #loads = new Map<Tab, number>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  #looking: ReturnType<typeof setInterval> | undefined

  private constructor(settings: CrowdSettings, seed: number) {
    this.#settings = settings
    this.#random = new Random(seed)
  }

  static async open(settings: CrowdSettings, seed = Date.now() % 1_000_000): Promise<Crowd> {
    const crowd = new Crowd(settings, seed)
    const { url, program, name, count } = settings
    let opened = 0
    const open = async (): Promise<void> => {
      while (opened < count) {
        const tab = new Tab(`${name}${++opened}`, new Browser(), program)
        await tab.load(`${url}/counting`)
        crowd.tabs.push(tab)
      }
    }
    await Promise.all(Array.from({ length: ABREAST }, open))
    crowd.#looking = setInterval(() => crowd.#look(), 100)
    while (!crowd.tabs.every(({ rests }) => rests)) await new Promise((over) => setTimeout(over, 100))
    // What happened before is not what is tried here.
    crowd.#loads.clear()
    return crowd
  }

  async act(): Promise<void> {
    for (const tab of this.tabs) this.#later(tab)
  }

  async rest(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  async report(): Promise<readonly CrowdReport[]> {
    return this.tabs.map((tab) => {
      const { events, told, shown, typed, unrest, absences } = tab
      return { events, told, shown, typed, unrest, absences, loads: this.#loads.get(tab) ?? 0 }
    })
  }

  async leave(): Promise<void> {
    await this.rest()
    clearInterval(this.#looking)
    await Promise.all(this.tabs.splice(0).map((tab) => tab.leave()))
  }

  #later(tab: Tab): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        this.#later(tab)
        let left = this.#random.next() * WEIGHT
        const act = ACTS.find(([weight]) => (left -= weight) < 0)
        act?.[1](tab, this.#random)
      },
      this.#settings.pace * (0.5 + this.#random.next()),
    )
    this.#timers.add(timer)
  }

  /** Loads what wants to be loaded: as a browser would do at once. */
  #look(): void {
    for (const tab of this.tabs) {
      if (!tab.wantsLoad) continue
      tab.wantsLoad = false
      this.#loads.set(tab, (this.#loads.get(tab) ?? 0) + 1)
      tab.load(`${this.#settings.url}/counting`).catch((error: unknown) => {
        tab.told.push(String(error))
        tab.wantsLoad = true
      })
    }
  }
}
