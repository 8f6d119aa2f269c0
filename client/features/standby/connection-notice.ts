/**
 * When the notice of a lost connection is shown: when it has been gone for a moment while the user looks, at once when
 * they try to do something. What it looks like is said in `elements.ts`.
 */
import { isPageHidden } from "../../dom/nodes/members.js"
import { type KeptWork, showConnectionNotice } from "./elements.js"

/** A shorter interruption is not worth a word. */
const GRACE = 500

export interface ConnectionNoticeDelegate {
  noticeShown(): void
  /** What the page keeps for when the connection is back. */
  kept(): KeptWork
}

export class ConnectionNotice {
  readonly #delegate: ConnectionNoticeDelegate
  #element: HTMLElement | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isNeeded = false

  constructor(delegate: ConnectionNoticeDelegate) {
    this.#delegate = delegate
  }

  /** The connection is gone. */
  connectionLost(): void {
    this.#isNeeded = true
    this.pageResumed()
  }

  connectionRestored(): void {
    this.#isNeeded = false
    this.pageHidden()
    if (this.#element) this.#element.hidden = true
  }

  pageResumed(): void {
    if (this.#isNeeded && !isPageHidden()) this.#timer ??= setTimeout(() => this.show(), GRACE)
  }

  /** Nobody looks: the time starts again when the page comes back. */
  pageHidden(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  show(): void {
    if (!this.#isNeeded) return
    this.#element = showConnectionNotice(this.#delegate.kept())
    this.#delegate.noticeShown()
  }

  /** Tells what is kept by now, if it is shown. */
  keptChanged(): void {
    if (this.#isNeeded && this.#element?.hidden === false) showConnectionNotice(this.#delegate.kept())
  }
}
