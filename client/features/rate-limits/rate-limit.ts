/**
 * `live-debounce` and `live-throttle`: how often an element's events are sent.
 *
 *   debounce  after the last one and a pause; on blur and before the form's submission at once
 *   throttle  the first at once, then none for a while: what falls into the pause is dropped, also the last. What
 *             tells a control's value is kept, the last of it: it runs when the pause ends, or where a debounced one would.
 *             Another key is another event; leaving the element ends the pause.
 */

import { contains, getAttribute, isInPage } from "../../dom/nodes/members.js"
import type { LimitedEvent, RateLimiter } from "../../events/rate-limits.js"

/** Used for an attribute without a value. */
const DEFAULT_PAUSE = 300

interface Pause extends LimitedEvent {
  /** What runs when it ends: of throttled events the last one that fell into it, if it tells a value. */
  last?: LimitedEvent
  timer?: ReturnType<typeof setTimeout>
}

export class RateLimit implements RateLimiter {
  readonly #prefix: string
  readonly #pauses = new Set<Pause>()

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** Runs the event now, later or not at all. */
  apply(event: LimitedEvent): void {
    const debounce = this.#setting(event, "debounce")
    const setting = debounce ?? this.#setting(event, "throttle")
    if (setting === null) return event.run()
    const isDebounce = debounce !== null
    const earlier = [...this.#pauses].find((pause) => pause.element === event.element && pause.type === event.type)
    if (earlier !== undefined) {
      if (!isDebounce && earlier.key === event.key) {
        if (event.isState === true) earlier.last = event
        return
      }
      this.#end(earlier)
    }
    if (!isDebounce) event.run()
    const pause: Pause = isDebounce ? { ...event, last: event } : { ...event }
    this.#pauses.add(pause)
    if (setting !== "blur") pause.timer = setTimeout(() => this.#over(pause, isDebounce), pauseOf(setting))
  }

  elementBlurred(element: Element): void {
    this.#finishAll((pause) => contains(pause.element, element))
  }

  formSubmitted(form: HTMLFormElement): void {
    this.#finishAll(({ element }) => (element as HTMLInputElement).form === form)
  }

  formReset(form: HTMLFormElement): void {
    for (const pause of this.#pauses) if ((pause.element as HTMLInputElement).form === form) this.#end(pause)
  }

  #finishAll(concerns: (pause: Pause) => boolean): void {
    for (const pause of this.#pauses) if (concerns(pause) || !isInPage(pause.element)) this.#finish(pause)
  }

  /** What was kept back by a throttle is the first event of another pause. */
  #over(pause: Pause, isDebounce: boolean): void {
    const { last, element } = pause
    if (isDebounce || last === undefined || !isInPage(element)) return this.#finish(pause)
    this.#end(pause)
    this.apply(last)
  }

  #finish(pause: Pause): void {
    this.#end(pause)
    if (isInPage(pause.element)) pause.last?.run()
  }

  #end(pause: Pause): void {
    clearTimeout(pause.timer)
    this.#pauses.delete(pause)
  }

  #setting({ element, fallback }: LimitedEvent, name: string): string | null {
    const attribute = this.#prefix + name
    return getAttribute(element, attribute) ?? (fallback ? getAttribute(fallback, attribute) : null)
  }
}

function pauseOf(setting: string): number {
  const pause = Number.parseInt(setting, 10)
  return Number.isNaN(pause) ? DEFAULT_PAUSE : pause
}
