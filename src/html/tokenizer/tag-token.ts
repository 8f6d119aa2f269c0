/**
 * The tag being read, as it grows: its name, and its attributes. Other states may be points of the same tag, and hold an
 * attribute as it was, so what grows is a copy.
 */

import { lower } from "./characters.js"
import type { AttributeToken, TokenizerState } from "./tokenizer-state.js"
import { Mode } from "./tokenizer-state.js"

/** Begins a tag with the first letter of its name. */
export function beginTag(state: TokenizerState, char: string, closing: boolean): void {
  state.mode = Mode.tagName
  state.tag = lower(char)
  state.closing = closing
  state.tagIdentity = {}
  state.attribute = null
}

/** Begins an attribute of the tag being read; its name's first letter may be `=`. */
export function beginAttribute(state: TokenizerState, char: string): void {
  state.mode = Mode.attributeName
  state.attribute = { name: lower(char), value: "", previous: state.attribute }
}

export function extendName(state: TokenizerState, text: string): void {
  const attribute = state.attribute as AttributeToken
  state.attribute = { name: attribute.name + text, value: "", previous: attribute.previous }
}

export function extendValue(state: TokenizerState, text: string): void {
  const attribute = state.attribute as AttributeToken
  state.attribute = { name: attribute.name, value: attribute.value + text, previous: attribute.previous }
}
