/**
 * Keeps the page open: opens its connection, has it tried again when it is lost or the page comes back, and has the
 * user told when it is missing; `connection-steps.ts` says what may follow what.
 */
import type { Connection, ConnectionDelegate, MakeConnection } from "../connection/connection.js"
import { Reconnector, type ReconnectorDelegate } from "../connection/reconnector.js"
import { isPageHidden } from "../dom/nodes/members.js"
import type { PageDelegate } from "../events/observers/page-observer.js"
import type { Loadable } from "../util/lazy.js"
import type { Views } from "../view/views.js"
import { CONNECTION_STEPS, type ConnectionEvent, type ConnectionState } from "./connection-steps.js"
import { joinsOver, type Navigation } from "./navigation.js"
import type { Notices } from "./notices.js"

export interface ConnectionKeeperOptions {
  readonly makeConnection: MakeConnection
  readonly notices: Loadable<Notices>
  readonly navigation: Loadable<Navigation>
  readonly views: Pick<Views, "all" | "missed">
  /** The page may be hidden now, or seen. */
  sightChanged(): void
  /** The page is gone for good. */
  leave(): void
}

export class ConnectionKeeper implements ConnectionDelegate, ReconnectorDelegate, PageDelegate {
  readonly connection: Connection
  readonly #options: ConnectionKeeperOptions
  readonly #reconnector = new Reconnector(this)
  #state: ConnectionState = "stopped"
  #reopening: ReturnType<typeof setTimeout> | undefined
  /** One function, so that it waits once for the part, and then says how it is by then. */
  readonly #tell = ({ connection }: Notices): void => {
    if (this.#state === "lost") connection.connectionLost()
    else connection.connectionRestored()
  }

  constructor(options: ConnectionKeeperOptions) {
    this.connection = options.makeConnection(this)
    this.#options = options
  }

  get isStarted(): boolean {
    return "left" in CONNECTION_STEPS[this.#state]
  }

  get isConnected(): boolean {
    return this.#state === "open"
  }

  start(): void {
    this.#step("started")
  }

  stop(): void {
    if (!this.#step("left")) return
    this.connection.close()
    this.#reconnector.stop()
    this.#options.notices.use(this.#tell)
  }

  /** Closes it and opens it again: once for all who ask now. */
  reopen(): void {
    if (this.#reopening !== undefined) return
    this.#reopening = setTimeout(() => {
      this.#reopening = undefined
      this.connection.close()
      this.tryToConnect()
    })
  }

  // Connection and reconnector delegate

  get isHidden(): boolean {
    return isPageHidden()
  }

  tryToConnect(): void {
    if (this.isStarted) this.connection.open()
  }

  connectionOpened(): void {
    if (this.#step("opened")) {
      this.#reconnector.connectionOpened()
      this.#options.notices.use(this.#tell)
    } else {
      // Nobody wants it: a view has opened it that was about to try again.
      this.connection.close()
    }
  }

  connectionLost(): void {
    this.#options.navigation.use(joinsOver)
    if (!this.#step("closed")) return
    this.#reconnector.connectionLost()
    const { notices, views } = this.#options
    notices.use(this.#tell)
    // The part says when; where it could not be loaded, the page's own style sheet shows it at once.
    if (this.#state === "lost" && notices.part === undefined) views.missed()
  }

  /** Views try again by themselves, later each time; the network is there. */
  connectionRefused(): void {
    this.#step("closed")
  }

  // Page delegate

  pageResumed(): void {
    this.#options.sightChanged()
    this.#options.notices.part?.connection.pageResumed()
    // A connection that has died while the device slept is found dead.
    this.#reconnector.now()
  }

  pageHidden(): void {
    this.#options.sightChanged()
    this.#options.notices.part?.connection.pageHidden()
  }

  pageLeft(mayReturn: boolean): void {
    if (!mayReturn) this.#options.leave()
    this.connection.close()
    this.#reconnector.stop()
    this.pageHidden()
  }

  pageRestored(): void {
    this.#options.navigation.part?.loading.stop("redirect")
    // What a redirect has stopped joins again, as when the page is loaded.
    for (const view of this.#options.views.all) view.start()
    this.pageResumed()
  }

  /** Returns false, and changes nothing, if the event cannot happen in this state. */
  #step(event: ConnectionEvent): boolean {
    const next = CONNECTION_STEPS[this.#state][event]
    if (next === undefined) return false
    this.#state = next
    return true
  }
}
