/**
 * When the notice of a lost connection is shown: when it has been gone for a moment while the user looks, at once when
 * they try to do something. What it looks like is `client/notices/`.
 */
import { isPageHidden } from "../dom/nodes/members.js"
import type { NoticesPart } from "./notices-part.js"

/** A shorter interruption is not worth a word. */
const GRACE = 500

export interface NoticeDelegate {
  noticeShown(): void
}

export class Notice {
  readonly #delegate: NoticeDelegate
  readonly #part: NoticesPart
  #element: HTMLElement | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isNeeded = false

  constructor(delegate: NoticeDelegate, part: NoticesPart) {
    this.#delegate = delegate
    this.#part = part
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
    this.#part.use(({ showConnectionNotice }) => {
      if (this.#isNeeded) this.#element = showConnectionNotice()
    })
    this.#delegate.noticeShown()
  }
}
