/** The tokenizer's states behind `<!`, `<?` and `</` that begin no tag: comments, doctypes, CDATA. */

import type { StateTable } from "./state-table.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

export const commentStates: StateTable<
  | "markup"
  | "bogusComment"
  | "comment"
  | "commentStart"
  | "commentStartDash"
  | "commentDash"
  | "commentEnd"
  | "commentEndBang"
  | "doctype"
  | "cdata"
> = {
  /** After `<!`: reads letters on trial until it is clear what this is. */
  markup(state, char) {
    const read = (state.buffer + char).toLowerCase()
    state.buffer = read
    const beginnings = state.open.content === "html" ? inHtml : inForeign
    const whole = beginnings.find(({ text }) => text === read)
    if (whole !== undefined) decide(state, whole.mode)
    else if (!beginnings.some(({ text }) => text.startsWith(read))) {
      decide(state, char === ">" ? Mode.data : Mode.bogusComment)
    }
  },

  bogusComment: untilGreater,

  doctype: untilGreater,

  cdata(state, char) {
    state.buffer = (state.buffer + char).slice(-3)
    if (state.buffer === "]]>") decide(state, Mode.data)
  },

  comment(state, char) {
    if (char === "-") state.mode = Mode.commentDash
  },

  commentStart(state, char) {
    state.mode = char === "-" ? Mode.commentStartDash : char === ">" ? Mode.data : Mode.comment
  },

  commentStartDash(state, char) {
    state.mode = char === "-" ? Mode.commentEnd : char === ">" ? Mode.data : Mode.comment
  },

  commentDash(state, char) {
    state.mode = char === "-" ? Mode.commentEnd : Mode.comment
  },

  commentEnd(state, char) {
    if (char === ">") state.mode = Mode.data
    else if (char === "!") state.mode = Mode.commentEndBang
    else if (char !== "-") state.mode = Mode.comment
  },

  commentEndBang(state, char) {
    state.mode = char === "-" ? Mode.commentDash : char === ">" ? Mode.data : Mode.comment
  },
}

/** What may stand behind `<!`, and what it begins. */
const inHtml = [
  { text: "--", mode: Mode.commentStart },
  { text: "doctype", mode: Mode.doctype },
]
const inForeign = [...inHtml, { text: "[cdata[", mode: Mode.cdata }]

function untilGreater(state: TokenizerState, char: string): void {
  if (char === ">") state.mode = Mode.data
}

/** It is clear what the letters read on trial are. */
function decide(state: TokenizerState, mode: Mode): void {
  state.buffer = ""
  state.mode = mode
}
