/** Makes `live` for the templates of one request: each call leaves a word that is replaced later. */

import { LiveError } from "../errors/live-error.js"
import { registeredView } from "./islands.js"
import type { LiveFunction } from "./live-function.js"
import type { PageRequest } from "./page-request.js"
import { checkPlainData } from "./plain-data.js"

/** Makes `live` for one request. */
export function makeLiveFunction(page: PageRequest): LiveFunction {
  const live = (name: string, session?: object): string => {
    if (page.isLeft) throw new LiveError("LV_ISLAND_TOO_LATE", { view: name })
    // Looked up at once, so that a misspelled name fails where it is written.
    const { definition } = registeredView(name, page.context.registry)
    const plain = checkPlainData(session, `the values given to live("${definition.name}")`)
    return page.words.add({ kind: "island", view: definition.name, session: plain })
  }
  // Tags that are missing harm no page that has no root; and an error page must not fail for them.
  live.head = () => (page.isLeft ? "" : page.words.add({ kind: "head" }))
  live.scripts = () => (page.isLeft ? "" : page.words.add({ kind: "scripts" }))
  return live
}
