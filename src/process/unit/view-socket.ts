/** The socket of all callbacks but `mount`: it writes the assigns of its unit. */

import { type AsyncOutcome, type AsyncTask, checkTask, taskOf, toLoading } from "../../async/async-result.js"
import type { OutcomeHandler } from "../../async/running-tasks.js"
import { LiveError } from "../../errors/live-error.js"
import type { MoveOptions } from "../../protocol/command-options.js"
import { Stream } from "../../render/stream/stream.js"
import { StateHandle, type StreamHandle } from "../../render/stream/stream-handle.js"
import { checkRedirect, type ExternalTarget } from "../../security/redirect.js"
import type { Socket } from "../../view/socket.js"
import { type AssignsState, isReserved, plainObject, setAssign, unknownAssign } from "./assigns.js"
import { guardedAssigns } from "./guarded-assigns.js"
import type { UnitOwner } from "./unit-owner.js"
import { isReplacing, mayStart, UnitSocket } from "./unit-socket.js"

type Values = Record<string, unknown>

/** Whose assigns a socket writes. */
export interface AssignsHolder {
  readonly assigns: AssignsState
}

export class ViewSocket extends UnitSocket implements Socket<Values, unknown> {
  readonly #unit: AssignsHolder
  readonly #owner: UnitOwner
  #eventId: string | undefined

  constructor(unit: AssignsHolder, owner: UnitOwner, takesInfos: boolean) {
    super(owner, takesInfos)
    this.#unit = unit
    this.#owner = owner
  }

  get assigns(): Readonly<Values> {
    return guardedAssigns(this.#unit.assigns.values, this.view)
  }

  get eventId(): string | undefined {
    return this.#eventId
  }

  /** @internal A message is about to be handled: an event that has this id, or anything else. */
  handles(eventId: string | undefined): void {
    this.#eventId = eventId
  }

  assign(values: Values): void
  assign(key: string, value: unknown): void
  assign(...given: [values: Values] | [key: string, value: unknown]): void {
    if (given.length === 2 && typeof given[0] === "string") this.#set(given[0], given[1])
    else {
      const values = plainObject(given[0], this.view, "`socket.assign`")
      for (const key of Object.keys(values)) this.#set(key, values[key])
    }
    this.#owner.touched()
  }

  update(key: string, change: (value: unknown) => unknown): void {
    this.#set(key, change(this.#unit.assigns.values[key]))
    this.#owner.touched()
  }

  assignNew(key: string, make: () => unknown): void {
    if (this.#unit.assigns.values[key] !== undefined) return
    this.#set(key, make())
    this.#owner.touched()
  }

  stream(name: string): StreamHandle<unknown> {
    const rows = this.#unit.assigns.values[name]
    if (!(rows instanceof Stream)) throw new LiveError("LV_STREAM_UNKNOWN", { view: this.view, key: name })
    return new StateHandle(rows["~state"], name, this)
  }

  /** @internal */
  streamChanged(name: string): void {
    const { assigns } = this.#unit
    setAssign(assigns, name, assigns.values[name])
    this.#owner.touched()
  }

  redirect(to: string | ExternalTarget): void {
    this.#owner.ask({ kind: "redirect", to: checkRedirect(to, this.#owner.facts.basePath) })
  }

  pushNavigate(to: string, options?: MoveOptions): void {
    const replace = isReplacing(options)
    // Not a target that is said to be external: what comes from there is never a page of this app.
    const path = checkRedirect(typeof to === "string" ? to : String(to), this.#owner.facts.basePath)
    this.#owner.ask({ kind: "redirect", to: path, navigates: replace ? "replace" : "push" })
  }

  assignAsync(key: string, task: AsyncTask<unknown>, { reset = false }: { readonly reset?: boolean } = {}): void {
    checkTask("`socket.assignAsync`", task)
    this.#set(key, toLoading(this.#unit.assigns.values[key], reset))
    this.#owner.touched()
    if (mayStart(this.#owner)) this.#owner.resources.startTask(key, task, undefined)
  }

  startAsync<T>(
    name: string,
    task: AsyncTask<T>,
    handleAsync: (outcome: AsyncOutcome<T>, socket: Socket<Values, unknown>) => unknown,
  ): void {
    checkTask("`socket.startAsync`", task)
    checkTask("`socket.startAsync`", handleAsync, "a third argument that is called with the outcome, `handleAsync`")
    // It is called with the outcome of this very task, and with the view's socket.
    if (mayStart(this.#owner)) this.#owner.resources.startTask(name, task, handleAsync as OutcomeHandler)
  }

  cancelAsync(name: string, reason?: unknown): void {
    this.#owner.resources.cancelTask(name, reason)
  }

  #set(key: string, value: unknown): void {
    if (this.#owner.isEnded) return
    const { assigns } = this.#unit
    if (isReserved(key)) throw new LiveError("LV_ASSIGN_RESERVED", { view: this.view, key })
    if (this.#owner.facts.services.development && !Object.hasOwn(assigns.values, key)) {
      throw unknownAssign(assigns, this.view, key)
    }
    if (value instanceof Stream || assigns.values[key] instanceof Stream) {
      throw new LiveError("LV_STREAM_ASSIGNED", { view: this.view, key })
    }
    if (taskOf(value) !== undefined && value !== assigns.values[key]) {
      throw new LiveError("LV_ASYNC_NOT_STARTED", { view: this.view, key })
    }
    setAssign(assigns, key, value)
  }
}
