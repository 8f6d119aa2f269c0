/** The checks of finished texts that generated code calls: of one address in quotes, and of everything in a region. */

import { initialState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { BLOCKED_URL, isBlockedValue, type UrlPlace } from "../../html/tokenizer/url-check.js"
import { originOf, type PrintedAt, type Prints, printsOf } from "./printed.js"
import { checkTags, type TagReporter } from "./tag-check.js"

/** An attribute slot whose value is an address, or a part of one. */
export interface CheckedAddress extends UrlPlace {
  /** What the template writes in front of the slot and behind it. */
  readonly before: string
  readonly after: string
  /** What it writes out in branches of the slot itself. */
  readonly own: readonly string[]
}

/** Makes the checks. */
export function valueChecks(reporter: TagReporter): object {
  return {
    /** The value of an attribute. */
    url(source: string, prints: Prints, address: CheckedAddress): string {
      const { before, after, own } = address
      if (prints.length === 0 || own.includes(source)) return source
      const begin = before.length
      const printed = printsOf(prints).map(({ from, to, at }) => ({ from: from + begin, to: to + begin, at }))
      const whole = before + source + after
      if (!isBlockedValue(whole, originOf(whole, { from: 0, to: whole.length }, printed), address)) return source
      reporter.blocked((printed.find(({ from, to }) => to > from)?.at ?? printed[0]?.at) as PrintedAt, address)
      return BLOCKED_URL
    },
    /** A region. `place` is where it stands. */
    tags: (text: string, prints: Prints, { open }: TokenizerState): string =>
      checkTags(text, printsOf(prints), { state: { ...initialState(), open }, taken: [], reporter }),
  }
}
