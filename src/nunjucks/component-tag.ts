/**
 * Components as custom tags: `{% badge status="public" live-click="x" %}Online{% endbadge %}`. The tag is read and checked
 * here, when the template is parsed; what comes out is a `CallExtension` that nunjucks' own compiler understands too, so
 * layouts and other plain renders have the components as well.
 */

import {
  missingAttribute,
  missingSlot,
  mistypedValue,
  unknownAttribute,
  unknownSlot,
  unknownSlotAttribute,
} from "../component/check-use.js"
import type { ComponentDefinition } from "../component/definition.js"
import type { SlotSpec } from "../component/slot.js"
import { vouches } from "./ast.js"
import { componentText } from "./component-runtime.js"
import {
  type AstNode,
  type ExtensionNode,
  type ListNode,
  lexer,
  type MacroNode,
  nodes,
  type ParserBase,
  type Token,
  type ValueNode,
} from "./internals.js"

/** How a use is written: what the run-time values of its attributes and slots are for. */
export interface ComponentUse {
  readonly component: ComponentDefinition
  /** Values are compared with their declarations in each render. */
  readonly checks: boolean
  /** Names of attributes; null for a record of them that pass through. */
  readonly names: readonly (string | null)[]
  readonly slots: readonly { readonly name: string; readonly attrs: readonly string[] }[]
  /** Which of the values are behind the filter `safe_url`. */
  readonly urls: readonly number[]
}

/** A component's tag in the syntax tree. */
export interface ComponentNode extends ExtensionNode {
  readonly use: ComponentUse
  /** Values of the attributes, then of the slots' attributes. */
  readonly values: ListNode
  /** Contents of the slots. */
  readonly bodies: readonly MacroNode[]
}

export function isComponent(node: AstNode): node is ComponentNode {
  return "use" in node
}

/** The parts of nunjucks' parser that tags are read with. */
export interface TagParser extends ParserBase {
  parseUntilBlocks(...names: string[]): ListNode
  fail(message: string, line: number, column: number): never
}

interface ReadAttribute {
  readonly name: string
  readonly token: Token
  readonly value: AstNode
}

interface ReadSlot {
  readonly name: string
  readonly token: Token
  readonly attributes: readonly ReadAttribute[]
  readonly parameter: AstNode | undefined
  readonly body: ListNode
}

/** The extension of one component. */
export class ComponentTag {
  readonly tags: readonly string[]
  readonly component: ComponentDefinition
  readonly #checks: boolean

  constructor(component: ComponentDefinition, checks: boolean) {
    this.tags = [component.name]
    this.component = component
    this.#checks = checks
  }

  /** Called by the parser behind `{%`. */
  parse(parser: TagParser): AstNode {
    const { name, slots } = this.component
    const token = parser.nextToken() as Token
    const { attributes, parameter } = readAttributes(parser, name)
    this.#checkAttributes(parser, attributes, token)
    const given = slots.size === 0 ? [] : readSlots(parser, token, parameter)
    if (slots.size === 0 && parameter !== undefined) failAt(parser, token, `the component "${name}" has no content.`)
    this.#checkSlots(parser, given, token)
    return this.#node(token, attributes, given)
  }

  /** Called by templates that nunjucks itself renders. */
  run(
    _context: unknown,
    names: readonly (string | null)[],
    values: readonly unknown[],
    slots: readonly (readonly [name: string, attrs: readonly string[], content: (arg?: unknown) => unknown])[],
    urls: readonly number[],
  ): object {
    const use: ComponentUse = {
      component: this.component,
      checks: this.#checks,
      names,
      slots: slots.map(([name, attrs]) => ({ name, attrs })),
      urls,
    }
    return componentText(
      use,
      values,
      slots.map(([, , content]) => content),
    )
  }

  #checkAttributes(parser: TagParser, attributes: readonly ReadAttribute[], token: Token): void {
    const { component } = this
    const names = attributes.map(({ name }) => name)
    const rest = component.rest?.key
    attributes.forEach(({ name, token: at, value }, index) => {
      if (names.indexOf(name) < index) failAt(parser, at, `the attribute "${name}" is given twice.`)
      if (name === rest) return
      const spec = component.attrs.get(name)
      const wrong = spec === undefined || !isLiteral(value) ? undefined : mistypedValue(spec, value.value)
      const problem =
        wrong === undefined
          ? unknownAttribute(component, name)
          : `the attribute "${name}" of the component "${component.name}" ${wrong}.`
      if (problem !== undefined) failAt(parser, at, problem)
    })
    const missing = missingAttribute(component, (name) => names.includes(name))
    if (missing !== undefined) failAt(parser, token, missing)
  }

  #checkSlots(parser: TagParser, given: readonly ReadSlot[], token: Token): void {
    const { component } = this
    given.forEach(({ name, token: at, attributes }, index) => {
      const problem = unknownSlot(component, name)
      if (problem !== undefined) failAt(parser, at, problem)
      const spec = component.slots.get(name) as SlotSpec
      if (!spec.many && given.findIndex((other) => other.name === name) < index)
        failAt(parser, at, `the slot "${name}" is given twice, and is not a \`slot.many()\`.`)
      checkSlotAttributes(parser, at, { name, spec, attributes })
    })
    const missing = missingSlot(component, (name) => given.some((slot) => slot.name === name))
    if (missing !== undefined) failAt(parser, token, missing)
  }

  #node(token: Token, attributes: readonly ReadAttribute[], given: readonly ReadSlot[]): AstNode {
    const { component } = this
    const names = attributes.map(({ name }) => (name === component.rest?.key ? null : name))
    const own = [...attributes, ...given.flatMap((slot) => slot.attributes)].map(({ value }) => value)
    const values = array(token, own)
    const urls = own.flatMap((value, index) => (vouches(value) ? [index] : []))
    const bodies = given.map(caller)
    const slots = given.map((slot, index) =>
      array(token, [literal(token, slot.name), literals(token, namesOf(slot.attributes)), bodies[index] as AstNode]),
    )
    const args = make("NodeList", token, [literals(token, names), values, array(token, slots), literals(token, urls)])
    const use: ComponentUse = {
      component,
      checks: this.#checks,
      names,
      slots: given.map((slot) => ({ name: slot.name, attrs: namesOf(slot.attributes) })),
      urls,
    }
    const node = new (nodes["CallExtension"] as new (...given: unknown[]) => AstNode)(this, "run", args, [])
    // nunjucks leaves the place of extensions open.
    return Object.assign(node, { lineno: token.lineno, colno: token.colno, use, values, bodies })
  }
}

/** `{% slot %}` where it has no meaning. */
export const straySlot = {
  tags: ["slot"] as readonly string[],
  parse(parser: TagParser): never {
    return failAt(
      parser,
      parser.peekToken() as Token,
      '`{% slot "name" %}` stands directly inside of a component\'s tag, not in an `if` or a `for` there.',
    )
  },
}

/** Reads `name=expression` and names alone up to the end of the tag. `let` is the name of the content's parameter. */
function readAttributes(
  parser: TagParser,
  tag: string,
): { readonly attributes: readonly ReadAttribute[]; readonly parameter: AstNode | undefined } {
  const attributes: ReadAttribute[] = []
  let parameter: AstNode | undefined
  for (;;) {
    const token = parser.peekToken()
    if (token === undefined || token === null || token.type === "block-end") break
    const name = readName(parser, tag)
    const hasValue = parser.skipValue(lexer.TOKEN_OPERATOR, "=")
    const value = hasValue ? parser.parseExpression() : literal(token, true)
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

/** Reads up to the end tag; what stands outside of `{% slot %}` is the default slot. */
function readSlots(parser: TagParser, tag: Token, parameter: AstNode | undefined): ReadSlot[] {
  const end = `end${tag.value}`
  const slots: ReadSlot[] = []
  const own: AstNode[] = []
  for (;;) {
    own.push(...parser.parseUntilBlocks("slot", end).children)
    const token = parser.nextToken()
    if (token === undefined || token === null) failAt(parser, tag, `{% ${tag.value} %} has no {% ${end} %}.`)
    if ((token as Token).value === end) break
    slots.push(readSlot(parser, token as Token))
  }
  parser.advanceAfterBlockEnd(end)
  if (own.every(isBlank)) return slots
  const body = make("NodeList", tag, own) as ListNode
  return [...slots, { name: "default", token: tag, attributes: [], parameter, body }]
}

function readSlot(parser: TagParser, token: Token): ReadSlot {
  const first = parser.nextToken() as Token
  if (first.type !== "string") failAt(parser, first, 'a slot is named by a text, as in `{% slot "header" %}`.')
  const { attributes, parameter } = readAttributes(parser, "slot")
  const body = parser.parseUntilBlocks("endslot")
  if (parser.nextToken()?.value !== "endslot") failAt(parser, token, "{% slot %} has no {% endslot %}.")
  parser.advanceAfterBlockEnd("endslot")
  return { name: first.value, token, attributes, parameter, body }
}

function checkSlotAttributes(
  parser: TagParser,
  token: Token,
  { name, spec, attributes }: { name: string; spec: SlotSpec; attributes: readonly ReadAttribute[] },
): void {
  for (const { name: key, token: at, value } of attributes) {
    const attribute = spec.attrs?.get(key)
    const wrong = attribute === undefined || !isLiteral(value) ? undefined : mistypedValue(attribute, value.value)
    const problem =
      wrong === undefined
        ? unknownSlotAttribute(name, spec, key)
        : `the attribute "${key}" of the slot "${name}" ${wrong}.`
    if (problem !== undefined) failAt(parser, at, problem)
  }
  for (const [key, { presence }] of spec.attrs ?? []) {
    if (presence === "required" && !attributes.some((given) => given.name === key))
      failAt(parser, token, `the slot "${name}" needs the attribute "${key}".`)
  }
}

function isBlank(node: AstNode): boolean {
  return (
    node.typename === "Output" &&
    (node as ListNode).children.every(
      (child) => child.typename === "TemplateData" && String((child as ValueNode).value).trim() === "",
    )
  )
}

function isLiteral(node: AstNode): node is ValueNode {
  return node.typename === "Literal"
}

function failAt(parser: TagParser, token: Token, problem: string): never {
  return parser.fail(problem, token.lineno, token.colno)
}

function namesOf(attributes: readonly ReadAttribute[]): string[] {
  return attributes.map(({ name }) => name)
}

function caller({ token, parameter, body }: ReadSlot): MacroNode {
  const name = make("Symbol", token, "caller")
  const parameters = make("NodeList", token, parameter === undefined ? [] : [parameter])
  return make("Caller", token, name, parameters, body) as MacroNode
}

function literal(token: Token, value: unknown): AstNode {
  return make("Literal", token, value)
}

function literals(token: Token, values: readonly unknown[]): AstNode {
  return array(
    token,
    values.map((value) => literal(token, value)),
  )
}

function array(token: Token, children: readonly AstNode[]): ListNode {
  return make("Array", token, children) as ListNode
}

function make(type: string, { lineno, colno }: Token, ...given: unknown[]): AstNode {
  return new (nodes[type] as new (...given: unknown[]) => AstNode)(lineno, colno, ...given)
}
