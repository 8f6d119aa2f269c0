/**
 * What runs callbacks over assigns and yields a tree: the definition that the app has written, the assigns as they are
 * now, and the last render. A process has one, for its view. Each callback runs within its span; what it returns is handed
 * back as it comes, promises too, and exceptions are the caller's.
 */

import { tasksOf, toDone } from "../../async/async-result.js"
import { LiveError } from "../../errors/live-error.js"
import { withHops } from "../../pubsub/between/hops.js"
import type { Changes, Renderer } from "../../render/renderer.js"
import { checkItems } from "../../render/stream/stream.js"
import type { StreamState } from "../../render/stream/stream-state.js"
import type { TemplateTable } from "../../render/values/template-table.js"
import type { Rendered } from "../../render/values/values.js"
import { RowsGone } from "../../render/values/values.js"
import { isThenable } from "../../util/thenable.js"
import type { CloseReason, ViewDefinition } from "../../view/definition.js"
import type { Refusal } from "../../view/event.js"
import type { ErasedGuard } from "../../view/on-mount.js"
import { isRedirect } from "../../view/redirect.js"
import type { Params } from "../../view/socket.js"
import type {
  AsyncMessage,
  BatchedMessage,
  ClientMessage,
  GapMessage,
  PatchMessage,
  RestreamMessage,
} from "../messages/mailbox.js"
import { type Additions, type AssignsState, assignsFrom, NO_ADDITIONS, setAssign, takeChanges } from "./assigns.js"
import { callEvent, callInfo, callMount } from "./callbacks.js"
import { connect, type RowsTaker, tellMounted } from "./handle-connected.js"
import { arrive, arriveByPath, checkedArguments, goOn } from "./handle-params.js"
import { goneOn, type MountArguments, withoutHeld } from "./mount-arguments.js"
import { MountViewSocket } from "./mount-socket.js"
import { runGuards } from "./run-guards.js"
import { type Difference, Tree } from "./tree.js"
import type { UnitOwner } from "./unit-owner.js"
import { UnitStreams } from "./unit-streams.js"
import { ViewSocket } from "./view-socket.js"

export class Unit implements RowsTaker {
  readonly definition: ViewDefinition
  readonly #owner: UnitOwner
  /** Each once, though the view and its live session may both name it. */
  readonly #guards: readonly ErasedGuard[]
  readonly #tree: Tree
  /** What `mount` is given: kept only where the view may have to mount anew. */
  #arguments: MountArguments | undefined
  /** Settles when the `mount` that runs now is done. Never rejects. */
  #mounting: Promise<void> | undefined
  #assigns: AssignsState | undefined
  #socket: ViewSocket | undefined
  /** `mount` has returned, and nothing has let go yet of what it took. */
  #owesTerminate = false
  #streams: UnitStreams | undefined

  constructor(definition: ViewDefinition, renderer: Renderer, given: MountArguments, owner: UnitOwner) {
    this.definition = definition
    this.#arguments = given
    const { guards = [] } = given.liveSession ?? {}
    this.#guards = guards.length === 0 ? definition.guards : [...new Set([...guards, ...definition.guards])]
    this.#owner = owner
    this.#tree = new Tree(renderer)
  }

  /** Settles when the `mount` that runs now is done, and never rejects; undefined if none runs. */
  get mounting(): Promise<void> | undefined {
    return this.#mounting
  }

  /** There is something that `terminate` would let go of. */
  get owesTerminate(): boolean {
    return this.#owesTerminate
  }

  /** The assigns of the last `mount`. */
  get assigns(): AssignsState {
    if (this.#assigns === undefined) throw new Error("A view has no assigns before it was mounted.")
    return this.#assigns
  }

  /** Of callbacks after `mount`. */
  get socket(): ViewSocket {
    return this.#socket as ViewSocket
  }

  /** The tree of the last render. */
  get rendered(): Rendered {
    return this.#tree.rendered
  }

  /**
   * Runs the guards, and mounts, or mounts anew; starts the tasks of what `mount` returned, and waits until its subscriptions hold. Returns
   * where to, if the view redirects: then it has no (other) assigns.
   */
  mount(): Promise<string | undefined> {
    const mounted = this.#mount()
    const settle = (): void => {
      this.#mounting = undefined
    }
    this.#mounting = mounted.then(settle, settle)
    return mounted
  }

  async #mount(): Promise<string | undefined> {
    const owner = this.#owner
    const { place } = owner.facts
    if (!place.isPageRoot) this.#refuseIsland()
    const checked = checkedArguments(this.definition, goneOn(this.#arguments as MountArguments, place.said))
    const given = isThenable(checked) ? await checked : checked
    const additions = this.#guards.length === 0 ? NO_ADDITIONS : await runGuards(this.#guards, given, owner)
    if (isRedirect(additions)) return additions["~redirect"]
    // Closed while a guard ran: what comes after it would begin what nobody ends.
    if (owner.isEnded) return undefined
    const socket = new MountViewSocket(owner, this.definition.handleInfo !== undefined, given.held ?? {}, additions)
    const returned = callMount(this.definition, given, socket)
    const mounted = isThenable(returned) ? await returned : returned
    if (socket["~asked"].isIn(mounted, "`mount`")) return mounted["~redirect"]
    this.#take(mounted, additions)
    const { persisted } = owner.facts
    if (persisted !== undefined && !owner.isEnded) await persisted.restore(this.#socket)
    if (!owner.isEnded) await this.#begin(given.params)
    return undefined
  }

  /** Parameters are those of the page's URL, which an island has no part in. */
  #refuseIsland(): void {
    const { view, takesParams } = this.#owner.facts
    if (takesParams) throw new LiveError("LV_PARAMS_IN_ISLAND", { view })
  }

  /** Has from now on the assigns that `mount` and the guards have returned. */
  #take(mounted: unknown, additions: Additions): void {
    const owner = this.#owner
    const { view, place, isLive, persisted } = owner.facts
    this.#assigns = assignsFrom(mounted, view, additions, owner.flash.assign)
    owner.flash.showIn(this.#assigns)
    persisted?.holds(this.#assigns, additions)
    if (place.isPageRoot) this.#assigns.values["action"] = place.action
    this.#streams = UnitStreams.of(this.#assigns.values)
    this.#arguments = owner.mayMiss || this.#streams !== undefined ? withoutHeld(this.#arguments) : undefined
    this.#socket ??= new ViewSocket(this, owner, this.definition.handleInfo !== undefined)
    this.#owesTerminate = isLive && this.definition.terminate !== undefined
  }

  /** Begins what has been mounted: its tasks run, and it is told what its URL says. Undefined: nothing is to be waited for, as in most views. */
  #begin(params: Params): Promise<void> | undefined {
    const owner = this.#owner
    const { isLive } = owner.facts
    if (isLive) {
      for (const [key, task] of tasksOf(this.assigns.values)) owner.resources.startTask(key, task, undefined)
    }
    const told = tellMounted(this, owner, params)
    if (!isLive) return told
    return told === undefined ? owner.confirmed() : told.then(() => owner.confirmed())
  }

  /**
   * Asks the guards whether the mounted view may go on with these params and this session. What they return is assigned;
   * returns where to, if one of them redirects.
   */
  async guard(params: Params, session: object): Promise<string | undefined> {
    if (this.#guards.length === 0) return undefined
    const additions = await runGuards(this.#guards, { params, session }, this.#owner)
    if (isRedirect(additions)) return additions["~redirect"]
    if (this.#owner.isEnded) return undefined
    for (const [key, value] of Object.entries(additions)) setAssign(this.assigns, key, value)
    return undefined
  }

  /** Calls what a message goes to. */
  call(message: ClientMessage | BatchedMessage | GapMessage | RestreamMessage): unknown {
    this.socket.handles(message.kind === "event" ? message.id : undefined)
    if (message.kind === "event") return callEvent(this.definition, this.#owner.facts, message, this.socket)
    if (message.kind === "info") return callInfo(this.definition, this.#owner.facts, message, this.socket)
    if (message.kind === "async") return this.#outcome(message)
    if (message.kind === "restream") return this.restream()
    if (message.kind === "patch") return this.#patch(message)
    if (message.kind === "connect") return connect(this, this.#owner, message)
    const { handleGap } = this.definition
    return handleGap === undefined ? this.#mountAnew() : handleGap(message.topics, this.#socket)
  }

  #patch({ to }: PatchMessage): Promise<Refusal | undefined> {
    return typeof to === "string" ? arriveByPath(this, this.#owner, to) : arrive(this, this.#owner, to)
  }

  /** The view has asked to go to another URL. */
  get wantsOn(): boolean {
    return this.#owner.facts.place.next !== undefined
  }

  /** Goes to where the view has asked to go. Returns why it does not, if there is nothing. */
  goOn(): Promise<Refusal | undefined> {
    return goOn(this, this.#owner)
  }

  /** Has the rows of all streams once more, for a client that lacks them. */
  async restream(): Promise<void> {
    const { restream } = this.definition
    if (restream === undefined) return this.#mountAnew()
    for (const [name, state] of this.streams ?? []) {
      state.restore(checkItems(await restream(name, this.#socket)))
      setAssign(this.assigns, name, this.assigns.values[name])
    }
  }

  async #mountAnew(): Promise<void> {
    const owner = this.#owner
    await this.terminate("gap")
    // Closed while the app was letting go.
    if (owner.isEnded) return
    owner.releaseResources()
    const to = await this.mount()
    if (to !== undefined) owner.ask({ kind: "redirect", to })
  }

  /** Brings the outcome of a task to where it belongs, unless nobody waits for it any more. */
  #outcome({ task, hops }: AsyncMessage): unknown {
    const outcome = this.#owner.resources.takeOutcome(task)
    if (outcome === undefined) return undefined
    const { handler } = task
    if (handler !== undefined) return withHops(hops, () => handler(outcome, this.#socket))
    const { assigns } = this
    setAssign(assigns, task.name, toDone(assigns.values[task.name], outcome))
    return undefined
  }

  /** Has the app let go of what `mount` took, once. */
  terminate(reason: CloseReason): unknown {
    if (!this.#owesTerminate) return undefined
    this.#owesTerminate = false
    return this.definition.terminate?.(reason, this.#socket)
  }

  /** Renders with all that the assigns hold. */
  renderAll(table: TemplateTable | undefined): Difference {
    takeChanges(this.assigns)
    return this.#render(undefined, table)
  }

  /** Renders if something has changed since the last render. */
  renderChanges(table: TemplateTable | undefined): Difference {
    const changes = takeChanges(this.assigns)
    return changes === undefined ? null : this.#render(changes, table)
  }

  /** The client shows the last render: rows of streams need not be kept for it. */
  told(): void {
    this.#streams?.told()
  }

  /** By name; undefined if its assigns have none. */
  get streams(): ReadonlyMap<string, StreamState> | undefined {
    return this.#streams?.all
  }

  /** Nobody was told the last render: the client shows this one still. */
  goBack(shown: Rendered): void {
    this.#tree.goBack(shown)
  }

  /** No client is there: keeps what changes in streams within bounds. */
  boundRows(): void {
    this.#streams?.bound()
  }

  /** Rows that were sent are needed again: no render goes on from what the client shows of them. */
  loseRows(): void {
    this.#streams?.lose()
  }

  #render(changes: Changes | undefined, table: TemplateTable | undefined): Difference {
    const streams = this.#streams
    const { facts } = this.#owner
    facts.persisted?.note(changes)
    if (streams === undefined) return this.#tree.render(this.assigns.values, changes, table, facts)
    if (streams.areLost) {
      this.#tree.fellBehind()
      throw new RowsGone()
    }
    streams.begin()
    const difference = this.#tree.render(this.assigns.values, changes, table, facts)
    if (!isThenable(difference)) {
      streams.check(facts.view)
      return difference
    }
    return difference.then((value) => {
      streams.check(facts.view)
      return value
    })
  }
}
