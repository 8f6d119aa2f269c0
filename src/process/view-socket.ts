/** The sockets that callbacks get. They write the view's state, and have nothing of the process in reach. */

import { type AsyncOutcome, type AsyncTask, checkTask, taskOf, toLoading } from "../async/async-result.js"
import type { OutcomeHandler } from "../async/running-tasks.js"
import { LiveError } from "../errors/live-error.js"
import { type Topic, topicName } from "../pubsub/topic.js"
import { checkRedirect, type ExternalTarget } from "../security/redirect.js"
import { LONGEST_DELAY } from "../util/clock.js"
import type { BaseSocket, MountSocket, Params, Redirect, Socket } from "../view/socket.js"
import { type AssignsState, plainObject, setAssign, unknownAssign } from "./assigns.js"
import { guardedAssigns } from "./guarded-assigns.js"
import type { TimerRequest } from "./timers.js"
import { ask, type SocketHost, touched, type ViewState } from "./view-state.js"

type Values = Record<string, unknown>

/** Nothing is started for a page that is only being written, or for a view that has ended. */
function mayStart(state: ViewState): boolean {
  return state.isLive && !state.closed
}

/** What the sockets of `mount` and of later callbacks have in common. */
class StateSocket implements BaseSocket<unknown> {
  readonly #state: ViewState
  readonly #host: SocketHost

  constructor(state: ViewState, host: SocketHost) {
    this.#state = state
    this.#host = host
  }

  get "~sender"(): object {
    return this.#state
  }

  get connected(): boolean {
    return this.#state.hasJoined
  }

  get id(): string {
    return this.#state.id
  }

  get view(): string {
    return this.#state.view
  }

  get connectParams(): Params {
    return this.#state.connectParams
  }

  subscribe(topic: Topic<unknown>): void {
    const name = topicName(topic)
    this.#needsHandleInfo("`socket.subscribe`")
    if (mayStart(this.#state)) this.#host.resources.subscribe(name)
  }

  unsubscribe(topic: Topic<unknown>): void {
    this.#host.resources.unsubscribe(topicName(topic))
  }

  sendAfter(ms: number, message: unknown): void {
    this.#needsHandleInfo("`socket.sendAfter`")
    this.#request({ kind: "after", ms, message })
  }

  sendInterval(ms: number, message: unknown): void {
    this.#needsHandleInfo("`socket.sendInterval`")
    this.#request({ kind: "every", ms, message })
  }

  pushEvent(name: string, payload?: unknown): void {
    // An HTTP response has no page yet that could hear it.
    if (this.#state.isLive) ask(this.#state, this.#host, { kind: "event", name, payload })
  }

  title(text: string): void {
    ask(this.#state, this.#host, { kind: "title", text: String(text) })
  }

  #request(timer: TimerRequest): void {
    const { ms } = timer
    // Longer delays would run at once: Node's timers count in 31 bits.
    if (typeof ms !== "number" || !(ms >= 0 && ms <= LONGEST_DELAY)) {
      throw new LiveError("LV_DELAY_INVALID", { given: ms })
    }
    if (!mayStart(this.#state)) return
    this.#host.resources.requestTimer(timer)
    touched(this.#state, this.#host)
  }

  #needsHandleInfo(what: string): void {
    const { takesInfos, view } = this.#state
    if (!takesInfos) throw new LiveError("LV_NO_HANDLE_INFO", { view, what })
  }
}

/** The socket of `mount`. TypeScript knows that it writes no assigns; who writes JavaScript is told by an error. */
export class MountViewSocket extends StateSocket implements MountSocket<unknown> {
  readonly #state: ViewState
  readonly #held: Readonly<Values>

  /** @param held - What the HTTP request holds already, by key. */
  constructor(state: ViewState, host: SocketHost, held: Readonly<Values>) {
    super(state, host)
    this.#state = state
    this.#held = held
  }

  assignNew<T>(key: string, make: () => T): T | Awaited<T> {
    const held = Object.hasOwn(this.#held, key) ? this.#held[key] : undefined
    // The app says what stands under its own keys: nothing here could check it.
    return held === undefined ? make() : (held as T)
  }

  redirect(to: string | ExternalTarget): Redirect {
    return { "~redirect": checkRedirect(to, this.#state.basePath) }
  }

  assign(): never {
    this.#refuse("assign")
  }

  update(): never {
    this.#refuse("update")
  }

  assignAsync(): never {
    this.#refuse("assignAsync")
  }

  startAsync(): never {
    this.#refuse("startAsync")
  }

  #refuse(method: string): never {
    throw new LiveError("LV_ASSIGN_IN_MOUNT", { view: this.view, method })
  }
}

/** The socket of all other callbacks. */
export class ViewSocket extends StateSocket implements Socket<Values, unknown> {
  readonly #state: ViewState
  readonly #host: SocketHost

  constructor(state: ViewState, host: SocketHost) {
    super(state, host)
    this.#state = state
    this.#host = host
  }

  get assigns(): Readonly<Values> {
    return guardedAssigns(this.#assigns.values, this.#state.view)
  }

  assign(values: Values): void
  assign(key: string, value: unknown): void
  assign(...given: [values: Values] | [key: string, value: unknown]): void {
    if (given.length === 2 && typeof given[0] === "string") this.#set(given[0], given[1])
    else {
      const values = plainObject(given[0], this.#state.view, "`socket.assign`")
      for (const key of Object.keys(values)) this.#set(key, values[key])
    }
    touched(this.#state, this.#host)
  }

  update(key: string, change: (value: unknown) => unknown): void {
    this.#set(key, change(this.#assigns.values[key]))
    touched(this.#state, this.#host)
  }

  assignNew(key: string, make: () => unknown): void {
    if (this.#assigns.values[key] !== undefined) return
    this.#set(key, make())
    touched(this.#state, this.#host)
  }

  redirect(to: string | ExternalTarget): void {
    ask(this.#state, this.#host, { kind: "redirect", to: checkRedirect(to, this.#state.basePath) })
  }

  assignAsync(key: string, task: AsyncTask<unknown>, { reset = false }: { readonly reset?: boolean } = {}): void {
    checkTask("`socket.assignAsync`", task)
    this.#set(key, toLoading(this.#assigns.values[key], reset))
    touched(this.#state, this.#host)
    if (mayStart(this.#state)) this.#host.resources.startTask(key, task, undefined)
  }

  startAsync<T>(
    name: string,
    task: AsyncTask<T>,
    handleAsync: (outcome: AsyncOutcome<T>, socket: Socket<Values, unknown>) => unknown,
  ): void {
    checkTask("`socket.startAsync`", task)
    checkTask("`socket.startAsync`", handleAsync, "a third argument that is called with the outcome, `handleAsync`")
    // It is called with the outcome of this very task, and with the view's socket.
    if (mayStart(this.#state)) this.#host.resources.startTask(name, task, handleAsync as OutcomeHandler)
  }

  cancelAsync(name: string, reason?: unknown): void {
    this.#host.resources.cancelTask(name, reason)
  }

  get #assigns(): AssignsState {
    // There are assigns before the first of these sockets is made.
    return this.#state.assigns as AssignsState
  }

  #set(key: string, value: unknown): void {
    if (this.#state.closed) return
    const assigns = this.#assigns
    if (this.#state.development && !Object.hasOwn(assigns.values, key)) {
      throw unknownAssign(assigns, this.#state.view, key)
    }
    if (taskOf(value) !== undefined && value !== assigns.values[key]) {
      throw new LiveError("LV_ASYNC_NOT_STARTED", { view: this.#state.view, key })
    }
    setAssign(assigns, key, value)
  }
}
