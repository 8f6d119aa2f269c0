/**
 * What callbacks ask for beside the view's values, as data: the socket notes it, a frame or the answer to a join brings
 * it to the client, the first page reads it. Most callbacks ask for nothing: then there is no list.
 */

import type { Extras, WirePatch, WireRedirect } from "../../protocol/frames.js"
import type { Vouched } from "../../security/page-token.js"

/** One thing that was asked for. */
export type Effect =
  /** An event for the page. */
  | { readonly kind: "event"; readonly name: string; readonly payload: unknown }
  /** The document's new title. */
  | { readonly kind: "title"; readonly text: string }
  /** Another page: by a full load, or (`navigates`) in place of this one where that can be. */
  | { readonly kind: "redirect"; readonly to: string; readonly navigates?: "push" | "replace" }
  | PatchEffect

/** Another URL for the page. */
export interface PatchEffect {
  readonly kind: "patch"
  readonly to: string
  /** The history's entry is replaced. */
  readonly replace: boolean
  /** What the page's new token says; undefined: the client fetches one, and the view has not gone there yet. */
  readonly vouched: Vouched | undefined
}

/** In the order in which they were asked for. Undefined: none were. */
export type Effects = readonly Effect[] | undefined

/** The title that was asked for last; undefined if none was. */
export function titleIn(effects: Effects): string | undefined {
  return effects?.findLast((effect) => effect.kind === "title")?.text
}

/** Where the browser is to go; undefined if it may stay. */
export function redirectIn(effects: Effects): string | undefined {
  return effects?.findLast((effect) => effect.kind === "redirect")?.to
}

/** Where the view has gone, or wants to go; undefined if it stays. */
export function patchIn(effects: Effects): PatchEffect | undefined {
  return effects?.findLast((effect) => effect.kind === "patch")
}

/** Writes effects for the wire, beside what else accompanies a difference. Undefined: nothing does. */
export function extrasOf(effects: Effects, beside: Extras | undefined): Extras | undefined {
  if (effects === undefined) return beside
  const extras: Writable<Extras> = { ...beside }
  let events: [name: string, payload: unknown][] | undefined
  for (const effect of effects) {
    if (effect.kind === "title") extras.n = effect.text
    else if (effect.kind === "redirect") extras.r = redirectOf(effect.to, effect.navigates)
    else if (effect.kind === "patch") extras.p = wirePatch(effect, extras.p)
    else {
      events ??= []
      events.push([effect.name, effect.payload])
    }
  }
  if (events !== undefined) extras.e = events
  // The page is left.
  if (extras.r !== undefined) delete extras.p
  return extras
}

/** Of several the page sees the last, and its entry is kept if one of them would have kept it. */
function wirePatch({ to, replace }: PatchEffect, before: WirePatch | undefined): WirePatch {
  return replace && (before === undefined || before.r === 1) ? { to, r: 1 } : { to }
}

function redirectOf(to: string, navigates: "push" | "replace" | undefined): WireRedirect {
  if (navigates === undefined) return { to }
  return navigates === "push" ? { to, n: 1 } : { to, n: 1, r: 1 }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
