/**
 * How often an element's events are sent, as `live-debounce` and `live-throttle` say. Most pages say nothing of it: what does
 * it is a part of its own, `client/features/rate-limits/`. Events that come before it wait for it, in order.
 */
import type { Loadable } from "../util/lazy.js"
import type { EventAttributes } from "./event-attributes.js"

/** One binding firing, as far as its frequency matters. */
export interface LimitedEvent {
  /** The element whose attributes say the limit, and whose blur ends it. */
  readonly element: Element
  /** The element that says it where `element` does not: the form, for its controls. */
  readonly fallback?: Element | null
  /** Tells the events of one element apart. */
  readonly type: string
  /** The key that went down: a held key repeats, another key does not. */
  readonly key?: string
  /** True if it tells what a control holds: without the last one the server would go on with a value that is no more. */
  readonly isState?: boolean
  readonly run: () => void
}

/** Runs events with a limit: now, later or not at all. */
export interface RateLimiter {
  apply(event: LimitedEvent): void
  /** The focus leaves the element, or something in it. */
  elementBlurred(element: Element): void
  /** The form is about to be sent: its controls must not tell afterwards. */
  formSubmitted(form: HTMLFormElement): void
  /** Its controls hold what they began with: what they held before is not to be told. */
  formReset(form: HTMLFormElement): void
}

const LIMITS = ["debounce", "throttle"]

export class RateLimits {
  readonly #attributes: EventAttributes
  readonly #limiter: Loadable<RateLimiter>
  /** Came before the part that limits them. */
  readonly #early: LimitedEvent[] = []

  constructor(attributes: EventAttributes, limiter: Loadable<RateLimiter>) {
    this.#attributes = attributes
    this.#limiter = limiter
  }

  /** False for an element that says nothing of it, as most do: its events run as they come. */
  concern(element: Element | null | undefined): boolean {
    return Boolean(element) && LIMITS.some((name) => this.#attributes.has(element as Element, name))
  }

  apply(event: LimitedEvent): void {
    const { part } = this.#limiter
    if (part) return part.apply(event)
    if (!this.concern(event.element) && !this.concern(event.fallback)) return event.run()
    this.#early.push(event)
    // Where it cannot be had, events are told too often rather than not at all. The next one asks for it again.
    this.#limiter.get().then(
      (limiter) => this.#takeEarly((early) => limiter.apply(early)),
      () => this.#runEarly(),
    )
  }

  elementBlurred(element: Element): void {
    this.#runEarly()
    this.#limiter.part?.elementBlurred(element)
  }

  formSubmitted(form: HTMLFormElement): void {
    this.#runEarly()
    this.#limiter.part?.formSubmitted(form)
  }

  formReset(form: HTMLFormElement): void {
    this.#runEarly()
    this.#limiter.part?.formReset(form)
  }

  #runEarly(): void {
    this.#takeEarly((early) => early.run())
  }

  #takeEarly(work: (early: LimitedEvent) => void): void {
    for (const early of this.#early.splice(0)) work(early)
  }
}
