/** Where a path through a template is after a value or a static text. */

import { HOLE } from "../../protocol/markup.js"
import { isElementName } from "../elements/html-names.js"
import { samePending } from "../elements/nesting.js"
import { beginTag, extendValue } from "./tag-token.js"
import { feed } from "./tokenizer.js"
import { copyState, isAtValue, isInTag, Mode, sameState, type TokenizerState } from "./tokenizer-state.js"

/** Where a path is after a value that is printed here: the value is taken to stay inside of what it stands in. */
export function afterExpression(from: TokenizerState): TokenizerState {
  const { mode, attribute } = from
  const state = copyState(from)
  if (mode === Mode.tagOpen || mode === Mode.endTagOpen) {
    beginTag(state, HOLE, mode === Mode.endTagOpen)
  } else if (mode === Mode.tagName) {
    state.tag += HOLE
  } else if (isAtValue(mode)) {
    if (mode === Mode.beforeAttributeValue) state.mode = Mode.unquoted
    markDynamic(state)
  } else if (isInTag(mode)) {
    state.mode = Mode.attributeName
    state.attribute = { name: HOLE, value: HOLE, previous: attribute }
  }
  return state
}

/**
 * Where a value of a template stands: behind the whole name of an element, or a value that is one, it brings attributes. Templates that strip white
 * space write them so (`<input {{- attributes }}>`); a value that goes on with the name is noticed in the render.
 */
export function behindName(from: TokenizerState): TokenizerState {
  const isWhole = from.mode === Mode.tagName && !from.closing && (from.tag === HOLE || isElementName(from.tag))
  return isWhole ? { ...from, mode: Mode.beforeAttributeName } : from
}

/** Where a path is after static text. */
export function afterText(from: TokenizerState, text: string): TokenizerState {
  const isPlain = from.mode === Mode.data && from.pending.length === 0 && !text.includes("<")
  return isPlain ? from : feed(copyState(from), text)
}

/** True if the same is open, and will be opened again, at both points. */
export function isSameOpen(a: TokenizerState, b: TokenizerState): boolean {
  return a.open === b.open && samePending(a.pending, b.pending)
}

/** Copies of the states of a list, each once. */
export function distinct(states: readonly TokenizerState[]): TokenizerState[] {
  const found: TokenizerState[] = []
  for (const state of states) if (!found.some((other) => sameState(other, state))) found.push(copyState(state))
  return found
}

/** Notes that a value is a part of the attribute being read. */
export function markDynamic(state: TokenizerState): void {
  extendValue(state, HOLE)
}
