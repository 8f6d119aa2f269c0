/**
 * Static comments that the browser's script would take for its own marks get a space in front of their text. `<?php … ?>`, a
 * comment in HTML of which newer browsers make another kind of node, is written as the comment.
 */

import { readRun } from "../../html/tokenizer/read-run.js"
import { step } from "../../html/tokenizer/tokenizer.js"
import { Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import type { SlotKind } from "./template.js"

/** `<!---->`, but also `<!-->`, `<!>` and `</ x>` are comments. */
const SUSPICIOUS = /<[!?]|<\/[^a-z]/i
const MARK = /^(?:\{\*?\d*|\}|#\d+\*\d+|\$)?$/

/** The static texts of a template, in which no comment looks like a mark. */
export function defuseComments(
  statics: readonly string[],
  kinds: readonly SlotKind[],
  state: TokenizerState,
): readonly string[] {
  if (!statics.some((text) => SUSPICIOUS.test(text))) return statics
  return statics.map((text, part) => {
    const made = defuseText(text, state)
    if (kinds[part] === "tag") {
      state.mode = Mode.beforeAttributeName
      state.attribute = { name: HOLE, value: "", previous: state.attribute }
    }
    return made
  })
}

function defuseText(text: string, state: TokenizerState): string {
  let made = ""
  let taken = 0
  let begin = 0
  let at = 0
  while (at < text.length) {
    const end = readRun(state, text, at)
    if (end > at) {
      at = end
      continue
    }
    const { mode } = state
    if (mode === Mode.data) begin = at
    step(state, text[at++] as string)
    if (state.mode !== Mode.data || !isInComment(mode)) continue
    const data = dataOf(text.slice(begin, at))
    const space = MARK.test(data) ? " " : ""
    if (space === "" && text[begin + 1] !== "?") continue
    made += `${text.slice(taken, begin)}<!--${space}${data}-->`
    taken = at
  }
  return made + text.slice(taken)
}

function isInComment(mode: Mode): boolean {
  return mode >= Mode.markup && mode <= Mode.commentEndBang
}

/** The text of a comment. */
function dataOf(comment: string): string {
  if (comment.startsWith("<!--")) return comment.slice(4).replace(/(?:--!?|-)?>$/, "")
  return comment.slice(comment[1] === "?" ? 1 : 2, -1)
}
