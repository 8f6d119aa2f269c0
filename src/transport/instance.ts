/**
 * One instance of a view on one connection: hands events to its process, and what the process has to say to the
 * socket. One object without closures of its own: there is one for every open view.
 */

import type { Socket } from "socket.io"
import { LiveError } from "../errors/live-error.js"
import { problemOf } from "../process/problem.js"
import type { Frame, ProcessOutput, ViewProcess } from "../process/view-process.js"
import type { Extras, Problem, ValuesReply } from "../protocol/frames.js"
import { DIFF, EXIT } from "../protocol/messages.js"
import { ROOT_SLOT, type WireDiff, type WirePath, type WireValue } from "../protocol/values.js"
import { valueAt } from "../render/diff/diff.js"
import { wireNested } from "../render/diff/wire-value.js"
import type { TemplateTable } from "../render/values/template-table.js"
import type { Rendered } from "../render/values/values.js"
import type { CloseReason } from "../view/definition.js"
import type { Acknowledge } from "./inbound.js"
import type { TransportLimits } from "./limits.js"
import type { NamespaceContext } from "./namespace-context.js"
import { refuseBinary } from "./outbound.js"
import type { PageConnection } from "./page-connection.js"
import { limitHit } from "./refusal.js"
import { type EngineSocket, endIfFlooded } from "./unsent.js"

/** The connection an instance belongs to. */
export interface InstanceOwner {
  readonly context: NamespaceContext
  readonly page: PageConnection
  readonly socket: Socket
  /** The instance has ended; its number means nothing from now on. */
  instanceEnded(instance: Instance): void
}

/** Options of {@link Instance}. */
export interface InstanceOptions {
  readonly owner: InstanceOwner
  /** What names it on its connection. */
  readonly number: number
  readonly table: TemplateTable
  /** The `identify` id that its token was issued for. */
  readonly identify: string | undefined
  /** When that token was issued: ms since 1970. */
  readonly issuedAt: number
}

/** An event that has passed all checks. `size` is what it was counted with as waiting. */
export interface TakenEvent {
  readonly name: string
  readonly params: unknown
  readonly size: number
}

export class Instance implements ProcessOutput {
  readonly number: number
  readonly table: TemplateTable
  readonly identify: string | undefined
  readonly issuedAt: number
  readonly #owner: InstanceOwner
  #process: ViewProcess | undefined
  #joined = false
  #ended = false
  /** Events that are not answered yet. */
  #waiting = 0

  constructor({ owner, number, table, identify, issuedAt }: InstanceOptions) {
    this.#owner = owner
    this.number = number
    this.table = table
    this.identify = identify
    this.issuedAt = issuedAt
  }

  get ended(): boolean {
    return this.#ended
  }

  /** True when the client knows the number. */
  get isJoined(): boolean {
    return this.#joined
  }

  /** The id of the root element, once there is a process. */
  get id(): string | undefined {
    return this.#process?.id
  }

  /** Sets the process, which could not be made before its output. */
  runs(process: ViewProcess): void {
    this.#process = process
  }

  /** The client knows the number from now on. */
  joined(): void {
    this.#joined = true
  }

  /** Hands an event to the process; what it changed goes into the acknowledgement, or is pushed if there is none. */
  event({ name, params, size }: TakenEvent, acknowledge: Acknowledge | undefined): void {
    this.#waiting += 1
    this.#process?.dispatch(name, params, (frame) => {
      this.#waiting -= 1
      this.#owner.page.releaseWaiting(size)
      this.#send(frame, acknowledge)
    })
  }

  /** True when as many events wait for this view as may. */
  isBusy({ eventsWaiting }: TransportLimits): boolean {
    return this.#waiting >= eventsWaiting
  }

  /**
   * The values at these places, in order. What is not there any more is null: the difference that took it away has
   * been sent before.
   */
  values(paths: readonly WirePath[]): ValuesReply {
    const rendered = this.#process?.rendered
    const d = paths.map((path) => (rendered === undefined ? null : this.#valueAt(rendered, path)))
    const t = this.table.takeAdded()
    return t === undefined ? { d } : { d, e: { t } }
  }

  /** Hands over a message for `handleInfo`. */
  info(message: unknown): void {
    this.#process?.info(message)
  }

  /** The templates have changed. */
  reload(): void {
    this.#process?.reload()
  }

  push(frame: Frame): void {
    if (!this.#ended) this.#send(frame, undefined)
  }

  exit(problem: Problem): void {
    if (this.#ended) return
    this.end()
    // Before the join is answered there is no number to name: its answer tells what happened.
    if (this.#joined) this.#owner.socket.emit(EXIT, this.number, problem)
  }

  /** Ends the view for a reason that lies outside of it. */
  close(reason: CloseReason): Promise<void> {
    this.end()
    return this.#process?.close(reason) ?? Promise.resolve()
  }

  /** What cannot be written ends the view: client and server would no longer agree on what is shown. */
  failed(error: unknown): Problem {
    const { context, page } = this.#owner
    const { services, view } = context
    const { name } = view.definition
    // The templates of this frame were counted as sent.
    page.sent.clear()
    const reported = new LiveError("LV_NOT_SERIALIZABLE", { view: name }, { cause: error })
    services.logger.error(reported.message, { code: reported.code, view: name, id: this.id, error })
    const problem = problemOf(reported, { view: name, development: services.development, code: reported.code })
    this.exit(problem)
    void this.#process?.close("crash")
    return problem
  }

  /** Gives up the number. Ending twice does nothing. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#owner.instanceEnded(this)
  }

  #send({ diff, extras }: Frame, acknowledge: Acknowledge | undefined): void {
    try {
      if (extras !== undefined) refuseBinary(extras)
      if (acknowledge === undefined) this.#emit(diff, extras)
      else if (extras === undefined) acknowledge(diff ?? 0)
      else acknowledge(diff ?? 0, extras)
    } catch (error) {
      const problem = this.failed(error)
      acknowledge?.(0, { x: problem })
    }
  }

  #emit(diff: WireDiff | null, extras: Extras | undefined): void {
    const { socket, context } = this.#owner
    if (extras !== undefined) socket.emit(DIFF, this.number, diff ?? 0, extras)
    else if (diff !== null) socket.emit(DIFF, this.number, diff)
    // A page that neither reads nor says anything is noticed here only.
    if (!endIfFlooded(socket.conn as unknown as EngineSocket, context.limits)) return
    limitHit({ limit: "unsentBytes", view: context.view.definition.name })
  }

  #valueAt(rendered: Rendered, path: WirePath): WireValue {
    if (path[0] === ROOT_SLOT) return wireNested(rendered, this.table)
    return valueAt(rendered, path, this.table) ?? null
  }
}
