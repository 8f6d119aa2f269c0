/** What callbacks ask for, as data. The socket records it, the process performs it after the callback. */

import type { Extras } from "../protocol/frames.js"

/** What the page is told beside its values. */
export interface Effects {
  /** Events for the page, in order: name and payload. */
  readonly events: readonly (readonly [name: string, payload: unknown])[]
  readonly title?: string
  readonly redirect?: string
}

/** A timer to be started. */
export interface TimerRequest {
  readonly kind: "after" | "every"
  readonly ms: number
  readonly message: unknown
}

/** Effects while they are collected. */
export interface PendingEffects {
  events: [name: string, payload: unknown][] | undefined
  title: string | undefined
  redirect: string | undefined
  timers: TimerRequest[] | undefined
}

/** Nothing asked for. */
export function noEffects(): PendingEffects {
  return { events: undefined, title: undefined, redirect: undefined, timers: undefined }
}

/** For the one who starts a view. */
export function effectsOf(pending: PendingEffects | undefined): Effects {
  return {
    events: pending?.events ?? [],
    ...(pending?.title === undefined ? {} : { title: pending.title }),
    ...(pending?.redirect === undefined ? {} : { redirect: pending.redirect }),
  }
}

/** For a frame: what accompanies its difference. Undefined: nothing does. */
export function extrasOf(
  pending: PendingEffects | undefined,
  templates: Extras["t"] | undefined,
  reply: unknown,
): Extras | undefined {
  if (pending === undefined && templates === undefined && reply === undefined) return undefined
  const extras: { -readonly [K in keyof Extras]: Extras[K] } = {}
  if (templates !== undefined) extras.t = templates
  if (pending?.events !== undefined) extras.e = pending.events
  if (pending?.title !== undefined) extras.n = pending.title
  if (pending?.redirect !== undefined) extras.r = { to: pending.redirect }
  if (reply !== undefined) extras.y = reply
  for (const name in extras) if (name !== "") return extras
  return undefined
}
