/**
 * What a user does in a page and what they are told of it: each event under an id of its own, and what became of it as the page's elements
 * show it. Runs in a tab of jsdom, and in one of Chromium.
 */

/** What the user was told of an event. `gone`: the page was loaded anew meanwhile. */
export type Fate = "done" | "refused" | "gone" | `failed: ${string}`

export interface MadeEvent {
  readonly id: string
  readonly what: string
  /** May be done more than once. */
  readonly isRetried: boolean
  fate: Fate | undefined
  /** What it did is to be shown as long as the page is not loaded anew. */
  isKept: boolean
}

/** What stands in the page. */
export interface Shown {
  readonly run: string
  readonly count: string
  readonly infos: string
  readonly page: string
  readonly branch: string
  readonly last: readonly string[]
  readonly rows: readonly string[]
  readonly text: string
  readonly typed: string
}

/** What stands in an island. */
export interface IslandShown {
  readonly label: string
  readonly run: string
  readonly count: string
  readonly rows: readonly string[]
}

interface Pending {
  readonly event: MadeEvent
  readonly element: Element
  readonly type: string
}

export class Notes {
  readonly events: MadeEvent[] = []
  readonly #name: string
  #pending: Pending[] = []
  /** Of hooks, under way. */
  readonly #pushed = new Set<MadeEvent>()
  #count = 0
  /** What the user has typed last. */
  typed: string | undefined
  /** The view that did what was done so far. */
  #root: Element | null = null

  /** @param name - Of the tab: what its events' ids begin with. */
  constructor(name: string) {
    this.#name = name
  }

  /** Looks at a page from now on: one that was loaded. */
  watch(window: Window & Pick<typeof globalThis, "MutationObserver">): void {
    const { document } = window
    const root = (): Element | null => document.querySelector("[data-live]")
    this.#root = root()
    const changed = (): void => {
      // It is asked for after each mutation, and a selector is dear in a tab of jsdom.
      if (!this.#root?.isConnected && root() !== this.#root) this.#moved(root())
      this.look()
    }
    new window.MutationObserver(changed).observe(window.document, {
      subtree: true,
      attributeFilter: ["class"],
      childList: true,
    })
    window.addEventListener("live:event-failed", (event) => this.#failed((event as CustomEvent).detail.code as string))
  }

  /** An event that is about to be made. */
  made(what: string, isRetried: boolean): MadeEvent {
    const event: MadeEvent = {
      id: `${this.#name}.${++this.#count}`,
      what,
      isRetried,
      fate: undefined,
      isKept: what !== "patch",
    }
    this.events.push(event)
    return event
  }

  /** The element's classes say from now on what becomes of the event. */
  shownBy(element: Element, event: MadeEvent, type: string): void {
    this.#pending.push({ event, element, type })
  }

  /** A hook's promise says what becomes of the event. */
  toldBy(promise: Promise<unknown>, event: MadeEvent): void {
    this.#pushed.add(event)
    promise
      .then(
        (reply) => (event.fate ??= reply === event.id ? "done" : `failed: ${String(reply)}`),
        ({ code }: { readonly code: string }) =>
          (event.fate ??= code === "LV_EVENT_NOT_SENT" ? "refused" : `failed: ${code}`),
      )
      .finally(() => this.#pushed.delete(event))
  }

  isUnderWay(element: Element): boolean {
    return this.#pending.some((each) => each.element === element)
  }

  /** What is not over, as sentences. */
  get unrest(): readonly string[] {
    return [...this.#pending.map(({ event }) => event), ...this.#pushed].map(({ id, what }) => `${what} ${id}`)
  }

  /** What elements show now: of each event whether it is over, and how. */
  look(): void {
    this.#pending = this.#pending.filter(({ event, element, type }) => {
      if (element.classList.contains(`live-${type}-loading`) && element.isConnected) return true
      event.fate ??= element.classList.contains("live-refused") ? "refused" : element.isConnected ? "done" : "gone"
      return false
    })
  }

  /** The page is gone, with all that was under way. */
  gone(): void {
    for (const event of this.events) event.fate ??= "gone"
    this.forget()
    this.#pending = []
    this.#pushed.clear()
  }

  /** What was done so far need not be shown any more. */
  forget(): void {
    for (const event of this.events) event.isKept = false
  }

  /** Takes out the events that are over and need not be shown any more. */
  takePast(): readonly MadeEvent[] {
    const past = new Set(this.events.filter(({ fate, isKept }) => fate !== undefined && !isKept))
    const rest = this.events.filter((event) => !past.has(event))
    this.events.splice(0, this.events.length, ...rest)
    return [...past]
  }

  /** The page shows another view, or that view anew: what was done before is shown no more. */
  #moved(root: Element | null): void {
    this.#root = root
    this.typed = undefined
    this.forget()
  }

  /** The page has said so of an event that it does not name: of one that is over just now. */
  #failed(code: string): void {
    for (const { event, element, type } of this.#pending)
      if (!element.classList.contains(`live-${type}-loading`)) event.fate ??= `failed: ${code}`
  }
}

/** What the page's counting view shows, if it is there. */
export function shownIn(document: Document): Shown | undefined {
  const root = document.querySelector("[data-live=counting]")
  if (root === null) return undefined
  const text = (selector: string): string => root.querySelector(selector)?.textContent ?? "?"
  const items = (selector: string): string[] =>
    [...root.querySelectorAll(selector)].map((item) => item.textContent ?? "")
  return {
    run: text("i"),
    count: text("b"),
    infos: text("u"),
    page: text("em"),
    branch: text("p"),
    last: items("ul li"),
    rows: items("ol li"),
    text: text("s"),
    typed: root.querySelector<HTMLInputElement>("input[name=text]")?.value ?? "?",
  }
}

/** What the page's islands show. */
export function islandsIn(document: Document): readonly IslandShown[] {
  return [...document.querySelectorAll("[data-live=island]")].map((root) => {
    const text = (selector: string): string => root.querySelector(selector)?.textContent ?? "?"
    const rows = [...root.querySelectorAll("li")].map((item) => item.textContent ?? "")
    return { label: text("button"), run: text("i"), count: text("b"), rows }
  })
}

/** What the page still waits for: views that are not joined, elements whose events are under way. */
export function unrestIn(document: Document): readonly string[] {
  const roots = [...document.querySelectorAll("[data-live]")]
  const away = roots.filter((root) => !root.classList.contains("live-connected"))
  return [
    ...(roots.length === 0 ? ["a root"] : []),
    ...away.map(({ id, className }) => `${id} is ${className}`),
    ...[...document.querySelectorAll("[class$='-loading']")].map(({ outerHTML }) => outerHTML),
  ]
}
