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
} from "../../component/check-use.js"
import type { ComponentDefinition } from "../../component/definition.js"
import type { SlotSpec } from "../../component/slot.js"
import { inDevelopment, type RenderSetting, rendering, settingOr } from "../../render/values/render-setting.js"
import type { AstNode, ExtensionNode, ListNode, MacroNode, Token } from "../internals/internals.js"
import { componentText } from "../runtime/component-runtime.js"
import { plainSlots } from "../runtime/plain-slots.js"
import { vouches } from "./ast.js"
import { countSlots, takeApart } from "./slot-content.js"
import { makeSlot, reading, type SlotNode, slotTag } from "./slot-tag.js"
import {
  array,
  attributeNames,
  failAt,
  isLiteral,
  literalNode,
  literals,
  make,
  makeCall,
  type ReadAttribute,
  readAttributes,
  type TagParser,
} from "./tag-reader.js"

/** How a use is written: what the run-time values of its attributes and slots are for. */
export interface ComponentUse {
  readonly component: ComponentDefinition
  /** Values are compared with their declarations in each render. */
  readonly checks: boolean
  /** Names of attributes; null for a record of them that pass through. */
  readonly names: readonly (string | null)[]
  /** Which of the attributes' values are behind the filter `safe_url`. */
  readonly urls: readonly number[]
  readonly slots: readonly SlotUse[]
}

/** A place where a slot is given: never, once or, in a loop, several times. */
export interface SlotUse {
  readonly name: string
  readonly attrs: readonly string[]
  readonly urls: readonly number[]
  /** Statements around it, outermost first: `if`, `for`, `switch`; a `for` only if this is inside of its body. */
  readonly around: readonly AstNode[]
}

/** A component's tag in the syntax tree. */
export interface ComponentNode extends ExtensionNode {
  readonly use: ComponentUse
  /** Values of the attributes. */
  readonly attributes: ListNode
  /** Values of the attributes, then of the slots' attributes. */
  readonly values: ListNode
  /** Slots, and statements with slots in them, in source order. */
  readonly parts: readonly AstNode[]
  /** By the places of `use.slots`. */
  readonly slots: readonly SlotNode[]
  /** Contents of the slots. */
  readonly bodies: readonly MacroNode[]
}

export function isComponent(node: AstNode): node is ComponentNode {
  return "use" in node
}

/** The extension of one component. */
export class ComponentTag {
  readonly tags: readonly string[]
  readonly component: ComponentDefinition
  readonly #setting: RenderSetting

  /** @param setting - That of the app, for pages which the host renders by itself. */
  constructor(component: ComponentDefinition, setting: RenderSetting) {
    this.tags = [component.name]
    this.component = component
    this.#setting = setting
  }

  /** Called by the parser behind `{%`. */
  parse(parser: TagParser): AstNode {
    return rendering(settingOr(this.#setting), () => this.#parse(parser))
  }

  #parse(parser: TagParser): AstNode {
    const { name, slots } = this.component
    const token = parser.nextToken() as Token
    const { attributes, parameter } = readAttributes(parser, name)
    this.#checkAttributes(parser, attributes, token)
    if (slots.size === 0 && parameter !== undefined) failAt(parser, token, `the component "${name}" has no content.`)
    const given: SlotNode[] = []
    const parts = slots.size === 0 ? [] : readParts(parser, token, parameter, given)
    this.#checkSlots(parser, parts, given, token)
    return this.#node(token, attributes, { parts, given })
  }

  /** Called by templates that nunjucks itself renders. */
  run(
    _context: unknown,
    [names, urls, repeats]: readonly [ComponentUse["names"], ComponentUse["urls"], boolean],
    values: readonly unknown[],
    content?: () => unknown,
  ): object {
    const slots = content === undefined ? [] : plainSlots(content, repeats)
    return rendering(settingOr(this.#setting), () =>
      componentText({ component: this.component, checks: inDevelopment(), names, urls }, values, slots),
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

  #checkSlots(parser: TagParser, parts: readonly AstNode[], given: readonly SlotNode[], token: Token): void {
    const { component } = this
    given.forEach(({ slot: { name, token: at, attributes } }, index) => {
      const problem = unknownSlot(component, name)
      if (problem !== undefined) failAt(parser, at, problem)
      const spec = component.slots.get(name) as SlotSpec
      const isLast = given.findLastIndex((other) => other.slot.name === name) === index
      if (!spec.many && isLast && countSlots(parts, name).most > 1)
        failAt(parser, at, `the slot "${name}" may be given twice here, and is not a \`slot.many()\`.`)
      checkSlotAttributes(parser, at, { name, spec, attributes })
    })
    const isSure = (name: string): boolean => countSlots(parts, name).least > 0
    const missing = missingSlot(component, isSure)
    if (missing === undefined) return
    const unsure = given.find(({ slot: { name } }) => component.slots.get(name)?.required === true && !isSure(name))
    if (unsure === undefined) failAt(parser, token, missing)
    failAt(parser, unsure.slot.token, `${missing} Here it is given in some cases only.`)
  }

  #node(token: Token, attributes: readonly ReadAttribute[], { parts, given }: GivenParts): AstNode {
    const { component } = this
    const names = attributes.map(({ name }) => (name === component.rest?.key ? null : name))
    const own = attributes.map(({ value }) => value)
    const urls = own.flatMap((value, index) => (vouches(value) ? [index] : []))
    const values = array(token, own)
    given.forEach((slot, at) => {
      slot.at = at
    })
    const repeats = literalNode(
      token,
      given.some(({ around }) => around.length > 0),
    )
    const described = array(token, [literals(token, names), literals(token, urls), repeats])
    const content = given.length === 0 ? [] : [make("NodeList", token, parts)]
    const slots = given.map(({ slot, around }) => ({
      name: slot.name,
      attrs: attributeNames(slot.attributes),
      urls: slot.urls,
      around,
    }))
    const use: ComponentUse = { component, checks: inDevelopment(), names, urls, slots }
    return makeCall(
      this,
      token,
      { args: [described, values], content },
      {
        use,
        attributes: values,
        values: array(token, [...own, ...given.flatMap((slot) => slot.values.children)]),
        parts,
        slots: given,
        bodies: given.map(({ body }) => body),
      },
    )
  }
}

interface GivenParts {
  readonly parts: readonly AstNode[]
  readonly given: readonly SlotNode[]
}

/** Reads up to the end tag; what stands outside of `{% slot %}` is the default slot. */
function readParts(
  parser: TagParser,
  tag: Token,
  parameter: AstNode | undefined,
  given: SlotNode[],
): readonly AstNode[] {
  const end = `end${tag.value}`
  const nodes: AstNode[] = []
  reading(parser, given, () => {
    for (;;) {
      nodes.push(...parser.parseUntilBlocks("slot", end).children)
      const token = parser.peekToken()
      if (token === undefined || token === null) failAt(parser, tag, `{% ${tag.value} %} has no {% ${end} %}.`)
      if ((token as Token).value === end) break
      nodes.push(slotTag.parse(parser))
    }
  })
  parser.nextToken()
  parser.advanceAfterBlockEnd(end)
  const { parts, own } = takeApart(parser, tag, nodes, given)
  if (own === undefined) return parts
  const content = makeSlot({ name: "default", token: tag, attributes: [], parameter, content: own })
  given.push(content)
  return [...parts, content]
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
