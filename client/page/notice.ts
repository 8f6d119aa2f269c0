/**
 * The "Reconnecting…" notice: shown when the connection has been gone for a moment while the user looks, at once when
 * they try to do something. A page that has an element `[data-live-notice]` has its own: it is unhidden instead.
 */
import { adoptStyles } from "./styles.js"

/** A shorter interruption is not worth a word. */
const GRACE = 500

const STYLES = `:where(.live-notice){position:fixed;z-index:2147483646;inset:auto auto 1rem 50%;transform:translateX(-50%);
padding:.5rem 1rem;border-radius:.5rem;font:14px/1.4 system-ui,sans-serif;color:#fff;background:#333;
box-shadow:0 2px 8px #0006}:where(.live-notice[hidden]){display:none}`

export interface NoticeDelegate {
  noticeShown(): void
}

export class Notice {
  readonly #delegate: NoticeDelegate
  #element: HTMLElement | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isNeeded = false

  constructor(delegate: NoticeDelegate) {
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
    if (this.#isNeeded && !document.hidden) this.#timer ??= setTimeout(() => this.show(), GRACE)
  }

  /** Nobody looks: the time starts again when the page comes back. */
  pageHidden(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  show(): void {
    if (!this.#isNeeded) return
    const own = document.querySelector<HTMLElement>("[data-live-notice]")
    this.#element = own ?? this.#element ?? makeNotice()
    this.#element.hidden = false
    // Text that comes after the element is announced by screen readers.
    if (!own) this.#element.textContent = "Reconnecting…"
    this.#delegate.noticeShown()
  }
}

function makeNotice(): HTMLElement {
  adoptStyles(STYLES)
  const element = document.createElement("div")
  element.className = "live-notice"
  element.setAttribute("role", "status")
  return document.body.appendChild(element)
}
