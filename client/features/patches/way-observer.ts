/** Notices that the user follows a link, or is about to, or goes through the history. */
import { Observer } from "../../events/observers/observer.js"
import { isPlain, type Links } from "./links.js"

/** In ms that the pointer rests on a link before its ticket is fetched. */
const HOVER = 65

export interface WayDelegate {
  /** Returns false if the browser is to follow it. */
  linkClicked(link: HTMLAnchorElement): boolean
  /** `isPressed`: the button is down on it. */
  linkAwaited(link: HTMLAnchorElement, isPressed: boolean): void
  /** The user would rather stay. */
  wayCancelled(): void
  /** A form is being sent, by whomever. */
  formSent(): void
  /** The browser has gone to another of the page's entries. */
  historyMoved(): void
}

export class WayObserver extends Observer<WayDelegate> {
  readonly #links: Links
  #hovered: HTMLAnchorElement | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(target: EventTarget, delegate: WayDelegate, links: Links) {
    super(target, delegate)
    this.#links = links
  }

  protected override listen(): void {
    this.on("click", (event) => {
      if (event.defaultPrevented || !isPlain(event as MouseEvent)) return
      const link = this.#links.at(event.target)
      if (link !== undefined && this.delegate.linkClicked(link)) event.preventDefault()
    })
    this.on("pointerover", ({ target }) => this.#hover(this.#links.at(target)))
    this.on("focusin", ({ target }) => this.#await(this.#links.at(target), "early"))
    this.on("pointerdown", (event) => {
      if (isPlain(event as MouseEvent)) this.#await(this.#links.at(event.target), "late")
    })
    this.on("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Escape" && !event.defaultPrevented) this.delegate.wayCancelled()
    })
    this.on("submit", () => this.delegate.formSent())
    this.on("popstate", () => this.delegate.historyMoved(), window)
  }

  #hover(link: HTMLAnchorElement | undefined): void {
    if (link === this.#hovered) return
    clearTimeout(this.#timer)
    this.#hovered = link
    if (link !== undefined) this.#timer = setTimeout(() => this.#await(link, "early"), HOVER)
  }

  #await(link: HTMLAnchorElement | undefined, moment: "early" | "late"): void {
    if (link === undefined) return
    const wanted = this.#links.prefetches(link)
    const isPressed = moment === "late"
    if (wanted === moment || (wanted === "early" && isPressed)) this.delegate.linkAwaited(link, isPressed)
  }
}
