/** A server, the pages that are open, and all that can happen to them; and what has to hold whenever they have come to rest. */

import type { Socket } from "socket.io"
import { listen, SocketPeer } from "../../../src/transport/socket-io/socket-peer.js"
import { PeerServer } from "../../support/peer-server.js"
import type { SignedPage } from "../../support/signed-page.js"
import { allTurns } from "../../support/view-harness.js"
import { Runs, shownOf } from "./counting-view.js"
import { type MadeEvent, type Maker, ModelPage } from "./model-page.js"
import type { Line, WireSocket } from "./wire.js"

/** How long a process whose client is away is kept. */
export const WINDOW = 60_000

/** Lets the browser's timers run, too. */
export type PassInBrowser = (ms: number) => void

export class World {
  readonly runs = new Runs()
  readonly pages: ModelPage[] = []
  /** Lines of which the server has not heard that they are over. */
  readonly #stranded = new Set<Line>()
  readonly #passInBrowser: PassInBrowser
  #server = new PeerServer({ resumeWindow: WINDOW })
  #signed: SignedPage | undefined
  #ids = 0

  constructor(passInBrowser: PassInBrowser) {
    this.#passInBrowser = passInBrowser
  }

  /** Another tab shows the same page. */
  async openPage(): Promise<void> {
    this.#signed ??= await this.#server.page(this.runs.view, { maxAge: 1e9 })
    const page = new ModelPage(this.#signed, (socket) => this.#enter(socket))
    this.pages.push(page)
    page.start()
  }

  async turns(): Promise<void> {
    await allTurns()
  }

  make(page: ModelPage, name: string, by: Maker): void {
    if (name === "fail") page.keptRun = undefined
    page.make(this.#ids++, name, by)
  }

  /** Tells all processes something. */
  info(): void {
    for (const process of this.#processes()) process.info({})
  }

  pass(ms: number): void {
    if (ms >= WINDOW) this.#processesEnd()
    this.#server.clock.pass(ms)
    this.#passInBrowser(ms)
  }

  /** The first frames of both directions arrive, then the line is cut; each end notices now or later. */
  cut(
    page: ModelPage,
    { up, down, client, server }: { up: number; down: number; client: boolean; server: boolean },
  ): void {
    const { line } = page.connection
    if (line === undefined) return
    line.deliver("up", up)
    line.deliver("down", down)
    line.cut()
    if (client) page.connection.lost(line)
    if (server) line.serverNotices()
    else this.#stranded.add(line)
  }

  /** A tab dies, and nobody is told; its user opens the page once more. */
  async crash(page: ModelPage): Promise<void> {
    this.cut(page, { up: 0, down: 0, client: false, server: false })
    page.leave()
    page.close()
    this.pages.splice(this.pages.indexOf(page), 1)
    await this.openPage()
  }

  /** The server finds that some lines have been dead for a while. */
  serverNotices(): void {
    for (const line of this.#stranded) line.serverNotices()
    this.#stranded.clear()
  }

  /** The page notices that its line is dead, and connects. */
  reconnect(page: ModelPage): void {
    const { line } = page.connection
    if (line !== undefined && !line.carries) page.connection.lost(line)
    page.connection.open()
  }

  /** The server is killed, and another one starts. What its handlers do from now on is seen by nobody. */
  restart(): void {
    this.#processesEnd()
    const old = this.#server
    this.#server = new PeerServer({ at: old.clock.now(), resumeWindow: WINDOW })
    this.#server.serves(this.runs.view)
    for (const page of this.pages) {
      const { line } = page.connection
      line?.cut()
      if (line !== undefined) page.connection.lost(line)
    }
    this.#stranded.clear()
    void old.supervisor.close()
  }

  #processesEnd(): void {
    for (const page of this.pages) page.keptRun = undefined
  }

  /** Heals all, and waits until nothing moves any more. */
  async settle(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      this.runs.openGate()
      for (const page of this.pages) this.reconnect(page)
      this.serverNotices()
      await this.#deliverAll()
      if (this.#rests) return
      // Those that failed wait before they try again; what was not confirmed is, after a while.
      this.pass(round < 3 ? 10 : 2_000)
    }
    throw new Error(
      `It does not come to rest: ${JSON.stringify(this.pages.map((page) => [page.isReady, page.events]))}`,
    )
  }

  async #deliverAll(): Promise<void> {
    for (let calm = 0; calm < 2; ) {
      await this.turns()
      const isMoving = this.pages.some(
        ({ connection: { line } }) => line !== undefined && line.up.length + line.down.length > 0,
      )
      calm = isMoving || this.runs.areHeld ? 0 : calm + 1
      this.runs.openGate()
      for (const { connection } of this.pages) {
        connection.line?.deliver("up", Number.POSITIVE_INFINITY)
        connection.line?.deliver("down", Number.POSITIVE_INFINITY)
      }
    }
  }

  get #rests(): boolean {
    return this.pages.every((page) => (page.isReady || page.hasGivenUp) && !page.hasEventsUnderWay)
  }

  /** All that has to hold at rest, as sentences about what does not. */
  wrongs(): string[] {
    return this.pages.flatMap((page, n) => [...this.#wrongsOf(page)].map((what) => `page ${n}: ${what}`))
  }

  *#wrongsOf(page: ModelPage): Generator<string> {
    for (const event of page.events) yield* this.#wrongsOfEvent(event)
    yield* this.#wrongOrder(page)
    yield* this.#wrongRun(page)
    const crashes = page.problems.filter((text) => text.startsWith("LV_CLIENT"))
    if (crashes.length > 0) yield `the client failed: ${crashes[0]}`
    if (page.hasGivenUp) return
    const run = this.runs.all[Number(page.shown.run)]
    if (run === undefined) return yield `it shows a run ${page.shown.run} that there is not`
    const [is, shall] = [JSON.stringify(page.shown), JSON.stringify(shownOf(run))]
    if (is !== shall) yield `it shows ${is} and not ${shall}`
  }

  *#wrongsOfEvent({ id, name, fate, by, told }: MadeEvent): Generator<string> {
    const what = `the event ${id} (${name}, ${by}, ${fate})`
    const times = this.runs.withEvent(id).length
    if (told !== 1) yield `of ${what} it was told ${told} times`
    const most = by === "retrying element" ? 2 : 1
    if (times > most) yield `${what} was executed ${times} times`
    if (fate === "done" && times === 0) yield `${what} was not executed`
    if (fate === "refused" && by === "hook" && times > 0) yield `${what} was executed`
  }

  /** A page comes back to its process, and knows then what has become of each event. */
  *#wrongRun(page: ModelPage): Generator<string> {
    const { shown, keptRun, events, hasGivenUp, connection } = page
    if (!connection.isKept || hasGivenUp) return
    if (keptRun !== undefined && keptRun !== shown.run)
      yield `it shows the run ${shown.run} and not ${keptRun}, which lives`
    page.keptRun = shown.run
    for (const { id, name, by, fate, run } of events)
      if (run === shown.run && (fate === "lost" || fate.endsWith("LV_EVENT_UNKNOWN")))
        yield `of the event ${id} (${name}, ${by}) it was told "${fate}", and its run lives`
  }

  /** Events are executed in the order in which the user made them, and heard of in that order. */
  *#wrongOrder(page: ModelPage): Generator<string> {
    const own = new Set(page.events.filter(({ by }) => by !== "retrying element").map(({ id }) => id))
    const executed = this.runs.all.flatMap(({ begun }) => begun.filter((id) => own.has(id)))
    if (!isAscending(executed)) yield `the order of executions is ${executed.join()}`
    const said = page.said.filter((id) => own.has(id as number)) as number[]
    if (!isAscending(said)) yield `what was said came in the order ${said.join()}`
    // Each answer brings what its handler said.
    for (const { id, name, fate, by } of page.events)
      if (fate === "done" && name !== "fail" && by === "hook" && !page.said.includes(id))
        yield `what the event ${id} said was lost`
  }

  /** All pages leave; what the server has then, though nobody will come back. */
  async end(): Promise<{ readonly processes: number; readonly timers: number }> {
    for (const page of this.pages) page.leave()
    await this.#deliverAll()
    this.close()
    const { supervisor, clock } = this.#server
    clock.pass(WINDOW + 1)
    await this.turns()
    return { processes: supervisor.count, timers: clock.waiting }
  }

  close(): void {
    for (const page of this.pages.splice(0)) page.close()
  }

  *#processes(): Generator<{ info(message: unknown): void }> {
    if (this.#signed !== undefined) yield* this.#server.supervisor.find("counting", "counting-1")
  }

  #enter(socket: WireSocket): void {
    const real = socket as unknown as Socket
    listen(real, this.#server.enter("counting", new SocketPeer(real)))
  }
}

function isAscending(ids: readonly number[]): boolean {
  return ids.every((id, n) => n === 0 || id > (ids[n - 1] as number))
}
