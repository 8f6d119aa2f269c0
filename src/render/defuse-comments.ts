/** Static comments that the browser's script would take for its own marks get a space in front of their text. */

import { HOLE } from "../protocol/markup.js"
import type { SlotKind } from "./template.js"
import { readRun, step } from "./tokenizer.js"
import { Mode, type TokenizerState } from "./tokenizer-state.js"

/** `<!---->`, but also `<!-->`, `<!>` and `</ x>` are comments. */
const SUSPICIOUS = /<!|<\/[^a-z]/i
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
    if (data === undefined || !MARK.test(data)) continue
    made += `${text.slice(taken, begin)}<!-- ${data}-->`
    taken = at
  }
  return made + text.slice(taken)
}

function isInComment(mode: Mode): boolean {
  return mode >= Mode.markup && mode <= Mode.commentEndBang
}

/** The text of a comment; undefined if this is none. */
function dataOf(comment: string): string | undefined {
  if (comment.startsWith("<!--")) return comment.slice(4).replace(/(?:--!?|-)?>$/, "")
  return comment.startsWith("<!") || comment.startsWith("</") ? comment.slice(2, -1) : undefined
}
