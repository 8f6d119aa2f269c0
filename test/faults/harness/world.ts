/** All that a round of the fault suite happens to: a server behind a proxy that breaks lines, and the tabs of two browsers. */
import { randomUUID } from "node:crypto"
import { rmSync } from "node:fs"
import { FaultProxy } from "../../support/fault-proxy.js"
import { Browser } from "./browser.js"
import { Journal } from "./journal.js"
import { makePrograms, type Programs } from "./programs.js"
import { Server, type ServerState } from "./server.js"
import { Tab } from "./tab.js"

/** How long a page may take to come back once nothing keeps it from that, in ms. */
const PATIENCE = 15_000

/** How often what does not hold is looked at again when all pages are at rest. */
const MOST_LOOKS = 30

export class World {
  readonly journal: Journal
  readonly proxy: FaultProxy
  readonly tabs: Tab[] = []
  readonly #programs: Programs
  readonly #browsers = [new Browser(), new Browser({ hasWebSockets: false })]
  #server: Server
  #build = "one"
  /** The newest first. */
  #secrets: readonly string[] = ["a secret of thirty-two characters."]
  #tabs = 0

  readonly #flags: readonly string[]

  private constructor(programs: Programs, server: Server, proxy: FaultProxy, flags: readonly string[]) {
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
    const programs = makePrograms(root, ["server", "tab"])
    const server = await Server.start(
      programs.file("server"),
      settings(programs, "one", ["a secret of thirty-two characters."]),
      flags,
    )
    return new World(programs, server, await FaultProxy.start(server.port), flags)
  }

  async openTab(browser: number): Promise<Tab> {
    const tab = new Tab(
      `t${++this.#tabs}`,
      this.#browsers[browser % this.#browsers.length] as Browser,
      this.#programs.file("tab"),
    )
    await tab.load(`${this.proxy.url}/counting`)
    this.tabs.push(tab)
    return tab
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
    // What is stopped is so when the other one is there already; what is killed is not.
    if (signal === "SIGTERM") {
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

  ask(question: "state" | "info" | "collect"): Promise<ServerState> {
    return this.#server.ask(question)
  }

  /** Nothing is broken any more: waits until each page has come back, and `wrongs` finds nothing. Returns what it still finds. */
  async settle(wrongs: () => readonly string[]): Promise<readonly string[]> {
    const end = Date.now() + PATIENCE
    let rests = 0
    let left: readonly string[] = ["pages have not come back"]
    for (let look = 0; ; look++) {
      // After so many connections that broke at once pages wait for many seconds.
      if (look % 60 === 0) for (const tab of this.tabs) tab.online()
      for (const tab of this.tabs) if (tab.wantsLoad) await tab.load(`${this.proxy.url}/counting`)
      const isOver = Date.now() > end
      if (this.tabs.every(({ rests }) => rests)) {
        left = wrongs()
        // What no element shows may be under way: a patch, an info.
        if (left.length === 0 || ++rests > MOST_LOOKS) return left
      }
      if (isOver) return left
      await new Promise((turn) => setTimeout(turn, left.length === 0 ? 5 : 20))
    }
  }

  /** All tabs anew: what has failed in a round fails no later one. */
  async renew(): Promise<void> {
    for (const [n, tab] of this.tabs.splice(0).entries()) {
      tab.close()
      await this.openTab(n)
    }
  }

  async stop(): Promise<void> {
    for (const tab of this.tabs.splice(0)) tab.close()
    await this.proxy.stop()
    await this.#server.end("SIGKILL")
    rmSync(this.#programs.folder, { recursive: true, force: true })
  }
}

function settings({ journal }: Programs, build: string, secret: readonly string[]) {
  return {
    journal,
    secret,
    build,
    // What has gone silent is noticed within a round.
    options: { socket: { pingInterval: 300, pingTimeout: 700 }, limits: { joinsPerSecond: 1000 } },
  }
}
