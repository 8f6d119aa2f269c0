/** What commands in TypeScript code name: `js.push("saved")`, `js.exec("data-close")`, wherever in a chain that begins with `js`. */

import { matchBrackets, membersOf, type SourceToken } from "../sources/source-tokens.js"

/** A fixed name in a command. */
export interface NamedInCode {
  readonly method: string
  readonly value: string
  /** Where the name stands in the source. */
  readonly at: number
  /** It is given, or may be given, where to: to another view, or to another element than its own. */
  readonly isElsewhere: boolean
}

/** The methods that name something, each with the option that says where to. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["push", "target"],
  ["exec", "to"],
])

/** Finds the names. */
export function commandsIn(tokens: readonly SourceToken[]): NamedInCode[] {
  const brackets = matchBrackets(tokens)
  const found: NamedInCode[] = []
  tokens.forEach((token, index) => {
    if (token.kind !== "word" || token.text !== "js" || tokens[index - 1]?.text === ".") return
    for (let call = callAt(index + 1); call !== undefined; call = callAt(call.close + 1)) {
      const named = namedBy(call)
      if (named !== undefined) found.push(named)
    }
  })
  return found

  /** `.method(…)` */
  function callAt(at: number): { method: string; open: number; close: number } | undefined {
    const method = tokens[at + 1]
    const close = brackets.get(at + 2)
    if (tokens[at]?.text !== "." || method?.kind !== "word" || tokens[at + 2]?.text !== "(") return undefined
    return close === undefined ? undefined : { method: method.text, open: at + 2, close }
  }

  function namedBy({ method, open, close }: { method: string; open: number; close: number }): NamedInCode | undefined {
    const option = ELSEWHERE.get(method)
    const name = tokens[open + 1]
    const isWhole = open + 2 === close || tokens[open + 2]?.text === ","
    if (option === undefined || name?.kind !== "text" || !isWhole) return undefined
    return { method, value: name.text, at: name.start, isElsewhere: mayHave(option, open + 3, close) }
  }

  /** True unless the arguments from here on are none, or an object that is written out and has no such member. */
  function mayHave(option: string, first: number, close: number): boolean {
    if (first >= close) return false
    const end = brackets.get(first)
    if (tokens[first]?.text !== "{" || end === undefined) return true
    const isSpread = tokens.slice(first, end).some(({ text }, at, all) => text === "." && all[at + 1]?.text === ".")
    return isSpread || membersOf(tokens, brackets, [first, end]).some(({ name }) => name === option)
  }
}
