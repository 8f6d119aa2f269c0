/** What callbacks ask for, as data. The socket records it, the process performs it after the callback. */

import type { Extras } from "../protocol/frames.js"
import type { WireDiff } from "../protocol/values.js"

/** What the page is told beside its values. */
export interface Effects {
  /** Events for the page, in order: name and payload. */
  readonly events: readonly (readonly [name: string, payload: unknown])[]
  readonly title?: string
  readonly redirect?: string
}

/** What one message changed: the difference (none: `null`), and what accompanies it. */
export interface Frame {
  readonly diff: WireDiff | null
  readonly extras?: Extras
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
  const { events, title, redirect } = pending ?? NOTHING
  if (templates === undefined && reply === undefined && events === undefined) {
    if (title === undefined && redirect === undefined) return undefined
  }
  return {
    ...(templates === undefined ? {} : { t: templates }),
    ...(events === undefined ? {} : { e: events }),
    ...(title === undefined ? {} : { n: title }),
    ...(redirect === undefined ? {} : { r: { to: redirect } }),
    ...(reply === undefined ? {} : { y: reply }),
  }
}

const NOTHING: Readonly<PendingEffects> = noEffects()

/** A difference with what accompanies it, if anything does. */
export function frameOf(changed: WireDiff | null, extras: Frame["extras"]): Frame {
  return extras === undefined ? { diff: changed } : { diff: changed, extras }
}
