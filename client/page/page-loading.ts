/**
 * Tells the page that something is loading, and shows a slim bar at its top when that takes a while. The events
 * `live:page-loading-start` and `live:page-loading-stop` on window carry `{ kind, to? }`; `preventDefault()` on the
 * first keeps the bar away.
 */
import { adoptStyles } from "./styles.js"

/** What is quicker needs no bar. */
const GRACE = 300

const STYLES = `:where(.live-bar){position:fixed;z-index:2147483647;inset:0 0 auto;height:3px;pointer-events:none;
background:var(--live-bar-color,#2f6fed);transform-origin:0 0;animation:live-bar 8s cubic-bezier(.1,.7,.2,1) forwards}
@keyframes live-bar{from{transform:scaleX(0)}to{transform:scaleX(.95)}}
@media(prefers-reduced-motion:reduce){:where(.live-bar){animation:none}}`

/** `initial`: the first joins. `redirect`: the page is about to be left. */
export interface PageLoadingDetail {
  readonly kind: "initial" | "redirect"
  readonly to?: string
}

export class PageLoading {
  #detail: PageLoadingDetail | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #bar: HTMLElement | undefined

  start(detail: PageLoadingDetail): void {
    this.#detail = detail
    const event = new CustomEvent("live:page-loading-start", { detail, cancelable: true })
    if (window.dispatchEvent(event)) this.#timer ??= setTimeout(() => this.#show(), GRACE)
  }

  stop(): void {
    const detail = this.#detail
    if (detail === undefined) return
    this.#detail = undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#bar?.remove()
    window.dispatchEvent(new CustomEvent("live:page-loading-stop", { detail }))
  }

  #show(): void {
    if (this.#bar === undefined) {
      adoptStyles(STYLES)
      this.#bar = document.createElement("div")
      this.#bar.className = "live-bar"
      this.#bar.ariaHidden = "true"
    }
    document.body.append(this.#bar)
  }
}
