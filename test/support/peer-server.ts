/** Livemount's half of a connection with no socket at all: a page that is a list of what it was sent, a clock in the test's hand. */

import type { ProcessServices } from "../../src/process/process-options.js"
import type { JoinReply, JoinRequest } from "../../src/protocol/frames.js"
import { CarriedBus } from "../../src/pubsub/between/carried-bus.js"
import { MemoryBus } from "../../src/pubsub/memory-bus.js"
import { PubSub } from "../../src/pubsub/pubsub.js"
import type { VoidedStore } from "../../src/pubsub/voided-store.js"
import { functionRenderer } from "../../src/render/function-renderer.js"
import { readBrowserCookie } from "../../src/security/browser-cookie.js"
import { Signer } from "../../src/security/signer.js"
import { Snapshots, type SnapshotsParts } from "../../src/snapshot/snapshots.js"
import { KeptViews } from "../../src/supervise/kept-views.js"
import { nodeTag } from "../../src/supervise/node-tag.js"
import { Orders } from "../../src/supervise/orders.js"
import { Parking } from "../../src/supervise/parking.js"
import { Supervisor } from "../../src/supervise/supervisor.js"
import { Voids } from "../../src/supervise/voids.js"
import { FrameBudget } from "../../src/transport/ledger/frame-budget.js"
import type { Ledger } from "../../src/transport/ledger/ledger.js"
import { defaultLimits, type TransportLimits } from "../../src/transport/limits.js"
import { PageConnection } from "../../src/transport/page-connection.js"
import type { Peer } from "../../src/transport/peer.js"
import { ViewConnection } from "../../src/transport/view-connection.js"
import type { LiveView } from "../../src/view/definition.js"
import { ViewRegistry } from "../../src/view/view-registry.js"
import type { BusHub } from "./bus-hub.js"
import { FakeClock } from "./fake-clock.js"
import { RecordingLogger } from "./recording-logger.js"
import { type LivePage, type PageOptions, type SignedPage, signedPage } from "./signed-page.js"

/** A page that keeps what it is sent. */
export class FakePeer implements Peer {
  readonly cookie: string | undefined
  readonly sent: unknown[][] = []
  address = "192.0.2.1"
  unsentBytes = 0
  isCutOff = false
  isDisconnected = false
  /** Those who listen for what the page takes. */
  readonly takers: Set<() => void> = new Set()

  constructor(cookie: string | undefined) {
    this.cookie = cookie
  }

  get browser(): string | undefined {
    return readBrowserCookie(this.cookie, false)
  }

  onTaken(listener: () => void): () => void {
    this.takers.add(listener)
    return () => this.takers.delete(listener)
  }

  /** The page reads, so far that this much is left. */
  take(left: number): void {
    this.unsentBytes = left
    for (const taker of this.takers) taker()
  }

  send(message: string, ...values: readonly unknown[]): void {
    this.sent.push(JSON.parse(JSON.stringify([message, ...values])) as unknown[])
  }

  disconnect(): void {
    this.isDisconnected = true
  }

  cutOff(): void {
    this.isCutOff = true
  }
}

export interface PeerServerOptions {
  readonly limits?: Partial<TransportLimits>
  /** What its clock says. */
  readonly at?: number
  readonly store?: (clock: FakeClock) => VoidedStore
  /** Milliseconds that views wait for pages that have lost their connection. @defaultValue 0: none waits */
  readonly resumeWindow?: number
  /** Is one of several processes. */
  readonly hub?: BusHub
  readonly node?: string
  /** Of what views persist. */
  readonly snapshots?: Partial<SnapshotsParts>
}

export class PeerServer {
  readonly clock: FakeClock
  readonly logger: RecordingLogger = new RecordingLogger()
  readonly kept: KeptViews<Ledger> | undefined
  readonly supervisor: Supervisor
  readonly frameBudget: FrameBudget
  readonly signer: Signer
  readonly voids: Voids
  readonly orders: Orders
  readonly services: ProcessServices
  readonly limits: TransportLimits
  readonly snapshots: Snapshots
  readonly #registry = new ViewRegistry(({ render }) => functionRenderer(render ?? missingRender))
  #ids = 0

  constructor({
    limits,
    store,
    at = 1_000_000,
    snapshots,
    hub,
    node,
    resumeWindow: window = 0,
  }: PeerServerOptions = {}) {
    this.clock = new FakeClock(at)
    const { clock, logger } = this
    const pubsub = new PubSub(hub === undefined ? new MemoryBus(logger) : new CarriedBus(hub.connect()), logger)
    this.limits = { ...defaultLimits, ...limits }
    this.frameBudget = new FrameBudget(this.limits)
    this.signer = new Signer(["the secret of the tests"], () => this.voids.now())
    const tagOf = (name: string): string => nodeTag(this.signer, name)
    if (window > 0) this.kept = new KeptViews({ window, clock, limits: this.limits, node, tagOf })
    this.supervisor = new Supervisor({ parking: new Parking(clock), kept: this.kept })
    const { supervisor } = this
    this.services = { pubsub, clock, logger, development: true }
    this.voids = new Voids({ maxAge: 3_600_000, store: store?.(clock), clock, logger })
    const { signer, voids } = this
    const sealed = { secrets: ["the secret of the tests"], maxAge: 3_600_000, size: 65_536 }
    this.snapshots = new Snapshots({ ...sealed, voids, clock, logger, ...snapshots })
    this.orders = new Orders({
      supervisor,
      voids,
      pubsub,
      signer,
      logger,
      clock,
      kept: this.kept,
      isOneOfSeveral: hub !== undefined,
    })
  }

  page(view: LiveView, options: PageOptions = {}): Promise<SignedPage> {
    const registered = this.#registry.add(view)
    return signedPage(registered, this, { id: `${registered.definition.name}-${++this.#ids}`, ...options })
  }

  /** Has a view of which another server has made the pages. */
  serves(view: LiveView): void {
    this.#registry.add(view)
  }

  /** A connection of the browser that has this page, to this page's view. */
  connect({ view, cookie }: Pick<LivePage, "view" | "cookie">, page?: PageConnection): PeerConnection {
    const peer = new FakePeer(`livemount=${cookie}`)
    return new PeerConnection(peer, this.enter(view, peer, page))
  }

  /** As {@link connect}, for a page that is not a list of what it was sent. */
  enter(view: string, peer: Peer, page?: PageConnection): ViewConnection {
    const { services, signer, limits, supervisor, voids, snapshots } = this
    const registered = this.#registry.get(view)
    if (registered === undefined) throw new Error(`There is no view "${view}".`)
    const { frameBudget, kept } = this
    const { handOver } = this.orders
    const context = {
      view: registered,
      services,
      signer,
      limits,
      supervisor,
      voids,
      snapshots,
      frameBudget,
      kept,
      handOver,
    }
    const own = page ?? new PageConnection(limits, services.clock.now())
    const connection = ViewConnection.enter(peer, own, context)
    if (connection === undefined) throw new Error("The page has entered too many namespaces.")
    return connection
  }
}

/** One end of the wire, and the other. */
export class PeerConnection {
  readonly peer: FakePeer
  /** The number of the last event or ticket, by instance. */
  readonly sent: Map<unknown, number> = new Map()
  readonly connection: ViewConnection

  constructor(peer: FakePeer, connection: ViewConnection) {
    this.peer = peer
    this.connection = connection
  }

  /** Resolves with the answer to a join, as it stands on the wire. */
  join({ token, templates }: LivePage, given: Partial<JoinRequest> = {}): Promise<JoinReply> {
    const request = { v: 1, t: token, h: templates, n: templates.map((_id, index) => index), ...given }
    return new Promise((resolve) =>
      this.connection.join(request, (reply) => resolve(JSON.parse(JSON.stringify(reply)))),
    )
  }

  /** Resolves with what acknowledges a request for values. */
  values(number: unknown, paths: unknown): Promise<unknown> {
    return new Promise((resolve) => this.connection.values(number, paths, resolve))
  }

  /** Resolves with what acknowledges a ticket. */
  patch(number: unknown, ticket: unknown): Promise<readonly unknown[]> {
    return new Promise((resolve) =>
      this.connection.patch([number, ticket, this.next(number)], (...values) => resolve(values)),
    )
  }

  /** Resolves with what acknowledges an event. */
  event(number: unknown, name: unknown, payload: unknown = {}): Promise<readonly unknown[]> {
    return new Promise((resolve) =>
      this.connection.event([number, name, payload, this.next(number)], (...values) => resolve(values)),
    )
  }

  /** The number of the next event or ticket. */
  next(instance: unknown): number {
    const number = (this.sent.get(instance) ?? 0) + 1
    this.sent.set(instance, number)
    return number
  }
}

function missingRender(): never {
  throw new Error("The views of these tests have a render function.")
}
