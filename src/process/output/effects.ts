/**
 * What callbacks ask for beside the view's values, as data: the socket notes it, a frame or the answer to a join brings
 * it to the client, the first page reads it. Most callbacks ask for nothing: then there is no list.
 */

import type { Extras } from "../../protocol/frames.js"

/** One thing that was asked for. */
export type Effect =
  /** An event for the page. */
  | { readonly kind: "event"; readonly name: string; readonly payload: unknown }
  /** The document's new title. */
  | { readonly kind: "title"; readonly text: string }
  /** A full page load. */
  | { readonly kind: "redirect"; readonly to: string }

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

/** Writes effects for the wire, beside what else accompanies a difference. Undefined: nothing does. */
export function extrasOf(effects: Effects, beside: Extras | undefined): Extras | undefined {
  if (effects === undefined) return beside
  const extras: Writable<Extras> = { ...beside }
  let events: [name: string, payload: unknown][] | undefined
  for (const effect of effects) {
    if (effect.kind === "title") extras.n = effect.text
    else if (effect.kind === "redirect") extras.r = { to: effect.to }
    else {
      events ??= []
      events.push([effect.name, effect.payload])
    }
  }
  if (events !== undefined) extras.e = events
  return extras
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
