/**
 * Fills the words in a page that the host has rendered: mounts the islands they stand for, all at once, and puts in
 * script tags. What goes wrong in an island stays there.
 */

import { isLiveError, LiveError } from "../errors/live-error.js"
import { tellOnError } from "../process/crash.js"
import { closest } from "../util/closest.js"
import type { RegisteredView, ViewRegistry } from "../view/view-registry.js"
import { makeDeadRoot, makeEmptyRoot, makeRoot, type RootOutcome, type RootRequest } from "./live-root.js"
import type { PageRequest, Placeholder } from "./page-request.js"
import { headTags, placeTags, scriptTags } from "./page-tags.js"
import { joinParts } from "./placeholder-words.js"

/** A page with everything in it, or where the event of a plain POST wants the browser to go. */
export type FilledPage =
  | { readonly kind: "page"; readonly html: string }
  | { readonly kind: "redirect"; readonly to: string }

/** What an island is made from. */
export interface IslandRequest {
  readonly view: string
  /** Laid over the session of the page. */
  readonly session: Readonly<Record<string, unknown>>
}

/** Fills all words of the request that stand in this HTML. */
export async function fillPage(html: string, page: PageRequest): Promise<FilledPage> {
  const found = page.words.find(html)
  if (found === undefined) return { kind: "page", html }
  const made = await makeRoots(found.values, page)
  const redirect = made.find((outcome) => outcome?.kind === "redirect")
  if (redirect?.kind === "redirect") return { kind: "redirect", to: redirect.to }
  warnOfLostEvent(page)
  for (const text of found.texts) page.context.strays?.aroundViews(text, page.url)
  // Tags come after all roots: only then is it known whether a button needs the hidden form.
  const fillings = found.values.map((value, index) => {
    const outcome = made[index]
    if (outcome?.kind === "root") return outcome.html
    return value.kind === "head" ? headTags(page) : scriptTags(page)
  })
  const whole = joinParts(found.texts, fillings)
  const hasRoot = made.some((outcome) => outcome !== undefined)
  return { kind: "page", html: hasRoot ? placeTags(whole, scriptTags(page)) : whole }
}

/**
 * Makes one island; whatever goes wrong in it, the page goes on: an empty root, which the browser joins, and a log
 * entry. A redirect of `mount` is followed by the browser, after its join.
 */
export async function makeIsland(request: IslandRequest, page: PageRequest): Promise<RootOutcome> {
  const view = registeredView(request.view, page.context.registry)
  const id = page.nextId(view.definition.name)
  const { locals: held } = page.exchange
  const session = { ...(await page.session), ...request.session }
  const root: RootRequest = { view, id, params: {}, session, held }
  try {
    const outcome = await makeRoot(root, page)
    if (outcome.kind === "root" || outcome.posted) return outcome
  } catch (error) {
    tellFailed(error, root, page)
  }
  return { kind: "root", html: substituteFor(root, page), title: undefined }
}

/** What stands in a page for an island that has no HTML yet. */
function substituteFor(root: RootRequest, page: PageRequest): string {
  try {
    return makeEmptyRoot(root, page)
  } catch (error) {
    // It cannot be joined either.
    if (!isLiveError(error, "LV_SESSION_TOO_LARGE")) throw error
    return makeDeadRoot(root)
  }
}

function tellFailed(error: unknown, { view, id }: RootRequest, { context, url }: PageRequest): void {
  const { name } = view.definition
  context.services.logger.error(`The island "${id}" could not be made; the rest of its page was.`, {
    view: name,
    url,
    error,
  })
  tellOnError(error, { view: name, id, callback: "mount" }, context.services)
}

/**
 * Returns the view of this name.
 *
 * @throws {@link LiveError} LV_ISLAND_UNKNOWN
 */
export function registeredView(name: string, registry: ViewRegistry): RegisteredView {
  const view = registry.get(name)
  if (view !== undefined) return view
  const names = [...registry.all()].map(({ definition }) => definition.name)
  throw new LiveError("LV_ISLAND_UNKNOWN", {
    view: String(name),
    known: names,
    suggestion: closest(String(name), names),
  })
}

/** The roots that words stand for, in their order; undefined for tags. Islands are all made at once. */
function makeRoots(
  values: readonly Placeholder[],
  page: PageRequest,
): readonly (RootOutcome | undefined)[] | Promise<readonly (RootOutcome | undefined)[]> {
  const made = values.map((value): RootOutcome | Promise<RootOutcome> | undefined => {
    if (value.kind === "content") return { kind: "root", html: value.html, title: undefined }
    return value.kind === "island" ? makeIsland(value, page) : undefined
  })
  return made.some((outcome) => outcome instanceof Promise)
    ? Promise.all(made)
    : (made as readonly (RootOutcome | undefined)[])
}

function warnOfLostEvent({ waitingEvent: waiting, url, context }: PageRequest): void {
  if (waiting === undefined) return
  context.services.logger.warn(
    `A form was posted for the root "${waiting.root}", which the page does not have; nothing ran.`,
    {
      event: waiting.event,
      url,
    },
  )
}
