/**
 * Fills the words in a page that the host has rendered: makes the islands they stand for, all at once, and puts in script
 * tags.
 */

import { tellRarely } from "../../telemetry/told-rarely.js"
import type { PageRoot, Placeholder } from "../request/page-words.js"
import { joinParts } from "../request/placeholder-words.js"
import { makeIsland } from "./islands.js"
import { headTags, placeTags, type ScriptTags, scriptTags } from "./page-tags.js"
import type { RootOutcome } from "./root.js"
import type { Visit } from "./visit.js"

/** A page with everything in it, or where the event of a plain POST wants the browser to go. */
export type FilledPage = ({ readonly kind: "page" } & ScriptTags) | { readonly kind: "redirect"; readonly to: string }

/** Fills all words of the request that stand in this HTML. */
export async function fillPage(html: string, visit: Visit): Promise<FilledPage> {
  const found = visit.words.find(html)
  if (found === undefined) return { kind: "page", html }
  const made = await makeRoots(found.values, visit)
  const redirect = made.find((outcome) => outcome?.kind === "redirect")
  if (redirect?.kind === "redirect") return { kind: "redirect", to: redirect.to }
  warnOfLostEvent(visit)
  const { strays } = visit.context
  if (strays !== undefined) for (const text of found.texts) strays.aroundViews(text, visit.address.url)
  // Tags come after all roots: only then is it known whether a button needs the hidden form.
  const hasRoot = made.some((outcome) => outcome !== undefined)
  const views = hasRoot ? pageRoot(found.values) : "none"
  let writeHead: ScriptTags["writeHead"]
  const tags = (): string => {
    const script = scriptTags(visit, views)
    writeHead ??= script.writeHead
    return script.html
  }
  const fillings = found.values.map((value, index) => {
    const outcome = made[index]
    if (outcome?.kind === "root") return outcome.html
    return value.kind === "head" ? headTags(visit) : tags()
  })
  const whole = joinParts(found.texts, fillings)
  const filled = hasRoot ? visit.forms.fill(placeTags(whole, tags())) : whole
  return { kind: "page", html: filled, ...(writeHead && { writeHead }) }
}

/** The root that the page is about; undefined: it has islands only. */
function pageRoot(values: readonly Placeholder[]): PageRoot | undefined {
  for (const value of values) if (value.kind === "content") return value.root
  return undefined
}

/** The roots that words stand for, in their order; undefined for tags. Islands are all made at once. */
function makeRoots(
  values: readonly Placeholder[],
  visit: Visit,
): readonly (RootOutcome | undefined)[] | Promise<readonly (RootOutcome | undefined)[]> {
  const made = values.map((value): RootOutcome | Promise<RootOutcome> | undefined => {
    if (value.kind === "content") return { kind: "root", html: value.html, title: undefined }
    return value.kind === "island" ? makeIsland(value, visit) : undefined
  })
  return made.some((outcome) => outcome instanceof Promise)
    ? Promise.all(made)
    : (made as readonly (RootOutcome | undefined)[])
}

function warnOfLostEvent({ post, address, context }: Visit): void {
  const lost = post?.untaken
  if (lost === undefined) return
  tellRarely(
    { logger: context.services.logger, kind: "untaken post" },
    `A form was posted for the root "${lost.root}", which the page does not have; nothing ran.`,
    { event: lost.event, url: address.url },
  )
}
