/** Makes `live` for the templates of one request: each call leaves a word that is replaced later. */

import { LiveError } from "../../errors/live-error.js"
import type { LiveFunction } from "../live-function.js"
import { islandId } from "./island-id.js"
import { registeredView } from "./islands.js"
import { checkPlainData } from "./plain-data.js"
import { watchWords } from "./unfilled-words.js"
import type { Visit } from "./visit.js"

/** Makes `live` for one request. */
export function makeLiveFunction(visit: Visit): LiveFunction {
  const { words, context } = visit
  const live = (name: string, ...given: readonly unknown[]): string => {
    if (!words.isOpen) throw new LiveError("LV_ISLAND_TOO_LATE", { view: name })
    // Looked up at once, so that a misspelled name fails where it is written.
    const { definition } = registeredView(name, context.registry)
    const plain = checkPlainData(sessionIn(given), `the values given to live("${definition.name}")`)
    const id = islandId(definition.name, optionsIn(given), words)
    watchWords(visit, definition.name)
    return words.add({ kind: "island", view: definition.name, session: plain, id })
  }
  // Tags that are missing harm no page that has no root; and an error page must not fail for them.
  live.head = () => (words.isOpen ? words.add({ kind: "head" }) : "")
  live.scripts = () => (words.isOpen ? words.add({ kind: "scripts" }) : "")
  return live
}

/** The options of an island, behind its values. */
function optionsIn([, options]: readonly unknown[]): unknown {
  return isHelperOptions(options) ? undefined : options
}

/** What the values for an island are: Handlebars adds an object of its own, with those that have a name. */
function sessionIn(given: readonly unknown[]): unknown {
  const last = given.at(-1)
  if (!isHelperOptions(last)) return given[0]
  const session = given.length > 1 ? given[0] : undefined
  if (session === undefined || session === null) return last.hash
  return typeof session === "object" && !Array.isArray(session) ? { ...session, ...last.hash } : session
}

/** Handlebars calls every function of a template with this as its last argument. */
interface HelperOptions {
  /** As the template calls it: "live", "../live". */
  readonly name: string
  readonly hash: object
  readonly data: unknown
}

function isHelperOptions(value: unknown): value is HelperOptions {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "data")) return false
  const { name, hash } = value as Partial<HelperOptions>
  return typeof name === "string" && /(?:^|[./])live$/.test(name) && typeof hash === "object" && hash !== null
}
