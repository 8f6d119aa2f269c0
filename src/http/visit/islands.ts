/** Roots in pages that the host renders. What goes wrong in one stays there. */

import { isLiveError, LiveError } from "../../errors/live-error.js"
import { tellOnError } from "../../process/crash.js"
import { closest } from "../../util/closest.js"
import type { RegisteredView, ViewRegistry } from "../../view/view-registry.js"
import { makeDeadRoot, makeEmptyRoot, makeRoot, type RootOutcome } from "./root.js"
import type { RootRequest } from "./root-token.js"
import type { Visit } from "./visit.js"

/** What an island is made from. */
export interface IslandRequest {
  readonly view: string
  /** Laid over the session of the page. */
  readonly session: Readonly<Record<string, unknown>>
  /** The one that it was given; undefined: it is counted. */
  readonly id: string | undefined
}

const NOT_MADE: RootOutcome = { kind: "root", html: "", title: undefined }

/**
 * Makes one island; whatever goes wrong in it, the page goes on: an empty root, which the browser joins, and a log
 * entry. A redirect of `mount` is followed by the browser, after its join.
 */
export async function makeIsland(request: IslandRequest, visit: Visit): Promise<RootOutcome> {
  const view = registeredView(request.view, visit.context.registry)
  // Of a page that is no ticket only the head is looked at.
  if (visit.ticket !== undefined) return NOT_MADE
  const id = request.id ?? visit.words.nextId(view.definition.name)
  const root: RootRequest = { id, claims: await visit.claims.ofIsland(view, request.session) }
  try {
    const outcome = await makeRoot(root, visit)
    if (outcome.kind === "root" || outcome.posted) return outcome
  } catch (error) {
    tellFailed(error, root, visit)
  }
  return { kind: "root", html: substituteFor(root, visit), title: undefined }
}

/**
 * Returns the view of this name, as an island.
 *
 * @throws {@link LiveError} LV_ISLAND_UNKNOWN, LV_PARAMS_IN_ISLAND
 */
export function registeredView(name: string, registry: ViewRegistry): RegisteredView {
  const view = registry.get(name)
  if (view?.definition.handleParams !== undefined) throw new LiveError("LV_PARAMS_IN_ISLAND", { view: name })
  if (view !== undefined) return view
  const names = [...registry.all()].map(({ definition }) => definition.name)
  throw new LiveError("LV_ISLAND_UNKNOWN", {
    view: String(name),
    known: names,
    suggestion: closest(String(name), names),
  })
}

/** What stands in a page for an island that has no HTML yet. */
function substituteFor(root: RootRequest, visit: Visit): string {
  try {
    return makeEmptyRoot(root, visit)
  } catch (error) {
    // It cannot be joined either.
    if (!isLiveError(error, "LV_SESSION_TOO_LARGE")) throw error
    return makeDeadRoot(root)
  }
}

function tellFailed(error: unknown, { id, claims }: RootRequest, { context }: Visit): void {
  const { name } = claims.view.definition
  const { services } = context
  const details = { view: name, url: claims.url, error }
  services.logger.error(`The island "${id}" could not be made; the rest of its page was.`, details)
  tellOnError(error, { view: name, id, callback: "mount" }, services)
}
