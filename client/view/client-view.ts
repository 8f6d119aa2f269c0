/**
 * One root element's view: what the page knows of it, and what is written below its root. Whether it is joined is its joiner's matter, what
 * goes to and fro its traffic's. It knows neither socket.io nor the bindings.
 */
import type { Extras, Joined, JoinRequest, Problem } from "../../src/protocol/frames.js"
import { BEHIND_NAME } from "../../src/protocol/key.js"
import { TEMPLATES_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import { PROTOCOL_VERSION } from "../../src/protocol/messages.js"
import { SNAPSHOT_ATTRIBUTE } from "../../src/protocol/snapshot.js"
import type { WirePath } from "../../src/protocol/values.js"
import { classesOf, getAttribute } from "../dom/nodes/members.js"
import type { ClientSeat } from "./client-seat.js"
import { type Detachment, type JoinedView, Joiner, type Look } from "./joiner.js"
import type { ChannelListener, ViewChannel } from "./view-channel.js"
import type { ViewDom, ViewDomDelegate } from "./view-dom.js"
import type { ViewEvent } from "./view-event.js"
import type { Readiness, Recovery, ViewPage } from "./view-page.js"
import { type TrafficView, ViewTraffic } from "./view-traffic.js"

const LOOKS: readonly Look[] = ["connected", "loading", "error"]

export class ClientView implements JoinedView, ChannelListener, ViewDomDelegate, TrafficView {
  readonly root: HTMLElement
  readonly dom: ViewDom
  readonly #channel: ViewChannel
  readonly #page: ViewPage
  readonly #joiner: Joiner
  readonly #traffic: ViewTraffic
  /** `half`: it no longer is the first HTML, if only because writing to it failed half way. */
  #html: "first" | "half" | "bound" = "first"
  /** The problem that the last acknowledgement told of: an exit that follows says it once more. */
  #told: string | undefined

  constructor(root: HTMLElement, channel: ViewChannel, page: ViewPage) {
    this.root = root
    this.#channel = channel
    this.#page = page
    this.dom = page.makeDom(root, this)
    this.#traffic = new ViewTraffic(this, channel, page)
    this.#joiner = new Joiner(channel, this, page)
    const ids = getAttribute(root, TEMPLATES_ATTRIBUTE)?.split(" ") ?? []
    for (const [number, id] of ids.filter((id) => id !== "").entries()) this.dom.number(number, id)
  }

  get seat(): ClientSeat | undefined {
    return this.#traffic.seat
  }

  get readiness(): Readiness {
    return this.#joiner.readiness
  }

  get isBound(): boolean {
    return this.#html === "bound"
  }

  get dirtyForms(): readonly Element[] {
    return this.dom.dirtyForms().filter((element) => !this.#traffic.tells(element))
  }

  /** True if it has been joined for a while without trouble. */
  get isSound(): boolean {
    return this.#joiner.state === "sound"
  }

  isEdited(control: Element): boolean {
    return this.dom.edited(control) && !this.#traffic.hasSent(control)
  }

  /** Takes an element for its own that a portal has moved out of its root; false while its slots are not bound. */
  adopt(element: Element): boolean {
    if (this.isBound) this.dom.watch(element)
    return this.isBound
  }

  /** Joins it as soon as there is a channel; again after `stop`, too. */
  start(): void {
    this.#joiner.start()
    this.#channel.add(this)
  }

  /** Ends it: the root is gone, or the page is being left. */
  stop(): void {
    this.leave()
    this.#channel.remove(this)
    this.#joiner.stop()
  }

  /** Tells the server that nobody needs the view it has. */
  leave(): void {
    this.seat?.leave()
  }

  /** Sends an event, or keeps it until the join's reply, or says on its elements that it was not sent. */
  push(event: ViewEvent): void {
    const { readiness } = this
    if (event.control) this.dom.used(event.control)
    this.#traffic.push(event, readiness)
  }

  block(element: Element): () => void {
    return this.dom.block(element)
  }

  frame(work: () => void): void {
    this.dom.frame(work)
  }

  patch(ticket: string, answered: (extras: Extras) => void): void {
    this.seat?.give({ ticket, answered, lost: 0 })
  }

  isSubmitting(form: Element, payload: unknown): boolean {
    return this.#traffic.isSubmitting(form, payload)
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

  viewDrained(events: number): void {
    // A balancer would lead it back there.
    this.#channel.port.keptBy("")
    this.#traffic.drained(events)
    this.#joiner.drained()
  }

  viewExited(problem: Problem): void {
    if (problem.message !== this.#told) this.#page.problems.problemArrived(problem, this)
    this.#told = undefined
    this.#joiner.failed(problem)
  }

  // DOM delegate

  requestValues(paths: readonly WirePath[]): void {
    this.seat?.ask(paths)
  }

  // What its joiner asks and tells

  joinRequest(isRenewed: boolean): JoinRequest {
    return {
      v: PROTOCOL_VERSION,
      t: getAttribute(this.root, TOKEN_ATTRIBUTE) ?? "",
      h: this.dom.templateIds,
      n: this.dom.missingTemplates(),
      a: this.#html !== "first" || isRenewed || undefined,
      p: this.#page.joinParams(),
      r: this.#traffic.comeBack,
      s: getAttribute(this.root, SNAPSHOT_ATTRIBUTE) || undefined,
      // What is undefined does not travel.
    } as JoinRequest
  }

  accepted(joined: Joined): void {
    const { i, d, e, k, r, g } = joined
    const traffic = this.#traffic
    if (k !== undefined) this.#channel.port.keptBy(k.slice(0, -BEHIND_NAME))
    if (r === undefined) {
      if (g !== undefined) traffic.drained(g)
      traffic.begin(i, k)
      // Nothing is told to a process that sends the page elsewhere.
      if (this.isBound && traffic.recover(joined)) this.#joiner.recovers()
      else this.#writeFirst(joined)
      return
    }
    const { e: given, f: frames = [], w: isWhole } = r
    const seat = traffic.resume(i, k, given)
    if (isWhole === undefined) seat.play(frames)
    // One that could not be written has ended the view.
    if (seat.isVacant) return
    this.take(e, () => {
      if (isWhole !== undefined) {
        this.dom.replaceAll(d ?? {}, true)
        seat.play(frames)
        if (seat.isVacant) return
        seat.countAnew()
      } else if (d) this.dom.write(d)
      seat.confirm()
      this.#bound(true)
    })
  }

  detached(how: Detachment): void {
    if (this.#traffic.detached(how, this.isBound)) this.dom.unlockAll()
    if (this.isBound) this.#page.life.viewLost(this)
  }

  surrendered(problem: Problem): void {
    // They waited for a join that will not come.
    this.#traffic.refuseWaiting()
    this.#page.problems.problemArrived(problem, this)
  }

  shows(...looks: readonly Look[]): void {
    for (const look of LOOKS) classesOf(this.root).toggle(`live-${look}`, looks.includes(look))
  }

  recovered(recovery: Recovery): void {
    this.#joiner.recovered()
    this.take(undefined, () => this.#writeFirst(recovery.joined, recovery))
  }

  /** Shows what a process does of which the page shows nothing but its first HTML, or not even that. */
  #writeFirst({ d: values, e }: Joined, to: Pick<ViewDom, "replaceAll"> = this.dom): void {
    this.take(e, () => {
      if (this.#html === "first") {
        this.#html = "half"
        this.dom.bind(values)
      } else to.replaceAll(values ?? {})
      this.#bound(false)
    })
  }

  /** The page shows what the view does. */
  #bound(isResumed: boolean): void {
    const isFirst = !this.isBound
    this.#html = "bound"
    this.#joiner.bound()
    this.#traffic.goOn(isResumed, isFirst, () => this.#page.life.viewJoined(this, isResumed))
  }

  /** Templates' numbers first, the writes may need them; then the writes; then what the page shall do. */
  take(extras: Extras | undefined, write: () => void): void {
    try {
      for (const [number, template] of Object.entries(extras?.t ?? {})) {
        this.dom.number(Number(number), typeof template === "string" ? template : template[0])
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
    this.leave()
    const { name, stack = "" } = error as Error
    const problem = { code: "LV_CLIENT_FAILED", message: String(error), detail: stack }
    if (name === "PolicyError") this.#joiner.surrender(problem)
    else this.viewExited(problem)
  }
}
