/**
 * What the page half asks of the part that sends the browser elsewhere, and tells the page that something is loading:
 * `client/features/standby/`.
 */
import type { Loadable } from "../util/lazy.js"

/**
 * `initial`: the first joins. `redirect`: the page is about to be left, unless what comes is no page. `element`: an event that was
 * pushed with `pageLoading`. `patch`: a view is about to show another URL. `navigate`: another page is
 * about to take the place of this one.
 */
export interface LoadingDetail {
  readonly kind: "initial" | "redirect" | "element" | "patch" | "navigate"
  readonly to?: string
}

export interface Loading {
  start(detail: LoadingDetail): void
  /** Each kind that was started is stopped once. */
  stop(kind: LoadingDetail["kind"]): void
}

export interface Navigation {
  readonly loading: Loading
  /** Follows a redirect, if it leads to where a view may send anybody. */
  redirect(to: string): void
  /** Loads the page once more, but not again before its views have been sound. */
  reload(): void
  /** All views are sound: the next failure may ask for a load again. */
  arrived(): void
}

/** Follows a redirect; without the part, which looks at it closely, only to another page of this origin. */
export function followRedirect(to: string, navigation: Loadable<Navigation>, visit: (url: string) => void): void {
  const { part } = navigation
  if (part !== undefined) return part.redirect(to)
  navigation.get().then(
    (arrived) => arrived.redirect(to),
    () => {
      const { origin, href } = new URL(to, location.href)
      if (origin === location.origin && href !== location.href) visit(href)
      else navigation.use((late) => late.redirect(to))
    },
  )
}

// Functions of their own, so that they wait once for the part.

/** The first joins are under way. */
export function joinsBegin({ loading }: Navigation): void {
  loading.start({ kind: "initial" })
}

/** The first joins are over, or will not come now. */
export function joinsOver({ loading }: Navigation): void {
  loading.stop("initial")
}
