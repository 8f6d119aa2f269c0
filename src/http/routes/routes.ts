/** The routes that `live.view` makes: paths as path-to-regexp 8 (and so Express 5) reads them. */

import { type MatchFunction, match } from "path-to-regexp"
import { LiveError } from "../../errors/live-error.js"
import { messageOf, textOf } from "../../errors/thrown.js"
import type { HostApp } from "../host/host-exchange.js"
import type { PageRoute } from "./resolve.js"

/** A path's page, with the parameters found in the path. */
export interface RouteMatch {
  /** As it was registered. */
  readonly path: string
  readonly route: PageRoute
  /** Where it stands among the routes. */
  readonly index: number
  readonly params: Readonly<Record<string, unknown>>
}

type Matcher = MatchFunction<Record<string, string | string[]>>

interface Entry {
  readonly path: string
  readonly route: PageRoute
  /** One per way of reading paths that was met: hosts differ in trailing slashes and in letter case. */
  readonly matchers: Map<string, Matcher>
}

/** Routes in the order in which they were added; the first that matches answers. */
export class Routes {
  readonly #entries: Entry[] = []

  /** @throws {@link LiveError} LV_PATH_INVALID */
  add(path: string, route: PageRoute): void {
    if (typeof path !== "string" || !path.startsWith("/")) {
      throw new LiveError("LV_PATH_INVALID", { path: textOf(path), why: "it does not start with /" })
    }
    try {
      match(path)
    } catch (error) {
      throw new LiveError("LV_PATH_INVALID", { path, why: messageOf(error) }, { cause: error })
    }
    this.#entries.push({ path, route, matchers: new Map() })
  }

  /** The route that answers for a path, as it was registered, whatever the params. */
  answering(path: string): PageRoute | undefined {
    const found = this.#entries.find((entry) => {
      return entry.path === path && entry.route.view.definition.paramsSchema === undefined
    })
    return found?.route
  }

  /**
   * Finds the route of a request's path, as the host's own router would.
   *
   * @param from - Where to begin.
   * @throws {@link LiveError} LV_PATH_UNDECODABLE when the path is not properly encoded
   */
  find(path: string, { strict, sensitive }: HostApp["routing"], from = 0): RouteMatch | undefined {
    const reading = `${strict} ${sensitive}`
    for (let index = from; index < this.#entries.length; index++) {
      const entry = this.#entries[index] as Entry
      let matcher = entry.matchers.get(reading)
      if (matcher === undefined) {
        matcher = match(entry.path, { trailing: !strict, sensitive })
        entry.matchers.set(reading, matcher)
      }
      const found = matched(matcher, path)
      if (found !== false) return { path: entry.path, route: entry.route, index, params: { ...found.params } }
    }
    return undefined
  }
}

/** What a matcher finds in a path; it decodes what it finds. */
function matched(matcher: Matcher, path: string): ReturnType<Matcher> {
  try {
    return matcher(path)
  } catch (error) {
    throw new LiveError("LV_PATH_UNDECODABLE", { path }, { cause: error })
  }
}
