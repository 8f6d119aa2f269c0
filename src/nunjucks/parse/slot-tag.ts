/**
 * `{% slot "name" … %}…{% endslot %}`: read wherever it stands inside of a component's tag. Which of these places are
 * good ones is for the component's tag to say, see `slot-content.ts`.
 */

import type { AstNode, ExtensionNode, ListNode, MacroNode, Token } from "../internals/internals.js"
import { collectSlot, type PlainContent } from "../runtime/plain-slots.js"
import { vouches } from "./ast.js"
import {
  array,
  attributeNames,
  failAt,
  literalNode,
  literals,
  make,
  makeCall,
  type ReadAttribute,
  readAttributes,
  type TagParser,
} from "./tag-reader.js"

/** A slot that is given, in the syntax tree. */
export interface SlotNode extends ExtensionNode {
  readonly slot: {
    readonly name: string
    readonly token: Token
    readonly attributes: readonly ReadAttribute[]
    /** Which of the attributes' values are behind the filter `safe_url`. */
    readonly urls: readonly number[]
  }
  /** Values of the attributes. */
  readonly values: ListNode
  readonly body: MacroNode
  /** Which of the component's places for slots this is. */
  at: number
  /** Statements around it, outermost first: `if`, `for`, `switch`; a `for` only if this is inside of its body. */
  around: readonly AstNode[]
  /** Names that the loops around it give values to in each round, `loop` among them. */
  names: readonly string[]
  /** Names of loops in whose `else` it stands: nunjucks takes what the loop has left there, but tells no included file. */
  hidden: readonly string[]
}

export function isSlot(node: AstNode): node is SlotNode {
  return "slot" in node
}

/** What is being read, innermost last: the slots of a component's tag, or what takes none. */
const readings = new WeakMap<TagParser, (SlotNode[] | undefined)[]>()

/** Reads something; the slots that stand in it go to `slots`, or are refused without. */
export function reading<T>(parser: TagParser, slots: SlotNode[] | undefined, read: () => T): T {
  const outer = readings.get(parser) ?? []
  readings.set(parser, [...outer, slots])
  const result = read()
  readings.set(parser, outer)
  return result
}

/** What a slot is made of. */
export interface SlotParts {
  readonly name: string
  readonly token: Token
  readonly attributes: readonly ReadAttribute[]
  readonly parameter: AstNode | undefined
  readonly content: ListNode
}

export function makeSlot({ name, token, attributes, parameter, content }: SlotParts): SlotNode {
  const own = attributes.map(({ value }) => value)
  const values = array(token, own)
  const urls = own.flatMap((value, index) => (vouches(value) ? [index] : []))
  const parameters = make("NodeList", token, parameter === undefined ? [] : [parameter])
  const body = make("Caller", token, make("Symbol", token, "caller"), parameters, content) as MacroNode
  const described = array(token, [
    literalNode(token, name),
    literals(token, attributeNames(attributes)),
    literals(token, urls),
  ])
  const node = makeCall(
    slotTag,
    token,
    { args: [described, values, body], content: [] },
    { slot: { name, token, attributes, urls }, values, body, at: -1, around: [], names: [], hidden: [] },
  )
  return node as unknown as SlotNode
}

/** For slots where they have no meaning. */
export const STRAY_SLOT =
  '`{% slot "name" %}` stands inside of a component\'s tag: directly, or in an `if`, `for` or `switch` there.'

/** The extension of the tag. */
export const slotTag = {
  tags: ["slot"] as readonly string[],

  /** Called by the parser behind `{%`. */
  parse(parser: TagParser): AstNode {
    const token = parser.nextToken() as Token
    const slots = readings.get(parser)?.at(-1)
    if (slots === undefined) return failAt(parser, token, STRAY_SLOT)
    const first = parser.nextToken() as Token
    if (first.type !== "string") failAt(parser, first, 'a slot is named by a text, as in `{% slot "header" %}`.')
    const read = readAttributes(parser, "slot")
    const content = reading(parser, undefined, () => parser.parseUntilBlocks("endslot"))
    if (parser.nextToken()?.value !== "endslot") failAt(parser, token, "{% slot %} has no {% endslot %}.")
    parser.advanceAfterBlockEnd("endslot")
    const node = makeSlot({ ...read, name: first.value, token, content })
    slots.push(node)
    return node
  },

  /** Called by templates that nunjucks itself renders. */
  run(
    _context: unknown,
    [name, attrs, urls]: readonly [string, readonly string[], readonly number[]],
    values: readonly unknown[],
    content: PlainContent,
  ): string {
    collectSlot({ name, attrs, urls, values, content })
    return ""
  },
}
