/**
 * One root element's view: sends its events, and takes what the server has to say to it. Whether it is joined is its
 * joiner's matter. It knows neither socket.io nor the bindings.
 */
import type { Extras, Joined, JoinRequest, Problem } from "../../src/protocol/frames.js"
import { TEMPLATES_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import { PROTOCOL_VERSION } from "../../src/protocol/messages.js"
import type { WirePath } from "../../src/protocol/values.js"
import type { WireChanges } from "../connection/connection.js"
import { classesOf, getAttribute } from "../dom/nodes/members.js"
import { type JoinedView, Joiner, type Look, tooLarge } from "./joiner.js"
import type { ChannelListener, ViewChannel } from "./view-channel.js"
import type { ViewDom, ViewDomDelegate } from "./view-dom.js"
import type { ViewEvent } from "./view-event.js"
import { ViewEvents } from "./view-events.js"
import type { Readiness, ViewPage } from "./view-page.js"

const LOOKS: readonly Look[] = ["connected", "loading", "error"]

/** What this page has of a view on the server, from a join to its end: what comes for an earlier one is late. */
interface Seat {
  readonly instance: number
  /** The number of the last event or ticket that was sent. */
  sent: number
}

export class ClientView implements JoinedView, ChannelListener, ViewDomDelegate {
  readonly root: HTMLElement
  readonly #channel: ViewChannel
  readonly #page: ViewPage
  readonly #dom: ViewDom
  readonly #joiner: Joiner
  readonly #events: ViewEvents
  #seat: Seat | undefined
  /** `half`: it no longer is the first HTML, if only because writing to it failed half way. */
  #html: "first" | "half" | "bound" = "first"
  /** The problem that the last acknowledgement told of: an exit that follows says it once more. */
  #told: string | undefined
  /** What is pushed now tells once more what forms hold. */
  #isRecovering = false

  constructor(root: HTMLElement, channel: ViewChannel, page: ViewPage) {
    this.root = root
    this.#channel = channel
    this.#page = page
    this.#dom = page.makeDom(root, this)
    this.#events = new ViewEvents(page.life.eventShown)
    this.#joiner = new Joiner(channel, this, page)
    const ids = getAttribute(root, TEMPLATES_ATTRIBUTE)?.split(" ") ?? []
    for (const [number, id] of ids.filter((id) => id !== "").entries()) this.#dom.number(number, id)
  }

  get instance(): number | undefined {
    return this.#seat?.instance
  }

  get readiness(): Readiness {
    return this.#joiner.readiness
  }

  get isBound(): boolean {
    return this.#html === "bound"
  }

  get dirtyForms(): readonly Element[] {
    return this.#dom
      .dirtyForms()
      .filter((element) => !this.#events.hasSent(element) && !this.#events.isToldLater(element))
  }

  /** True if it has been joined for a while without trouble. */
  get isSound(): boolean {
    return this.#joiner.state === "sound"
  }

  isEdited(control: Element): boolean {
    return this.#dom.edited(control) && !this.#events.hasSent(control)
  }

  /** Takes an element for its own that a portal has moved out of its root; false while its slots are not bound. */
  adopt(element: Element): boolean {
    if (this.isBound) this.#dom.watch(element)
    return this.isBound
  }

  /** Joins it as soon as there is a channel; again after `stop`, too. */
  start(): void {
    this.#joiner.start()
    this.#channel.add(this)
  }

  /** Ends it: the root is gone, or the page is being left. */
  stop(): void {
    this.#leave()
    this.#channel.remove(this)
    this.#joiner.stop()
  }

  /** Sends an event, or keeps it until the join's reply, or says on its elements that it was not sent. */
  push(event: ViewEvent): void {
    const { readiness } = this
    if (event.control) this.#dom.used(event.control)
    if (this.#isRecovering && !event.settled && !this.#events.mayRecover(event)) return
    if (readiness === "ready") this.#send(event)
    else if (readiness !== "waiting" || !this.#events.wait(event)) this.#refuse(event)
  }

  block(element: Element): () => void {
    return this.#dom.block(element)
  }

  frame(work: () => void): void {
    this.#dom.frame(work)
  }

  patch(ticket: string, answered: (extras: Extras) => void): void {
    const seat = this.#seat as Seat
    this.#channel.patch(seat.instance, ticket, ++seat.sent, (diff, extras = {}) => {
      if (seat !== this.#seat) return
      const { x: _problem, p: _patch, ...others } = extras
      this.#take(others, () => {
        if (diff) this.#dom.write(diff)
        answered(extras)
      })
    })
  }

  isSubmitting(form: Element, payload: unknown): boolean {
    return this.#events.isSubmitting(form, payload)
  }

  /** The connection has been gone for so long that the user should see it. */
  connectionMissed(): void {
    if (this.#joiner.state === "idle" && this.isBound) this.shows("loading", "error")
  }

  // Channel listener

  channelOpened(): void {
    this.#joiner.opened()
  }

  channelClosed(byServer: boolean): void {
    this.#joiner.closed(byServer)
  }

  channelRefused(message: string): void {
    if (this.#joiner.state !== "stopped") this.viewExited({ code: "LV_NAMESPACE_REFUSED", message })
  }

  diffArrived(diff: WireChanges, extras?: Extras): void {
    this.#take(extras, () => {
      if (diff) this.#dom.write(diff)
    })
  }

  viewExited(problem: Problem): void {
    if (problem.message !== this.#told) this.#page.problems.problemArrived(problem, this)
    this.#told = undefined
    this.#joiner.failed(problem)
  }

  // DOM delegate

  requestValues(paths: readonly WirePath[]): void {
    const seat = this.#seat
    if (seat === undefined) return
    this.#channel.values(seat.instance, paths, ({ d, e }) => {
      if (seat === this.#seat && d) this.#take(e, () => this.#dom.valuesArrived(paths, d))
    })
  }

  // What its joiner asks and tells

  joinRequest(isRenewed: boolean): JoinRequest {
    const params = this.#page.joinParams()
    return {
      v: PROTOCOL_VERSION,
      t: getAttribute(this.root, TOKEN_ATTRIBUTE) ?? "",
      h: this.#dom.templateIds,
      n: this.#dom.missingTemplates(),
      ...(this.#html !== "first" || isRenewed ? ({ a: true } as const) : {}),
      ...(params === undefined ? {} : { p: params }),
    }
  }

  accepted({ i, d, e }: Joined): void {
    this.#seat = { instance: i, sent: 0 }
    this.#events.forgetRefusals()
    this.#take(e, () => {
      const isFirst = this.#html === "first"
      if (isFirst) this.#html = "half"
      if (isFirst) this.#dom.bind(d)
      else this.#dom.replaceAll(d ?? {})
      this.#html = "bound"
      this.#joiner.bound()
      // What the user typed comes before what was clicked meanwhile.
      this.#isRecovering = true
      this.#page.life.viewJoined(this)
      this.#isRecovering = false
      for (const event of this.#events.takeWaiting()) this.#send(event)
    })
  }

  detached(): void {
    this.#seat = undefined
    this.#events.forgetSent()
    if (!this.isBound) return
    this.#dom.unlockAll()
    this.#refuseWaiting()
    this.#page.life.viewLost(this)
  }

  surrendered(problem: Problem): void {
    // They waited for a join that will not come.
    this.#refuseWaiting()
    this.#page.problems.problemArrived(problem, this)
  }

  shows(...looks: readonly Look[]): void {
    for (const look of LOOKS) classesOf(this.root).toggle(`live-${look}`, looks.includes(look))
  }

  // Events and what comes back

  #send(event: ViewEvent): void {
    const seat = this.#seat as Seat
    if (!this.#channel.port.carries(event.payload))
      return this.#refuse(event, tooLarge(`The event ${JSON.stringify(event.name)}`))
    // A hook may push while the pointer moves: what the server writes to its element does not wait for that.
    const lock = event.settled ? 0 : this.#dom.lock(event.source, event)
    this.#events.send(event)
    this.#page.life.eventSent()
    const { name, payload } = event
    this.#channel.push(seat.instance, { name, payload, number: ++seat.sent }, (diff, extras) => {
      if (seat !== this.#seat) return
      const problem = extras?.x
      if (problem !== undefined) this.#events.failed(event)
      this.#events.acknowledge(event)
      this.#take(extras, () => this.#dom.acknowledge(lock, diff || null, problem !== undefined))
      if (event.settled) event.settled("answered", problem, extras?.y)
      else if (problem !== undefined) this.#page.problems.eventFailed(this, problem)
    })
  }

  #refuse(event: ViewEvent, problem?: Problem): void {
    this.#events.refuse(event)
    if (event.settled) event.settled("refused", problem)
    else this.#page.problems.eventRefused(this, problem)
  }

  #refuseWaiting(): void {
    for (const event of this.#events.takeWaiting()) this.#refuse(event)
  }

  /** Templates' numbers first, the writes may need them; then the writes; then what the page shall do. */
  #take(extras: Extras | undefined, write: () => void): void {
    try {
      for (const [number, template] of Object.entries(extras?.t ?? {})) {
        this.#dom.number(Number(number), typeof template === "string" ? template : template[0])
      }
      write()
    } catch (error) {
      this.#failed(error)
      return
    }
    if (extras === undefined) return
    const { problems } = this.#page
    this.#told = extras.x?.message
    if (extras.x !== undefined) problems.problemArrived(extras.x, this)
    if (extras.o !== undefined) problems.problemOver()
    this.#page.effectsArrived(extras, this)
  }

  /** The DOM may be half written: another join takes all values anew. */
  #failed(error: unknown): void {
    this.#leave()
    const { name, stack = "" } = error as Error
    const problem = { code: "LV_CLIENT_FAILED", message: String(error), detail: stack }
    if (name === "PolicyError") this.#joiner.surrender(problem)
    else this.viewExited(problem)
  }

  /** Tells the server that nobody needs the view it has. */
  #leave(): void {
    if (this.#seat !== undefined) this.#channel.port.leave(this.#seat.instance)
  }
}
