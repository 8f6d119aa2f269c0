/** All that a round of the fault suite happens to: a server behind a proxy that breaks lines, and the tabs of two browsers. */
import { randomUUID } from "node:crypto"
import { rmSync } from "node:fs"
import { FaultProxy } from "../../support/fault-proxy.js"
import { Browser } from "./browser.js"
import { Journal } from "./journal.js"
import { makePrograms, type Programs } from "./programs.js"
import { Server, type ServerQuestion, type ServerState } from "./server.js"
import { Tab } from "./tab.js"
import { Tally, type Wrong } from "./tally.js"

/** How long a page may take to come back once nothing keeps it from that, in ms. */
const PATIENCE = 15_000

/** How long a server waits for a page that is away, in ms. */
const WINDOW = 20_000

/** When all pages have gone the server is at rest after so long, in ms. */
const REST = WINDOW + 30_000

/** How often what does not hold is looked at again when all pages are at rest. */
const MOST_LOOKS = 60

/** Between two looks, in ms. */
const LOOK = 10

/** A page whose view has done so much is loaded anew, so that rounds do not become dearer. */
const MOST_DONE = 60

export class World {
  readonly journal: Journal
  readonly tally = new Tally()
  readonly proxy: FaultProxy
  readonly tabs: Tab[] = []
  readonly #programs: Programs
  readonly #browsers = [new Browser(), new Browser({ hasWebSockets: false })]
  #server: Server
  #build = "one"
  /** The newest first. */
  #secrets: readonly string[] = ["a secret of thirty-two characters."]
  #tabs = 0
  /** Events that are over, and how often each may have been executed. */
  readonly #past = new Map<string, number>()
  readonly #flags: readonly string[]

  readonly #fresh: ServerState

  private constructor(
    programs: Programs,
    server: Server,
    proxy: FaultProxy,
    fresh: ServerState,
    flags: readonly string[],
  ) {
    this.#fresh = fresh
    this.#flags = flags
    this.#programs = programs
    this.#server = server
    this.proxy = proxy
    this.journal = new Journal(programs.journal)
  }

  /**
   * @param root - The package's folder.
   * @param flags - Of Node.js, for the servers.
   */
  static async start(root: string, flags: readonly string[] = []): Promise<World> {
    const programs = makePrograms(root, ["server", "hasty"])
    const server = await Server.start(
      programs.file("server"),
      settings(programs, "one", ["a secret of thirty-two characters."]),
      flags,
    )
    return new World(programs, server, await FaultProxy.start(server.port), await server.ask("collect"), flags)
  }

  async openTab(browser: number): Promise<Tab> {
    const tab = new Tab(
      `t${++this.#tabs}`,
      this.#browsers[browser % this.#browsers.length] as Browser,
      this.#programs.file("hasty"),
    )
    // Every third shows islands.
    if (this.#tabs % 3 === 0) tab.home = "/islands"
    await this.#load(tab)
    this.tabs.push(tab)
    return tab
  }

  async #load(tab: Tab): Promise<void> {
    await tab.load(`${this.proxy.url}${tab.home}`)
    tab.untype()
    this.tally.happened(`page load of ${tab.home}`)
  }

  /** The server goes, and another one comes. `secret`: it has another one, beside the old one or instead of it. */
  async replaceServer(
    signal: "SIGKILL" | "SIGTERM",
    { build = this.#build, secret = "same" as "same" | "added" | "other" } = {},
  ): Promise<void> {
    this.#build = build
    if (secret !== "same") {
      const [old = ""] = this.#secrets
      const added = randomUUID()
      this.#secrets = secret === "added" ? [added, old] : [added]
    }
    const old = this.#server
    const next = (): Promise<Server> =>
      Server.start(this.#programs.file("server"), settings(this.#programs, build, this.#secrets), this.#flags)
    // What is stopped is so when the other one is there already; what is killed is not, nor is what has secrets that the other one does
    // not know: a page that renews its token there would be refused here, as it is where processes have different secrets.
    if (signal === "SIGTERM" && secret !== "other") {
      this.#server = await next()
      this.proxy.target = this.#server.port
      await old.end(signal)
    } else {
      await old.end(signal)
      this.#server = await next()
      this.proxy.target = this.#server.port
    }
  }

  get build(): string {
    return this.#build
  }

  ask(question: ServerQuestion): Promise<ServerState> {
    return this.#server.ask(question)
  }

  /** Nothing is broken any more: waits until each page has come back, and `wrongs` finds nothing. Returns what it still finds. */
  async settle(wrongs: () => readonly Wrong[]): Promise<readonly Wrong[]> {
    const end = Date.now() + PATIENCE
    let rests = 0
    let left: readonly Wrong[] = [{ law: "come back", what: "pages have not come back" }]
    for (let look = 0; ; look++) {
      for (const tab of this.tabs) {
        if (!tab.wantsLoad) continue
        await this.#load(tab)
      }
      const isOver = Date.now() > end
      if (this.tabs.every(({ rests }) => rests)) {
        left = wrongs()
        // What no element shows may be under way: a patch, an info.
        if (left.length === 0 || ++rests > MOST_LOOKS) return left
      }
      if (isOver) return left
      await new Promise((turn) => setTimeout(turn, LOOK))
    }
  }

  /** The round is over, and all was well: what was done in it is no more looked at. */
  roundOver(): void {
    for (const tab of this.tabs) {
      if (tab.length > MOST_DONE) tab.wantsLoad = true
      this.#forget(tab)
    }
    this.journal.touched.clear()
  }

  #forget(tab: Tab): void {
    for (const event of tab.takePast()) {
      this.#past.set(event.id, event.isRetried ? 2 : 1)
      this.tally.over(event)
    }
  }

  /** When all have left: what the server still has, and which of all events were executed too often after all. */
  wrongsAtLast(state: ServerState): Wrong[] {
    this.journal.read()
    const tooOften = [...this.#past].filter(([id, most]) => this.journal.timesOf(id) > most)
    const doubled = tooOften.map(
      ([id]): Wrong => ({ law: "doubled", what: `the event ${id} was executed ${this.journal.timesOf(id)} times` }),
    )
    return [...doubled, ...moreThan(this.#fresh, state)]
  }

  /** All tabs are closed; what the server has when nobody comes back any more, and all that is about to end has. */
  async leave(): Promise<ServerState> {
    for (const tab of this.tabs.splice(0)) {
      tab.close()
      this.#forget(tab)
    }
    this.proxy.mend()
    const end = Date.now() + REST
    for (;;) {
      await new Promise((over) => setTimeout(over, 200))
      const state = await this.ask("collect")
      if (moreThan(this.#fresh, state).length === 0 || Date.now() > end) return state
    }
  }

  /** All tabs anew: what has failed in a round fails no later one. */
  async renew(): Promise<void> {
    for (const [n, tab] of this.tabs.splice(0).entries()) {
      tab.close()
      this.#forget(tab)
      await this.openTab(n)
    }
    this.journal.touched.clear()
  }

  async stop(): Promise<void> {
    for (const tab of this.tabs.splice(0)) tab.close()
    await this.proxy.stop()
    await this.#server.end("SIGKILL")
    rmSync(this.#programs.folder, { recursive: true, force: true })
  }
}

/** Whatever there is more of than in a server that nobody has come to yet. */
function moreThan(fresh: ServerState, state: ServerState): Wrong[] {
  const all = (["processes", "timers", "connections", "listeners"] as const).filter((what) => state[what] > fresh[what])
  return all.map((what) => ({ law: "left", what: `${state[what]} ${what}, and ${fresh[what]} at first` }))
}

function settings({ journal }: Programs, build: string, secret: readonly string[]) {
  return {
    journal,
    secret,
    build,
    // What has gone silent is noticed within a round.
    options: {
      socket: { pingInterval: 200, pingTimeout: 700 },
      limits: { joinsPerSecond: 1000 },
      hiddenTabs: { after: 0, every: 100 },
      resumeWindow: WINDOW,
    },
  }
}
