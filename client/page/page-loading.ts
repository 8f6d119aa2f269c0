/**
 * Tells the page that something is loading, and shows a slim bar at its top when that takes a while. The events
 * `live:page-loading-start` and `live:page-loading-stop` on window carry `{ kind, to? }`; `preventDefault()` on the
 * first keeps the bar away.
 */
import type { NoticesPart } from "./notices-part.js"

/** What is quicker needs no bar. */
const GRACE = 300

/** `initial`: the first joins. `redirect`: the page is about to be left, unless what comes is no page. */
export interface PageLoadingDetail {
  readonly kind: "initial" | "redirect"
  readonly to?: string
}

/** In ms: a page that has not come by then may be a download, an empty answer, or the user has stopped it. Nobody tells. */
const LONGEST_REDIRECT = 2_500

export class PageLoading {
  readonly #part: NoticesPart
  readonly #running = new Map<PageLoadingDetail["kind"], PageLoadingDetail>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #redirect: ReturnType<typeof setTimeout> | undefined
  #bar: HTMLElement | undefined

  constructor(part: NoticesPart) {
    this.#part = part
  }

  start(detail: PageLoadingDetail): void {
    const { kind } = detail
    this.stop(kind)
    this.#running.set(kind, detail)
    if (kind === "redirect") this.#redirect = setTimeout(() => this.stop(kind), LONGEST_REDIRECT)
    const event = new CustomEvent("live:page-loading-start", { detail, cancelable: true })
    if (window.dispatchEvent(event)) this.#timer ??= setTimeout(() => this.#show(), GRACE)
  }

  /** Each kind that was started is stopped once. */
  stop(kind: PageLoadingDetail["kind"]): void {
    const detail = this.#running.get(kind)
    if (detail === undefined) return
    this.#running.delete(kind)
    clearTimeout(kind === "redirect" ? this.#redirect : undefined)
    if (this.#running.size === 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#bar?.remove()
    }
    window.dispatchEvent(new CustomEvent("live:page-loading-stop", { detail }))
  }

  #show(): void {
    this.#part.use(({ showBar }) => {
      if (this.#running.size > 0) this.#bar = showBar()
    })
  }
}
