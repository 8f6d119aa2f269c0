/** The attributes with a fixed value in `` html`…` `` literals of TypeScript code. */

import { holesOf, isLiteralToken, type SourceToken } from "../sources/source-tokens.js"
import { attributesOf, DYNAMIC, type StaticAttribute } from "../sources/static-attributes.js"

/** Finds them. Places are those of the source. Values with escapes are passed over. */
export function htmlAttributes(source: string, tokens: readonly SourceToken[]): StaticAttribute[] {
  return tokens.flatMap((token, index) => {
    if (!isLiteralToken(token) || tokens[index - 1]?.text !== "html") return []
    return attributesOf(textOf(source, token))
      .filter(({ value }) => !value.includes("\\"))
      .map(({ at, ...rest }) => ({ ...rest, at: token.start + at }))
  })
}

/** A literal with all that is computed made invisible, each character in its place. */
function textOf(source: string, { start, end }: SourceToken): string {
  let html = DYNAMIC
  for (const [from, to] of holesOf(source, start)) {
    html += source.slice(start + html.length, from) + DYNAMIC.repeat(to - from)
  }
  return html + source.slice(start + html.length, end - 1)
}
