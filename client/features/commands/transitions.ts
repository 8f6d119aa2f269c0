/**
 * Shows, hides, and gives classes for a time. While a transition lasts the server's writes to its element wait; a
 * later one of the same element ends it.
 *
 *   idle ── run ──► running ── time is up, or the next run ──► idle
 */
import { classesOf, dispatchTo, isInPage, styleOf } from "../../dom/nodes/members.js"
import { Alarms } from "./alarms.js"

export type Transition =
  | string
  | { readonly during?: string; readonly from?: string; readonly to?: string; readonly view?: true }

export interface Timing {
  readonly time?: number
  readonly blocking?: boolean
}

interface Steps {
  /** What the element is to be at the end, if it is shown or hidden. */
  readonly shows?: boolean
  start?(): void
  end?(): void
}

interface Running {
  readonly steps: Steps
  finish(): void
}

const TIME = 200
/** In ms: writes are held for so long at most. */
const LONGEST_BLOCK = 5_000

export class Transitions {
  readonly #hold: (element: Element) => (() => void) | undefined
  readonly #running = new WeakMap<Element, Running>()
  readonly #alarms = new Alarms()
  /** Begun by the list that runs now, where somebody waits for that. */
  #begun: Promise<unknown>[] | undefined

  /** `hold` holds the server's writes to an element until what it returns is called. */
  constructor(hold: (element: Element) => (() => void) | undefined) {
    this.#hold = hold
  }

  /** Does work; returns what is over when all that it began is, if it began anything. */
  during(work: () => void): Promise<unknown> | undefined {
    const outer = this.#begun
    const begun: Promise<unknown>[] = []
    this.#begun = begun
    try {
      work()
    } finally {
      this.#begun = outer
    }
    return begun.length === 0 ? undefined : Promise.all(begun)
  }

  isShown(element: Element): boolean {
    const shows = this.#running.get(element)?.steps.shows
    if (shows !== undefined) return shows
    // What was shown or hidden once says so itself: asking the browser would have it lay out the page.
    return (styleOf(element)?.display || getComputedStyle(element).display) !== "none"
  }

  show(element: Element, transition: Transition | undefined, timing: Timing & { display?: string }): void {
    if (this.isShown(element)) return
    this.run(element, transition, timing, this.#steps(element, "show", timing.display ?? "block"))
  }

  hide(element: Element, transition: Transition | undefined, timing: Timing): void {
    if (!this.isShown(element)) return
    this.run(element, transition, timing, this.#steps(element, "hide", "none"))
  }

  /** Does the first step, and the last one when the transition is over. */
  run(element: Element, transition: Transition | undefined, timing: Timing, steps: Steps = {}): void {
    this.#running.get(element)?.finish()
    if (transition === undefined || transition === "") {
      steps.start?.()
      steps.end?.()
    } else if (typeof transition === "object" && transition.view) this.#note(viewTransition(steps))
    else this.#classes(element, partsOf(transition), { time: TIME, blocking: true, ...timing }, steps)
  }

  /** Holds writes until what it returns is called, or the time is up. */
  block(element: Element): () => void {
    let free = this.#hold(element)
    const release = this.#begin(() => {
      free?.()
      free = undefined
    })
    this.#alarms.set(LONGEST_BLOCK, release)
    return release
  }

  #classes(
    element: Element,
    { during, from, to }: Record<"during" | "from" | "to", readonly string[]>,
    { time, blocking }: Required<Timing>,
    steps: Steps,
  ): void {
    const release = blocking ? this.block(element) : undefined
    const classes = classesOf(element)
    classes.add(...during, ...from)
    steps.start?.()
    const frame = requestAnimationFrame(() => {
      classes.remove(...from)
      classes.add(...to)
    })
    const finish = this.#begin(() => {
      cancelAnimationFrame(frame)
      this.#running.delete(element)
      classes.remove(...during, ...from, ...to)
      steps.end?.()
      release?.()
    })
    const running = { steps, finish }
    this.#running.set(element, running)
    // Another one may have taken its place.
    this.#alarms.set(time, () => this.#running.get(element) === running && finish())
  }

  /** Something begins that is over when what this returns is called. */
  #begin(end: () => void): () => void {
    let over: () => void = () => undefined
    this.#note(new Promise<void>((resolve) => (over = resolve)))
    return () => {
      end()
      over()
    }
  }

  #note(begun: Promise<unknown>): void {
    this.#begun?.push(begun)
  }

  #steps(element: Element, name: "show" | "hide", display: string): Steps {
    const set = (): void => {
      const style = styleOf(element)
      if (style !== undefined) style.display = display
    }
    const tell = (step: string): void => {
      if (isInPage(element)) dispatchTo(element, new Event(`live:${name}-${step}`))
    }
    return {
      shows: name === "show",
      start() {
        tell("start")
        if (name === "show") set()
      },
      end() {
        if (name === "hide") set()
        tell("end")
      },
    }
  }
}

function partsOf(transition: Exclude<Transition, undefined>): Record<"during" | "from" | "to", readonly string[]> {
  const { during, from, to } = typeof transition === "string" ? { during: transition, from: "", to: "" } : transition
  return { during: names(during), from: names(from), to: names(to) }
}

function names(text = ""): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}

/** The browser shows the change as its own transition, where it can and the user does not want less motion. */
async function viewTransition({ start, end }: Steps): Promise<void> {
  const change = (): void => {
    start?.()
    end?.()
  }
  if (!("startViewTransition" in document) || matchMedia("(prefers-reduced-motion: reduce)").matches) return change()
  const transition = document.startViewTransition(change)
  // One that comes at once after it takes its place.
  for (const step of [transition.ready, transition.finished]) step.catch(() => {})
  await transition.updateCallbackDone
}
