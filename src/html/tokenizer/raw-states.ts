/**
 * The tokenizer's states in the text of `<script>`, `<style>`, `<textarea>` and the like, which ends with the element's own
 * end tag. In scripts, after `<!--`, `<script` and `</script` nest once.
 */

import { endsName, isLetter, lower } from "./characters.js"
import type { ReadCharacter, StateTable, TagListener } from "./state-table.js"
import { tagStates } from "./tag-states.js"
import { beginTag } from "./tag-token.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

const rawTextStates: StateTable<
  "raw" | "rawLess" | "rawEndOpen" | "rawEndName" | "scriptEscapeStart" | "scriptEscapeStartDash" | "plaintext"
> = {
  raw(state, char) {
    if (char !== "<") return
    state.back = Mode.raw
    state.mode = Mode.rawLess
  },

  rawLess(state, char) {
    if (char === "/") state.mode = Mode.rawEndOpen
    else if (char === "!" && state.raw === "script") state.mode = Mode.scriptEscapeStart
    else again(state, "raw", char)
  },

  rawEndOpen(state, char) {
    if (!isLetter(char)) return againOutside(state, char)
    state.buffer = lower(char)
    state.mode = Mode.rawEndName
  },

  rawEndName(state, char, listener) {
    if (isLetter(char)) state.buffer += lower(char)
    else if (state.buffer === state.raw && endsName(char)) endElement(state, char, listener)
    else againOutside(state, char)
  },

  scriptEscapeStart(state, char) {
    if (char === "-") state.mode = Mode.scriptEscapeStartDash
    else again(state, "raw", char)
  },

  scriptEscapeStartDash(state, char) {
    if (char === "-") state.mode = Mode.escapedDashDash
    else again(state, "raw", char)
  },

  plaintext() {},
}

/** After `<!--` in a script. */
const escapedStates: StateTable<"escaped" | "escapedDash" | "escapedDashDash" | "escapedLess" | "doubleEscapeStart"> = {
  escaped: inEscaped(Mode.escapedDash),
  escapedDash: inEscaped(Mode.escapedDashDash),
  escapedDashDash(state, char) {
    if (char === ">") state.mode = Mode.raw
    else escapedStates.escapedDash(state, char, undefined)
  },

  escapedLess(state, char) {
    if (char === "/") state.mode = Mode.rawEndOpen
    else if (isLetter(char)) {
      state.buffer = lower(char)
      state.mode = Mode.doubleEscapeStart
    } else again(state, "escaped", char)
  },

  doubleEscapeStart: nested("escaped", Mode.doubleEscaped),
}

/** After `<script` in there, up to its `</script`. */
const doubleEscapedStates: StateTable<
  "doubleEscaped" | "doubleEscapedDash" | "doubleEscapedDashDash" | "doubleEscapedLess" | "doubleEscapeEnd"
> = {
  doubleEscaped: inDoubleEscaped(Mode.doubleEscapedDash),
  doubleEscapedDash: inDoubleEscaped(Mode.doubleEscapedDashDash),
  doubleEscapedDashDash(state, char) {
    if (char === ">") state.mode = Mode.raw
    else doubleEscapedStates.doubleEscapedDash(state, char, undefined)
  },

  doubleEscapedLess(state, char) {
    state.buffer = ""
    if (char === "/") state.mode = Mode.doubleEscapeEnd
    else again(state, "doubleEscaped", char)
  },

  doubleEscapeEnd: nested("doubleEscaped", Mode.escaped),
}

export const rawStates: typeof rawTextStates & typeof escapedStates & typeof doubleEscapedStates = {
  ...rawTextStates,
  ...escapedStates,
  ...doubleEscapedStates,
}

/** Escaped text, where a dash leads to `dashed`. */
function inEscaped(dashed: Mode): ReadCharacter {
  return (state, char) => {
    if (char === "<") {
      state.back = Mode.escaped
      state.mode = Mode.escapedLess
    } else state.mode = char === "-" ? dashed : Mode.escaped
  }
}

function inDoubleEscaped(dashed: Mode): ReadCharacter {
  return (state, char) => {
    if (char === "<") state.mode = Mode.doubleEscapedLess
    else state.mode = char === "-" ? dashed : Mode.doubleEscaped
  }
}

/** The name behind a `<` or `</` that may be that of a script, which leads from this text into the `other`. */
function nested(from: "escaped" | "doubleEscaped", other: Mode): ReadCharacter {
  return (state, char) => {
    if (endsName(char)) {
      state.mode = state.buffer === "script" ? other : Mode[from]
      state.buffer = ""
    } else if (isLetter(char)) state.buffer += lower(char)
    else again(state, from, char)
  }
}

/** The element's own end tag is read: its name is, and this is what stands behind it. */
function endElement(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  beginTag(state, "", true)
  state.tag = state.raw
  state.buffer = ""
  tagStates.tagName(state, char, listener)
}

/** It is no end tag: goes on in the text that its `<` stands in. */
function againOutside(state: TokenizerState, char: string): void {
  again(state, state.back === Mode.escaped ? "escaped" : "raw", char)
}

/** Leaves a trial, and reads the character in the state it came from. */
function again(state: TokenizerState, name: "raw" | "escaped" | "doubleEscaped", char: string): void {
  state.buffer = ""
  state.mode = Mode[name]
  rawStates[name](state, char, undefined)
}
