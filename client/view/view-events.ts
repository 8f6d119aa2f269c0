/**
 * The events of one view that are under way, wait for its join, or could not be sent, and the classes that show it on
 * their elements. When an event goes which way is the view's matter.
 */

import { classesOf } from "../dom/nodes/members.js"
import type { ViewEvent } from "./view-event.js"
import type { ViewLife } from "./view-page.js"

/** Says on an element, until the view is joined again or a later event of it is sent, that an event was not. */
const REFUSED_CLASS = "live-refused"

/** Events that wait for a join at most. */
const MOST_WAITING = 100

export class ViewEvents {
  readonly #inFlight = new Set<ViewEvent>()
  readonly #refused = new Set<Element>()
  /** What forms and controls have told once more after a join; null: the server could not handle it. Until the user changes them. */
  readonly #recovered = new WeakMap<Element, ViewEvent | null>()
  /** What is pushed now tells once more what forms hold. */
  #isRecovering = false
  /** How many events show a class on an element: two of one element end with the second. */
  readonly #counts = new WeakMap<Element, Map<string, number>>()
  #waiting: ViewEvent[] = []
  readonly #shown: ViewLife["eventShown"]

  /** `shown` is told of each element that begins, or ends, to show an event. */
  constructor(shown: ViewLife["eventShown"] = () => undefined) {
    this.#shown = shown
  }

  /** True if an event of this element is under way. */
  hasSent(source: Element): boolean {
    return [...this.#inFlight].some((event) => event.source === source && !event.settled)
  }

  /** True if an event waits for the join that tells what this form or control holds. */
  isToldLater(source: Element): boolean {
    return this.#waiting.some((event) => event.source === source && /^(?:change|submit)$/.test(event.type))
  }

  /** What this pushes tells once more what forms hold. */
  recover(push: () => void): void {
    this.#isRecovering = true
    push()
    this.#isRecovering = false
  }

  /** False for what was told once more and could not be handled: told again and again it might end each new view. */
  mayPush(event: ViewEvent): boolean {
    const { source } = event
    if (!this.#isRecovering || event.settled) return this.#recovered.delete(source) || true
    if (this.#recovered.get(source) === null) return false
    this.#recovered.set(source, event)
    return true
  }

  failed(event: ViewEvent): void {
    if (this.#recovered.get(event.source) === event) this.#recovered.set(event.source, null)
  }

  /** True if the same submission is under way or waits. */
  isSubmitting(form: Element, payload: unknown): boolean {
    return [...this.#inFlight, ...this.#waiting].some(
      (event) => event.type === "submit" && event.source === form && event.payload === payload,
    )
  }

  send(event: ViewEvent): void {
    for (const element of event.shown) this.#forgetRefusal(element)
    this.#inFlight.add(event)
    this.#show(event, 1)
  }

  acknowledge(event: ViewEvent): void {
    if (!this.#inFlight.delete(event)) return
    this.#show(event, -1)
    event.over?.()
  }

  /** No acknowledgement will come any more, but perhaps to those that stay. */
  forgetSent(stays?: (event: ViewEvent) => boolean): void {
    for (const event of this.takeSent(stays)) {
      event.over?.()
      event.settled?.("lost")
    }
  }

  /** Takes those that are under way, but for those that stay: what becomes of them is another's matter now. */
  takeSent(stays: (event: ViewEvent) => boolean = () => false): readonly ViewEvent[] {
    const sent = [...this.#inFlight].filter((event) => !stays(event))
    for (const event of sent) {
      this.#inFlight.delete(event)
      this.#show(event, -1)
    }
    return sent
  }

  /** Keeps an event for later; false if too many wait already. */
  wait(event: ViewEvent): boolean {
    if (this.#waiting.length >= MOST_WAITING) return false
    this.#waiting.push(event)
    this.#show(event, 1)
    return true
  }

  /** Has these wait before all others. */
  waitFirst(events: readonly ViewEvent[]): void {
    this.#waiting = [...events, ...this.#waiting]
    for (const event of events) this.#show(event, 1)
  }

  /** Hands over what waited, in order. */
  takeWaiting(): readonly ViewEvent[] {
    const waiting = this.#waiting
    this.#waiting = []
    for (const event of waiting) this.#show(event, -1)
    return waiting
  }

  refuse(event: ViewEvent): void {
    event.over?.()
    for (const element of event.shown) {
      classesOf(element).add(REFUSED_CLASS)
      this.#refused.add(element)
    }
  }

  forgetRefusals(): void {
    for (const element of this.#refused) this.#forgetRefusal(element)
  }

  #forgetRefusal(element: Element): void {
    if (this.#refused.delete(element)) classesOf(element).remove(REFUSED_CLASS)
  }

  #show({ type, shown }: ViewEvent, by: number): void {
    const name = `live-${type}-loading`
    for (const element of shown) {
      const counts = this.#counts.get(element) ?? new Map<string, number>()
      const count = (counts.get(name) ?? 0) + by
      this.#counts.set(element, counts.set(name, count))
      classesOf(element).toggle(name, count > 0)
      if (count === Math.max(0, by)) this.#shown(element, type, count > 0)
    }
  }
}
