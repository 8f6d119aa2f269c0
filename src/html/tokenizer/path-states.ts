/** Where a path through a template is after a value or a static text. */

import { HOLE } from "../../protocol/markup.js"
import { isElementName } from "../elements/html-names.js"
import { samePending } from "../elements/nesting.js"
import { feed } from "./tokenizer.js"
import { type AttributeToken, copyState, Mode, sameState, type TokenizerState } from "./tokenizer-state.js"

/** Where a path is after a value that is printed here: the value is taken to stay inside of what it stands in. */
export function afterExpression(from: TokenizerState): TokenizerState {
  const state = copyState(from)
  switch (state.mode) {
    case Mode.tagOpen:
    case Mode.endTagOpen:
      return {
        ...state,
        mode: Mode.tagName,
        closing: state.mode === Mode.endTagOpen,
        tag: HOLE,
        tagIdentity: {},
        attribute: null,
      }
    case Mode.tagName:
      state.tag += HOLE
      return state
    case Mode.beforeAttributeName:
    case Mode.attributeName:
    case Mode.afterAttributeName:
    case Mode.afterQuoted:
    case Mode.selfClosing:
      return { ...state, mode: Mode.attributeName, attribute: { name: HOLE, value: HOLE, previous: state.attribute } }
    case Mode.beforeAttributeValue:
    case Mode.unquoted:
      state.mode = Mode.unquoted
      markDynamic(state)
      return state
    case Mode.doubleQuoted:
    case Mode.singleQuoted:
      markDynamic(state)
      return state
    default:
      return state
  }
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
  const attribute = state.attribute as AttributeToken
  state.attribute = { name: attribute.name, value: attribute.value + HOLE, previous: attribute.previous }
}
