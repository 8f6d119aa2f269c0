/**
 * `<noscript>`: text to a page's parser where scripts run, elements to the parser of what travels later. A comment, a quote or
 * an element that is left open in it is closed by its end tag for the one, and swallows what follows for the other.
 */

import { feed } from "./tokenizer.js"
import { initialState, Mode } from "./tokenizer-state.js"

const NOSCRIPT = /<noscript(?:\s[^>]*)?>([^]*?)<\/noscript/gi

/** Where in a text a `<noscript>` begins in which something is left open: offsets. */
export function openNoscripts(text: string): number[] {
  const found: number[] = []
  for (const match of text.matchAll(NOSCRIPT)) {
    const start = initialState()
    const { mode, open, pending } = feed({ ...start }, match[1] as string)
    if (mode !== Mode.data || open !== start.open || pending.length > 0) found.push(match.index)
  }
  return found
}

export const OPEN_NOSCRIPT = "what stands in <noscript> leaves something open: close it there."
