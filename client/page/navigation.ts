/** What the page half asks of the part that sends the browser elsewhere: `client/features/navigation/`. */
import type { Loadable } from "../util/lazy.js"

export interface Navigation {
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
