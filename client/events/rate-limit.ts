/**
 * `live-debounce` and `live-throttle`: how often an element's events are sent.
 *
 *   debounce  after the last one and a pause; on blur and before the form's submission at once
 *   throttle  the first at once, then none for a while: what falls into the pause is dropped, also the last.
 *             Another key is another event; leaving the element ends the pause.
 */

/** Used for an attribute without a value. */
const DEFAULT_PAUSE = 300

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
  readonly run: () => void
}

interface Pause extends LimitedEvent {
  readonly isDebounce: boolean
  timer?: ReturnType<typeof setTimeout>
}

export class RateLimit {
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
      if (!isDebounce && earlier.key === event.key) return
      this.#end(earlier)
    }
    if (!isDebounce) event.run()
    const pause: Pause = { ...event, isDebounce }
    this.#pauses.add(pause)
    if (setting !== "blur") pause.timer = setTimeout(() => this.#finish(pause), pauseOf(setting))
  }

  /** The focus leaves the element, or something in it. */
  elementBlurred(element: Element): void {
    this.#finishAll((pause) => pause.element.contains(element))
  }

  /** The form is about to be sent: its controls must not tell afterwards. */
  formSubmitted(form: HTMLFormElement): void {
    this.#finishAll(({ element }) => (element as HTMLInputElement).form === form)
  }

  #finishAll(concerns: (pause: Pause) => boolean): void {
    for (const pause of this.#pauses) if (concerns(pause) || !pause.element.isConnected) this.#finish(pause)
  }

  #finish(pause: Pause): void {
    this.#end(pause)
    if (pause.isDebounce && pause.element.isConnected) pause.run()
  }

  #end(pause: Pause): void {
    clearTimeout(pause.timer)
    this.#pauses.delete(pause)
  }

  #setting({ element, fallback }: LimitedEvent, name: string): string | null {
    const attribute = this.#prefix + name
    return element.getAttribute(attribute) ?? fallback?.getAttribute(attribute) ?? null
  }
}

function pauseOf(setting: string): number {
  const pause = Number.parseInt(setting, 10)
  return Number.isNaN(pause) ? DEFAULT_PAUSE : pause
}
