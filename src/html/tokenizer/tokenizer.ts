/**
 * The HTML standard's tokenizer as a step function over a plain record: copying the state at a branch is a spread, and it
 * does not matter where the text is cut. Beside the token being read it keeps the stack of open elements, which decides
 * what is raw text and whether a range is balanced. It keeps no text. What each state does with a character stands in
 * `tag-states.ts`, `comment-states.ts` and `raw-states.ts`.
 */

import { putText } from "../elements/nesting.js"
import type { SourcePosition } from "../elements/open-elements.js"
import { commentStates } from "./comment-states.js"
import { rawStates } from "./raw-states.js"
import { readRun } from "./read-run.js"
import type { ReadCharacter, StateTable, TagListener } from "./state-table.js"
import { tagStates } from "./tag-states.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

/** Reads text. With `source`, where the text begins, elements know where they do. */
export function feed(
  state: TokenizerState,
  text: string,
  listener?: TagListener,
  source?: SourcePosition,
): TokenizerState {
  let at = 0
  while (at < text.length) {
    const end = readRun(state, text, at)
    if (end !== at) at = end
    else {
      const char = text[at] as string
      if (char === "<" && source !== undefined) markTag(state, { text: source.text, offset: source.offset + at })
      step(state, char, listener)
      at++
    }
  }
  return state
}

/** Before a `<`: notes where it is. */
export function markTag(state: TokenizerState, place: SourcePosition): void {
  if (state.mode <= Mode.tagOpen) state.at = place
}

/** Reads one character. */
export function step(state: TokenizerState, char: string, listener?: TagListener): void {
  ;(byMode[state.mode] as ReadCharacter)(state, char, listener)
}

const states: StateTable<keyof typeof Mode> = {
  /** Text between tags. */
  data(state, char) {
    if (char === "<") state.mode = Mode.tagOpen
    else putText(state, char)
  },
  ...tagStates,
  ...commentStates,
  ...rawStates,
}

const byMode: ReadCharacter[] = []
for (const name of Object.keys(Mode) as (keyof typeof Mode)[]) byMode[Mode[name]] = states[name]
