/** Shows a value in a text control that has the focus: only what differs is replaced, and the caret is computed. */

import { changedMiddle } from "../../dom/nodes/changed-middle.js"
import { hasFocus, PLAIN_VALUE, type TextControl } from "../../dom/nodes/control-kinds.js"

const RANGE_TEXT = /^(?:text|search|url|tel|password|textarea)$/

/** What a caret is told by when the text around it was written in another way: "1234" as "1,234", "ada" as "Ada". */
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

export function showValue(control: TextControl, wanted: string): void {
  const { value, type } = control
  // It may have come since, as the focus may have gone.
  if (value === wanted || PLAIN_VALUE.test(type)) return
  if (!hasFocus(control) || !RANGE_TEXT.test(type)) {
    control.value = wanted
    return
  }
  const { selectionStart: from, selectionEnd: to, selectionDirection } = control
  const change = changedMiddle(value, wanted)
  const [start, end, middle] = change
  control.setRangeText(middle, start, end)
  // The browser's own "preserve" would select what was written, and the next key would replace it.
  const caret = movedCaret(from ?? 0, value, change)
  const last = from === to ? caret : (to ?? 0) <= start ? (to ?? 0) : movedCaret(to ?? 0, value, change)
  control.setSelectionRange(caret, last, selectionDirection ?? undefined)
}

/**
 * Where a caret stands after a change: before it where it was, behind it at the same distance from the end. Within it,
 * before the same letters and digits, if they are still there; else behind what was written.
 */
export function movedCaret(
  caret: number,
  before: string,
  [start, end, middle]: readonly [start: number, end: number, middle: string],
): number {
  if (caret >= end) return caret - end + start + middle.length
  if (caret <= start) return caret
  let from = end
  let to = middle.length
  while (from > caret) {
    const was = before.charAt(from - 1)
    const is = middle.charAt(to - 1)
    if (is !== "" && was.toLowerCase() === is.toLowerCase()) {
      from--
      to--
    } else if (!LETTER_OR_DIGIT.test(was)) from--
    else if (is !== "" && !LETTER_OR_DIGIT.test(is)) to--
    else return start + middle.length
  }
  return start + to
}
