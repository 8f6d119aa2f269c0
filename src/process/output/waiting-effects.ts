/** What effects come to that nobody can be told for long: as few as the page would notice of all of them, and not many. */

import type { Effect, PatchEffect } from "./effects.js"

/** Events for the page of which the last are kept. */
const MOST_EVENTS = 100

/** Effects that wait for a client. */
export interface WaitingEffects {
  readonly effects: Effect[]
  /** Events that are not among them any more. */
  readonly dropped: number
}

/**
 * Bounds effects that wait: of titles, redirects and patches the last counts, of events the last hundred are kept. In the
 * order in which they were asked for.
 */
export function boundedEffects(asked: Effect[]): WaitingEffects {
  if (asked.length <= MOST_EVENTS) return { effects: asked, dropped: 0 }
  const last = new Map(asked.map((effect) => [effect.kind, effect]))
  const dropped = Math.max(0, asked.filter(({ kind }) => kind === "event").length - MOST_EVENTS)
  let passed = 0
  const effects: Effect[] = []
  for (const effect of asked) {
    if (effect.kind === "event") {
      if (++passed > dropped) effects.push(effect)
    } else if (last.get(effect.kind) === effect) {
      effects.push(effect.kind === "patch" ? inPlaceOf(asked, effect) : effect)
    }
  }
  return { effects, dropped }
}

/** The history's entry is replaced only where each of them would have replaced it. */
function inPlaceOf(asked: readonly Effect[], last: PatchEffect): PatchEffect {
  return { ...last, replace: asked.every((effect) => effect.kind !== "patch" || effect.replace) }
}
