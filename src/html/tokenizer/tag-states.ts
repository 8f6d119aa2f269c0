/** The tokenizer's states from a `<` to the `>` of a tag. */

import { putText } from "../elements/nesting.js"
import { endsName, isLetter, isSpace, lower } from "./characters.js"
import { finishTag } from "./finish-tag.js"
import type { StateTable, TagListener } from "./state-table.js"
import { beginAttribute, beginTag, extendName, extendValue } from "./tag-token.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

export const tagStates: StateTable<
  | "tagOpen"
  | "endTagOpen"
  | "tagName"
  | "beforeAttributeName"
  | "attributeName"
  | "afterAttributeName"
  | "beforeAttributeValue"
  | "doubleQuoted"
  | "singleQuoted"
  | "unquoted"
  | "afterQuoted"
  | "selfClosing"
> = {
  tagOpen(state, char) {
    if (isLetter(char)) return beginTag(state, char, false)
    state.buffer = ""
    if (char === "!") state.mode = Mode.markup
    else if (char === "/") state.mode = Mode.endTagOpen
    else if (char === "?") state.mode = Mode.bogusComment
    else if (char !== "<") {
      state.mode = Mode.data
      putText(state, "<")
    }
  },

  endTagOpen(state, char) {
    if (isLetter(char)) beginTag(state, char, true)
    else state.mode = char === ">" ? Mode.data : Mode.bogusComment
  },

  tagName(state, char, listener) {
    if (endsName(char)) endPart(state, char, listener)
    else state.tag += lower(char)
  },

  beforeAttributeName(state, char, listener) {
    if (isSpace(char)) return
    if (char === "/" || char === ">") endPart(state, char, listener)
    else beginAttribute(state, char)
  },

  attributeName(state, char, listener) {
    if (char === "=") state.mode = Mode.beforeAttributeValue
    else if (isSpace(char)) state.mode = Mode.afterAttributeName
    else if (char === "/" || char === ">") endPart(state, char, listener)
    else extendName(state, lower(char))
  },

  afterAttributeName(state, char, listener) {
    if (isSpace(char)) return
    if (char === "=") state.mode = Mode.beforeAttributeValue
    else if (char === "/" || char === ">") endPart(state, char, listener)
    else beginAttribute(state, char)
  },

  beforeAttributeValue(state, char, listener) {
    if (isSpace(char)) return
    if (char === '"') state.mode = Mode.doubleQuoted
    else if (char === "'") state.mode = Mode.singleQuoted
    else if (char === ">") finishTag(state, false, listener)
    else {
      state.mode = Mode.unquoted
      extendValue(state, char)
    }
  },

  doubleQuoted(state, char) {
    if (char === '"') state.mode = Mode.afterQuoted
    else extendValue(state, char)
  },

  singleQuoted(state, char) {
    if (char === "'") state.mode = Mode.afterQuoted
    else extendValue(state, char)
  },

  unquoted(state, char, listener) {
    if (char === ">" || isSpace(char)) endPart(state, char, listener)
    else extendValue(state, char)
  },

  afterQuoted(state, char, listener) {
    if (endsName(char)) endPart(state, char, listener)
    else beginAttribute(state, char)
  },

  selfClosing(state, char, listener) {
    if (char === ">") return finishTag(state, true, listener)
    state.mode = Mode.beforeAttributeName
    tagStates.beforeAttributeName(state, char, listener)
  },
}

/** Behind a name or a value: a space, a slash or the end of the tag. */
function endPart(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  if (char === ">") finishTag(state, false, listener)
  else state.mode = char === "/" ? Mode.selfClosing : Mode.beforeAttributeName
}
