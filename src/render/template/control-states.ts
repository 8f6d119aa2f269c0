/** Which state of a form control a tag slot may bring, as far as its source tells. */

import type { SlotKind } from "./template.js"

/** How a text speaks of it. */
const SPOKEN = [
  ["checked", /(?<![\w-])checked(?![\w-])/i],
  ["selected", /(?<![\w-])selected(?![\w-])/i],
  ["value", /(?<![\w-])value\s*=/i],
] as const

interface Pieces<H> {
  readonly kind: SlotKind
  readonly pieces: readonly (string | H)[]
}

/** Names, separated by spaces; "" for a slot that speaks of none, as one that only brings `required`. */
export function statesIn<H>({ kind, pieces }: Pieces<H>, textsIn: (hole: H) => Iterable<string>): string {
  if (kind !== "tag") return ""
  const texts = pieces.flatMap((piece) => (typeof piece === "string" ? [piece] : [...textsIn(piece)]))
  return SPOKEN.flatMap(([name, pattern]) => (texts.some((text) => pattern.test(text)) ? [name] : [])).join(" ")
}
