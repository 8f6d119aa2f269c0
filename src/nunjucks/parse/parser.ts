/** nunjucks' parser with one addition: `{% for row in rows key=row.id %}`. */

import {
  type AstNode,
  type Environment,
  type ForNode,
  type ListNode,
  lexer,
  parser,
  type Token,
} from "../internals/internals.js"

class TrackedParser extends parser.Parser {
  /** One entry per `for` being read, innermost last. */
  readonly #keys: (AstNode | null)[] = []

  override parseFor(): ForNode {
    this.#keys.push(null)
    const node = super.parseFor()
    node.key = this.#keys.pop() ?? null
    return node
  }

  override advanceAfterBlockEnd(name?: string): Token {
    const token = name === "for" ? this.peekToken() : undefined
    if (token?.type === lexer.TOKEN_SYMBOL && token.value === "key") {
      this.nextToken()
      if (this.skipValue(lexer.TOKEN_OPERATOR, "=")) this.#keys[this.#keys.length - 1] = this.parseExpression()
    }
    return super.advanceAfterBlockEnd(name)
  }
}

/** Parses a template's source as `env` would, its extensions and delimiters included. */
export function parseTemplate(source: string, env: Environment): ListNode {
  let text = source
  for (const { preprocess } of env.extensionsList) if (preprocess !== undefined) text = preprocess(text)
  const reader = new TrackedParser(lexer.lex(text, env.opts))
  reader.extensions = env.extensionsList
  return reader.parseAsRoot()
}
