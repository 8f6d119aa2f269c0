/**
 * Tells the page that something is loading, and shows a slim bar at its top when that takes a while. The events
 * `live:page-loading-start` and `live:page-loading-stop` on window carry `{ kind, to? }`; `preventDefault()` on the
 * first keeps the bar away.
 */
import type { Loading, LoadingDetail } from "../../page/navigation.js"
import type { Notices } from "../../page/notices.js"
import type { Loadable } from "../../util/lazy.js"

/** In ms: a page that has not come by then may be a download, an empty answer, or the user has stopped it. Nobody tells. */
const LONGEST_REDIRECT = 2_500

export class PageLoading implements Loading {
  readonly #part: Pick<Loadable<Notices>, "use">
  readonly #running = new Map<LoadingDetail["kind"], LoadingDetail>()
  #redirect: ReturnType<typeof setTimeout> | undefined
  #hasBar = false

  /** One function, so that it waits once for the part, and then says how it is by then. */
  readonly #showBar = ({ bar }: Notices): void => bar.show(this.#hasBar)

  constructor(part: Pick<Loadable<Notices>, "use">) {
    this.#part = part
  }

  start(detail: LoadingDetail): void {
    const { kind } = detail
    this.stop(kind)
    this.#running.set(kind, detail)
    if (kind === "redirect") this.#redirect = setTimeout(() => this.stop(kind), LONGEST_REDIRECT)
    const event = new CustomEvent("live:page-loading-start", { detail, cancelable: true })
    if (!window.dispatchEvent(event)) return
    this.#hasBar = true
    this.#part.use(this.#showBar)
  }

  stop(kind: LoadingDetail["kind"]): void {
    const detail = this.#running.get(kind)
    if (detail === undefined) return
    this.#running.delete(kind)
    clearTimeout(kind === "redirect" ? this.#redirect : undefined)
    if (this.#running.size === 0) {
      this.#hasBar = false
      this.#part.use(this.#showBar)
    }
    window.dispatchEvent(new CustomEvent("live:page-loading-stop", { detail }))
  }
}
