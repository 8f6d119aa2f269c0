/**
 * One root element's view: joins it, sends its events, takes its differences, and comes back after a lost connection,
 * a crash or a refused token. It knows neither socket.io nor the bindings.
 *
 *            channel open                 reply
 *   idle ──────────────────► joining ─────────────► joined
 *    ▲                        ▲   │ token refused      │ exit
 *    │ channel closed         │   ▼                    ▼
 *    └── (from anywhere)      ├─ renewing           retrying ──► joining, with growing back-off
 *                             └────────── token        ▲ join failed, channel refused
 *   stopped: refused for good, redirected, or left. Forms and buttons post.
 */
import type { Extras, Joined, JoinReply, Problem } from "../../src/protocol/frames.js"
import { TEMPLATES_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import { PROTOCOL_VERSION } from "../../src/protocol/messages.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { WireChanges } from "../connection/connection.js"
import { backOff } from "../connection/reconnector.js"
import { classesOf, getAttribute, setAttribute } from "../dom/nodes/members.js"
import type { Renewal } from "../features/renewal/token-renewal.js"
import type { ChannelListener, ViewChannel } from "./view-channel.js"
import type { MakeViewDom, TemplateTexts, ViewDom, ViewDomDelegate } from "./view-dom.js"
import type { ViewEvent } from "./view-event.js"
import { ViewEvents } from "./view-events.js"

/** When the first join takes longer than this, forms and buttons are left to the plain POST. */
const PATIENCE = 5_000

/** A view that lives this long after its join counts as sound again. */
const PROVEN = 10_000

/** Joins that fail one after the other before a plain page load is asked for. */
const FAILURES = 5

/** Delays between failed joins, in ms. */
const SHORTEST = 1_000
const LONGEST = 60_000

/**
 * What happens to an event now: sent · waits for the join's reply · not sent, the connection is gone · left to the
 * browser's own submission.
 */
export type Readiness = "ready" | "waiting" | "offline" | "plain"

/** What a {@link ClientView} asks of and tells to its owner. */
export interface ClientViewDelegate {
  readonly templates: TemplateTexts
  readonly makeDom: MakeViewDom
  joinParams(): Readonly<Record<string, unknown>> | undefined
  renewToken(root: HTMLElement): Promise<Renewal>
  /** The view joins when its channel has been opened anew. */
  cookieRenewed(): void
  viewJoined(view: ClientView): void
  /** It has been joined for a while without trouble. */
  viewProved(view: ClientView): void
  viewPatched(view: ClientView): void
  /** It cannot come back by itself; a plain page load may help. */
  viewGaveUp(view: ClientView, problem: Problem): void
  /** An event was not sent: there is no connection, or, with a problem, it cannot be. */
  eventRefused(view: ClientView, problem?: Problem): void
  /** The server has not handled an event; `problemArrived` has said so before. */
  eventFailed(view: ClientView, problem: Problem): void
  effectsArrived(effects: Extras, view: ClientView): void
  problemArrived(problem: Problem, view: ClientView): void
  /** Templates that were changed are sound again. */
  problemOver(): void
}

export class ClientView implements ChannelListener, ViewDomDelegate {
  readonly root: HTMLElement
  readonly #channel: ViewChannel
  readonly #delegate: ClientViewDelegate
  readonly #dom: ViewDom
  readonly #events = new ViewEvents()
  /** Template ids by their number in this instance. */
  readonly #ids: string[] = []
  #state: "idle" | "joining" | "joined" | "renewing" | "retrying" | "stopped" = "idle"
  #instance: number | undefined
  /** Counts joins: a reply that belongs to an earlier one is late. */
  #epoch = 0
  /** The first join was answered, and its values were written. */
  #bound = false
  /** The DOM no longer is the first HTML, if only because writing to it failed half way. */
  #touched = false
  #plain = false
  /** The problem that the last acknowledgement told of: an exit that follows says it once more. */
  #told: string | undefined
  #proved = false
  /** What is pushed now tells once more what forms hold. */
  #recovering = false
  #renewed = false
  #failures = 0
  #patience: ReturnType<typeof setTimeout> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(root: HTMLElement, channel: ViewChannel, delegate: ClientViewDelegate) {
    this.root = root
    this.#channel = channel
    this.#delegate = delegate
    this.#dom = delegate.makeDom(root, this)
    for (const id of getAttribute(root, TEMPLATES_ATTRIBUTE)?.split(" ") ?? []) if (id !== "") this.#number(id)
  }

  get instance(): number | undefined {
    return this.#instance
  }

  get readiness(): Readiness {
    if (this.#state === "joined") return "ready"
    if (this.#plain) return "plain"
    return !this.#bound || this.#state === "joining" ? "waiting" : "offline"
  }

  /** Forms (and controls of no form) with edits the server has not been sent. */
  get dirtyForms(): readonly Element[] {
    return this.#dom
      .dirtyForms()
      .filter((element) => !this.#events.hasSent(element) && !this.#events.isToldLater(element))
  }

  /** True if it has been joined for a while without trouble. */
  get isSound(): boolean {
    return this.#proved
  }

  /** True if the server has not been sent what this control holds. */
  isEdited(control: Element): boolean {
    return this.#dom.edited(control) && !this.#events.hasSent(control)
  }

  /** Takes an element for its own that a portal has moved out of its root; false while its slots are not bound. */
  adopt(element: Element): boolean {
    if (this.#bound) this.#dom.watch(element)
    return this.#bound
  }

  /** Joins it as soon as there is a channel; again after `stop`, too. */
  start(): void {
    this.#state = "idle"
    this.#show(false, true, false)
    this.#patience = setTimeout(() => {
      this.#plain = true
    }, PATIENCE)
    this.#channel.add(this)
  }

  /** Ends it: the root is gone, or the page is being left. */
  stop(): void {
    if (this.#instance !== undefined) this.#channel.port.leave(this.#instance)
    this.#channel.remove(this)
    this.#detach("stopped")
    clearTimeout(this.#patience)
    this.#show(false, false, false)
  }

  /** Sends an event, or keeps it until the join's reply, or says on its elements that it was not sent. */
  push(event: ViewEvent): void {
    const { readiness } = this
    if (event.control) this.#dom.used(event.control)
    if (this.#recovering && !this.#events.mayRecover(event)) return
    if (readiness === "ready") this.#send(event)
    else if (readiness !== "waiting" || !this.#events.wait(event)) this.#refuse(event)
  }

  /** True if the same submission is under way: a second click on the same button. */
  isSubmitting(form: Element, payload: unknown): boolean {
    return this.#events.isSubmitting(form, payload)
  }

  /** The connection has been gone for so long that the user should see it. */
  connectionMissed(): void {
    if (this.#state === "idle" && this.#bound) this.#show(false, true, true)
  }

  // Channel listener

  channelOpened(): void {
    if (this.#state === "idle") this.#join()
  }

  channelClosed(byServer: boolean): void {
    if (this.#state === "stopped") return
    const retrying = this.#state === "retrying"
    if (!retrying) {
      this.#detach("idle")
      this.#show(false, true, false)
    }
    if (byServer && !retrying) this.#retry()
  }

  channelRefused(reason: string): void {
    if (this.#state !== "stopped") this.viewExited({ code: "LV_NAMESPACE_REFUSED", message: reason })
  }

  diffArrived(diff: WireChanges, extras?: Extras): void {
    this.#take(extras, () => {
      if (diff) this.#dom.write(diff)
    })
  }

  viewExited(problem: Problem): void {
    if (problem.message !== this.#told) this.#delegate.problemArrived(problem, this)
    this.#told = undefined
    this.#fail(problem)
  }

  // DOM delegate

  requestValues(paths: readonly WirePath[]): void {
    const epoch = this.#epoch
    if (this.#instance === undefined) return
    this.#channel.port.values(this.#instance, paths, (reply) => {
      this.#channel.keepTexts(reply.e)
      if (epoch === this.#epoch && reply.d) this.#take(reply.e, () => this.#dom.valuesArrived(paths, reply.d))
    })
  }

  patched(): void {
    this.#delegate.viewPatched(this)
  }

  // Joining

  #join(): void {
    const epoch = ++this.#epoch
    const params = this.#delegate.joinParams()
    this.#state = "joining"
    this.#show(false, true, false)
    const request = {
      v: PROTOCOL_VERSION,
      t: getAttribute(this.root, TOKEN_ATTRIBUTE) ?? "",
      h: this.#ids,
      n: [...this.#ids.keys()].filter((index) => !this.#delegate.templates.has(this.#ids[index] as string)),
      ...(this.#touched || this.#renewed ? ({ a: true } as const) : {}),
      ...(params === undefined ? {} : { p: params }),
    }
    if (!this.#channel.port.carries(request)) return this.#surrender(tooLarge("The join, with its connect parameters,"))
    this.#channel.port.join(request, (reply) => {
      if ("i" in reply) this.#channel.keepTexts(reply.e)
      if (epoch === this.#epoch) this.#replied(reply)
      // Nobody waits for it any more; the server would keep it until the connection ends.
      else if ("i" in reply) this.#channel.port.leave(reply.i)
    })
  }

  #replied(reply: JoinReply): void {
    if ("r" in reply) {
      this.#detach("stopped")
      this.#plain = true
      this.#delegate.effectsArrived({ r: reply.r }, this)
    } else if ("x" in reply) {
      this.#joinFailed(reply.x)
    } else {
      this.#joined(reply)
    }
  }

  #joined({ i, d, e }: Joined): void {
    this.#instance = i
    this.#state = "joined"
    this.#renewed = false
    this.#timer = setTimeout(() => {
      this.#failures = 0
      this.#proved = true
      this.#delegate.viewProved(this)
    }, PROVEN)
    this.#events.forgetRefusals()
    this.#show(true, false, false)
    this.#take(e, () => {
      const isFirst = !this.#touched
      this.#touched = true
      if (isFirst) this.#dom.bind(d)
      else this.#dom.replaceAll(d ?? {})
      this.#bound = true
      this.#plain = false
      clearTimeout(this.#patience)
      // What the user typed comes before what was clicked meanwhile.
      this.#recovering = true
      this.#delegate.viewJoined(this)
      this.#recovering = false
      for (const event of this.#events.takeWaiting()) this.#send(event)
    })
  }

  #joinFailed(problem: Problem): void {
    if (problem.code.startsWith("LV_TOKEN_") && !this.#renewed) {
      this.#renew(problem)
    } else if (problem.code.startsWith("LV_TOKEN_")) {
      this.#surrender(problem)
    } else if (problem.code === "LV_PROTOCOL_VERSION") {
      this.#surrender(problem)
      this.#delegate.viewGaveUp(this, problem)
    } else {
      this.viewExited(problem)
    }
  }

  /** The page's own URL has a fresh token, if the host's middleware still lets this browser see it. */
  #renew(problem: Problem): void {
    const epoch = this.#epoch
    this.#state = "renewing"
    void this.#delegate.renewToken(this.root).then((renewal) => {
      if (epoch !== this.#epoch || this.#state !== "renewing") return
      if (renewal.kind === "unreachable") return this.#fail(problem)
      if (renewal.kind === "elsewhere") {
        this.#surrender(problem)
        return this.#delegate.viewGaveUp(this, problem)
      }
      this.#renewed = true
      setAttribute(this.root, TOKEN_ATTRIBUTE, renewal.token)
      if (problem.code !== "LV_TOKEN_FOREIGN") return this.#join()
      // The cookie came with that page; the connection still says the one it was opened with.
      this.#state = "idle"
      return this.#delegate.cookieRenewed()
    })
  }

  /** The page stays as it is and works by POST. */
  #surrender(problem: Problem): void {
    this.#detach("stopped")
    this.#plain = true
    this.#show(false, false, false)
    // They waited for a join that will not come.
    for (const event of this.#events.takeWaiting()) this.#refuse(event)
    this.#delegate.problemArrived(problem, this)
  }

  /** A crash, or a join that failed: try again, later each time; after some times a page load may help. */
  #fail(problem: Problem): void {
    this.#detach("retrying")
    this.#show(false, false, true)
    if (++this.#failures === FAILURES) {
      this.#plain = true
      this.#delegate.viewGaveUp(this, problem)
    }
    this.#retry()
  }

  #retry(): void {
    this.#state = "retrying"
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => {
        if (this.#channel.port.isOpen) return this.#join()
        this.#state = "idle"
        this.#channel.port.open()
      },
      backOff(Math.max(0, this.#failures - 1), SHORTEST, LONGEST),
    )
  }

  /** Forgets the instance: what is in flight will not be acknowledged. */
  #detach(state: "idle" | "retrying" | "stopped"): void {
    this.#state = state
    this.#epoch++
    this.#proved = false
    this.#instance = undefined
    clearTimeout(this.#timer)
    this.#events.forgetSent()
    if (!this.#bound) return
    this.#dom.unlockAll()
    for (const event of this.#events.takeWaiting()) this.#refuse(event)
  }

  // Events and what comes back

  #send(event: ViewEvent): void {
    if (!this.#channel.port.carries(event.payload))
      return this.#refuse(event, tooLarge(`The event ${JSON.stringify(event.name)}`))
    const epoch = this.#epoch
    const lock = this.#dom.lock(event.source, event)
    this.#events.send(event)
    this.#channel.port.push(this.#instance as number, event.name, event.payload, (diff, extras) => {
      this.#channel.keepTexts(extras)
      if (epoch !== this.#epoch) return
      const problem = extras?.x
      if (problem !== undefined) this.#events.failed(event)
      this.#events.acknowledge(event)
      this.#take(extras, () => this.#dom.acknowledge(lock, diff || null, problem !== undefined))
      if (problem !== undefined) this.#delegate.eventFailed(this, problem)
    })
  }

  #refuse(event: ViewEvent, problem?: Problem): void {
    this.#events.refuse(event)
    this.#delegate.eventRefused(this, problem)
  }

  /** Templates' numbers first, the writes may need them; then the writes; then what the page shall do. */
  #take(extras: Extras | undefined, write: () => void): void {
    try {
      for (const [number, template] of Object.entries(extras?.t ?? {})) {
        this.#number(typeof template === "string" ? template : template[0], Number(number))
      }
      write()
    } catch (error) {
      // The DOM may be half written: another join takes all values anew.
      if (this.#instance !== undefined) this.#channel.port.leave(this.#instance)
      const problem = { code: "LV_CLIENT_FAILED", message: String(error), ...detailOf(error) }
      if ((error as Error).name === "PolicyError") this.#surrender(problem)
      else this.viewExited(problem)
      return
    }
    if (extras === undefined) return
    this.#told = extras.x?.message
    if (extras.x !== undefined) this.#delegate.problemArrived(extras.x, this)
    if (extras.o !== undefined) this.#delegate.problemOver()
    this.#delegate.effectsArrived(extras, this)
  }

  #number(id: string, number: number = this.#ids.length): void {
    this.#ids[number] = id
    this.#dom.number(number, id)
  }

  #show(connected: boolean, loading: boolean, error: boolean): void {
    const classList = classesOf(this.root)
    classList.toggle("live-connected", connected)
    classList.toggle("live-loading", loading)
    classList.toggle("live-error", error)
  }
}

/** As the server would say it, could it read the message. */
function tooLarge(what: string): Problem {
  return { code: "LV_MESSAGE_TOO_LARGE", message: `${what} is larger than the connection carries. It was not sent.` }
}

function detailOf(error: unknown): { detail?: string } {
  return error instanceof Error && error.stack !== undefined ? { detail: error.stack } : {}
}
