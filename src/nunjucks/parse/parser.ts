/** nunjucks' parser with two additions: `{% for row in rows key=row.id %}`, and the place of what the template ends in. */

import { memberOf, messageOf } from "../../errors/thrown.js"
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
  /** The names of the tags that are being read, innermost last. */
  readonly #open: (Token | undefined)[] = []
  #last: Token | undefined

  override parseFor(): ForNode {
    this.#keys.push(null)
    const node = super.parseFor()
    node.key = this.#keys.pop() ?? null
    return node
  }

  override parseStatement(): AstNode | null {
    this.#open.push(this.peekToken())
    const node = super.parseStatement()
    // Not if it throws: where it is open is where it has to be closed.
    this.#open.pop()
    return node
  }

  override nextToken(withWhitespace?: boolean): Token | undefined {
    const token = super.nextToken(withWhitespace)
    if (token) this.#last = token
    return token
  }

  override parseAsRoot(): ListNode {
    try {
      return super.parseAsRoot()
    } catch (error) {
      throw this.#placed(error)
    }
  }

  /** nunjucks gives an error the place of the next token: where there is none it has no place, or is one of JavaScript. */
  #placed(error: unknown): unknown {
    if (typeof memberOf(error, "lineno") === "number") return error
    const problem = error instanceof TypeError ? "the template ends here, within a tag" : messageOf(error)
    const { lineno, colno } = this.#unclosed(problem) ?? { lineno: 0, colno: 0 }
    return Object.assign(new Error(problem, { cause: error }), { lineno: lineno + 1, colno: colno + 1 })
  }

  /** What the template ends in: a comment, a block, or a tag. */
  #unclosed(problem: string): Pick<Token, "lineno" | "colno"> | undefined {
    if (problem.includes("end of comment")) return this.#last && behind(this.#last)
    return (/^(?!expected expression).*end of file/.test(problem) ? this.#open.at(-1) : undefined) ?? this.#last
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

function behind({ value, lineno, colno }: Token): Pick<Token, "lineno" | "colno"> {
  const lines = String(value).split("\n")
  const last = lines.at(-1) as string
  return { lineno: lineno + lines.length - 1, colno: lines.length > 1 ? last.length : colno + last.length }
}

/** Parses a template's source as `env` would, its extensions and delimiters included. */
export function parseTemplate(source: string, env: Environment): ListNode {
  let text = source
  for (const { preprocess } of env.extensionsList) if (preprocess !== undefined) text = preprocess(text)
  const reader = new TrackedParser(lexer.lex(text, env.opts))
  reader.extensions = env.extensionsList
  return reader.parseAsRoot()
}
