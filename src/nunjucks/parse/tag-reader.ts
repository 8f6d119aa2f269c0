/** Reads the inside of our own tags: names, and attributes written `name=expression`. Also makes the nodes they become. */

import {
  type AstNode,
  type ListNode,
  lexer,
  nodes,
  type ParserBase,
  type Token,
  type ValueNode,
} from "../internals/internals.js"

/** The parts of nunjucks' parser that tags are read with. */
export interface TagParser extends ParserBase {
  parseUntilBlocks(...names: string[]): ListNode
  fail(message: string, line: number, column: number): never
}

/** An attribute as it is written. */
export interface ReadAttribute {
  readonly name: string
  readonly token: Token
  readonly value: AstNode
}

/** The attributes of a tag. */
export interface ReadAttributes {
  readonly attributes: readonly ReadAttribute[]
  /** What `let` names: the content's parameter. */
  readonly parameter: AstNode | undefined
}

/** Reads `name=expression` and names alone up to the end of the tag. */
export function readAttributes(parser: TagParser, tag: string): ReadAttributes {
  const attributes: ReadAttribute[] = []
  let parameter: AstNode | undefined
  for (;;) {
    const token = parser.peekToken()
    if (token === undefined || token === null || token.type === "block-end") break
    const name = readName(parser, tag)
    const hasValue = parser.skipValue(lexer.TOKEN_OPERATOR, "=")
    const value = hasValue ? parser.parseExpression() : literalNode(token, true)
    if (name !== "let") attributes.push({ name, token, value })
    else if (value.typename !== "Symbol") failAt(parser, token, "`let` takes a name, as in `let=row`.")
    else parameter = value
  }
  parser.advanceAfterBlockEnd(tag)
  return { attributes, parameter }
}

const nameTypes: ReadonlySet<string> = new Set(["symbol", "int", "boolean", "none"])

function readName(parser: TagParser, tag: string): string {
  let name = ""
  do {
    const token = parser.nextToken() as Token
    const isName = name === "" ? token.type === lexer.TOKEN_SYMBOL : nameTypes.has(token.type)
    if (!isName)
      failAt(parser, token, `the tag "${tag}" has attributes written name=value; "${token.value}" is no name.`)
    name += name === "" ? token.value : `-${token.value}`
  } while (parser.skipValue(lexer.TOKEN_OPERATOR, "-"))
  return name
}

/** Stops with a message for this place. */
export function failAt(parser: TagParser, { lineno, colno }: Token | AstNode, problem: string): never {
  return parser.fail(problem, lineno, colno)
}

export function attributeNames(attributes: readonly ReadAttribute[]): string[] {
  return attributes.map(({ name }) => name)
}

export function isLiteral(node: AstNode): node is ValueNode {
  return node.typename === "Literal"
}

export function literalNode(at: Token, value: unknown): AstNode {
  return make("Literal", at, value)
}

export function literals(at: Token, values: readonly unknown[]): ListNode {
  return array(
    at,
    values.map((value) => literalNode(at, value)),
  )
}

export function array(at: Token, children: readonly AstNode[]): ListNode {
  return make("Array", at, children) as ListNode
}

/** A node of nunjucks' syntax tree. */
export function make(type: string, { lineno, colno }: Token, ...given: unknown[]): AstNode {
  return new (nodes[type] as new (...given: unknown[]) => AstNode)(lineno, colno, ...given)
}

/** A node that calls `run` of an extension; nunjucks leaves its place open. */
export function makeCall<Own extends object>(
  extension: object,
  at: Token,
  { args, content }: { readonly args: readonly AstNode[]; readonly content: readonly AstNode[] },
  own: Own,
): AstNode & Own {
  const Call = nodes["CallExtension"] as new (...given: unknown[]) => AstNode
  const node = new Call(extension, "run", make("NodeList", at, args), content)
  return Object.assign(node, { lineno: at.lineno, colno: at.colno }, own)
}
