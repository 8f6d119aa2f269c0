/** Calls what the app has written: each callback within its span, an event by the view's list of events. */

import { tasksOf, toDone } from "../async/async-result.js"
import { LiveError } from "../errors/live-error.js"
import { withHops } from "../pubsub/between/hops.js"
import { isTraced, spans, traced } from "../telemetry/channels.js"
import type { CloseReason, ViewDefinition } from "../view/definition.js"
import { asParams, Refusal, runChecked } from "../view/event.js"
import { isRedirect } from "../view/redirect.js"
import { type AssignsState, assignsFrom, setAssign } from "./assigns.js"
import type { AsyncMessage, BatchedMessage, EventMessage, GapMessage, InfoMessage } from "./mailbox.js"
import type { ProcessOptions } from "./process-options.js"
import type { Resources } from "./resources.js"
import { MountViewSocket, type ViewSocket } from "./view-socket.js"
import { ask, type SocketHost, type ViewState } from "./view-state.js"

/** What only `mount` needs. */
export type Origin = Pick<ProcessOptions, "params" | "session" | "held">

/** Calls the callbacks of one view. Results are as they come, promises too; exceptions are the caller's. */
export class Callbacks {
  readonly #definition: ViewDefinition
  readonly #state: ViewState
  readonly #host: SocketHost
  /** `terminate` has run for what the last `mount` took. */
  #isReleased = false
  /** Kept only where the view may have to mount anew. */
  #origin: Origin | undefined

  constructor(definition: ViewDefinition, state: ViewState, host: SocketHost, origin: Origin) {
    this.#definition = definition
    this.#state = state
    this.#host = host
    this.#origin = origin
  }

  /** @param again - Whether the view may have to mount anew: what that needs is kept then. */
  async mount(again: boolean): Promise<unknown> {
    const { params, session, held = {} } = this.#origin as Origin
    if (!again) this.#origin = undefined
    const host = this.#host
    const { view, id, hasJoined: connected } = this.#state
    const socket = new MountViewSocket(this.#state, host, held)
    if (!isTraced(spans.mount)) return this.#definition.mount(params, session, socket)
    return traced(spans.mount, { view, id, connected, params }, () => this.#definition.mount(params, session, socket))
  }

  /** Calls what a message goes to. */
  call(
    message: EventMessage | BatchedMessage | GapMessage,
    socket: ViewSocket | undefined,
    resources: Resources | undefined,
  ): unknown {
    if (message.kind === "event") return this.#event(message, socket)
    if (message.kind === "gap") return this.#gap(message, socket)
    return message.kind === "info" ? this.#info(message, socket) : this.#outcome(message, resources, socket)
  }

  #event({ name, payload }: EventMessage, socket: ViewSocket | undefined): unknown {
    if (!isTraced(spans.event)) return this.#runEvent(name, payload, socket)
    const { view, id } = this.#state
    const context = { view, id, event: name, params: payload }
    return traced(spans.event, context, () => this.#runEvent(name, payload, socket))
  }

  #runEvent(event: string, payload: unknown, socket: ViewSocket | undefined): unknown {
    const { name: view, events, handleEvent } = this.#definition
    const handler = events.get(event)
    if (typeof handler === "function") return handler(asParams(payload), socket)
    if (handler !== undefined) return runChecked(handler, { view, event, params: payload }, socket)
    if (handleEvent !== undefined) return handleEvent(event, asParams(payload), socket)
    return new Refusal(new LiveError("LV_UNKNOWN_EVENT", { view, event, known: [...events.keys()] }))
  }

  #gap({ topics }: GapMessage, socket: ViewSocket | undefined): unknown {
    const { handleGap } = this.#definition
    return handleGap === undefined ? this.#mountAnew(socket) : handleGap(topics, socket)
  }

  async #mountAnew(socket: ViewSocket | undefined): Promise<void> {
    const state = this.#state
    await this.terminate("gap", socket)
    this.#isReleased = true
    this.#host.releaseResources()
    const mounted = await this.mount(true)
    if (isRedirect(mounted)) {
      ask(state, this.#host, { kind: "redirect", to: mounted["~redirect"] })
      return
    }
    state.assigns = assignsFrom(mounted, state.view)
    this.#isReleased = false
    startTasks(state, this.#host)
    await this.#host.resources.confirmed()
  }

  #info({ message, hops }: InfoMessage, socket: ViewSocket | undefined): unknown {
    return hops === 0 ? this.#tellInfo(message, socket) : withHops(hops, () => this.#tellInfo(message, socket))
  }

  #tellInfo(message: unknown, socket: ViewSocket | undefined): unknown {
    const { handleInfo } = this.#definition
    if (!isTraced(spans.info)) return handleInfo?.(message, socket)
    const { view, id } = this.#state
    return traced(spans.info, { view, id, message }, () => handleInfo?.(message, socket))
  }

  /** Brings the outcome of a task to where it belongs, unless nobody waits for it any more. */
  #outcome({ task }: AsyncMessage, resources: Resources | undefined, socket: ViewSocket | undefined): unknown {
    const outcome = resources?.takeOutcome(task)
    if (outcome === undefined) return undefined
    if (task.handler !== undefined) return task.handler(outcome, socket)
    const assigns = this.#state.assigns as AssignsState
    setAssign(assigns, task.name, toDone(assigns.values[task.name], outcome))
    return undefined
  }

  terminate(reason: CloseReason, socket: ViewSocket | undefined): unknown {
    const { isLive, assigns } = this.#state
    // Without assigns there is nothing to clean up: `mount` did not return.
    return isLive && assigns !== undefined && !this.#isReleased
      ? this.#definition.terminate?.(reason, socket)
      : undefined
  }
}

/** Starts the tasks of what `mount` returned. */
export function startTasks({ assigns, closed }: ViewState, host: SocketHost): void {
  if (assigns === undefined || closed) return
  for (const [key, task] of tasksOf(assigns.values)) host.resources.startTask(key, task, undefined)
}
