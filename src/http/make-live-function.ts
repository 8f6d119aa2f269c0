/** Makes `live` for the templates of one request: each call leaves a word that is replaced later. */

import { registeredView } from "./islands.js"
import type { LiveFunction } from "./live-function.js"
import type { PageRequest } from "./page-request.js"
import { checkPlainData } from "./plain-data.js"

/** Makes `live` for one request. */
export function makeLiveFunction(page: PageRequest): LiveFunction {
  const island = (name: string, session?: object): string => {
    // Looked up at once, so that a misspelled name fails where it is written.
    const { definition } = registeredView(name, page.context.registry)
    const plain = checkPlainData(session, `the values given to live("${definition.name}")`)
    return page.words.add({ kind: "island", view: definition.name, session: plain })
  }
  return Object.assign(island, {
    head: () => page.words.add({ kind: "head" }),
    scripts: () => page.words.add({ kind: "scripts" }),
  })
}
