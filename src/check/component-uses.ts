/**
 * Uses of components, written as calls of their typed functions, so that TypeScript infers and compares as it does in
 * `` html`…` ``: attributes as the first argument, slots as the second. The content of a slot with `let` is the body of
 * a function there; that of any other is written behind the call, where the conditions around it still narrow.
 */

import type { AttributeSpec } from "../component/attribute.js"
import { symbolName, walk } from "../nunjucks/ast.js"
import type { ComponentNode } from "../nunjucks/component-tag.js"
import type { AstNode, MacroNode } from "../nunjucks/internals.js"
import { startOf, text } from "./expression-nodes.js"
import type { Expressions } from "./expressions.js"
import type { Guards } from "./guards.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { isWidened } from "./written-values.js"

/** What a use needs of the rest of the translation. */
export interface ComponentParts {
  readonly expressions: Expressions
  writeBody(body: AstNode, scope: Scope): void
  /** The conditions around what is being written. */
  readonly guards: Guards
}

interface GivenAttribute {
  readonly name: string
  readonly value: AstNode
  /** Undefined: it passes through, or is declared as a type only. */
  readonly spec: AttributeSpec | undefined
}

/** A slot that is given. */
interface GivenSlot {
  readonly name: string
  readonly attributes: readonly GivenAttribute[]
  readonly body: MacroNode
}

export class ComponentUses {
  readonly #to: Translation
  readonly #parts: ComponentParts

  constructor(translation: Translation, parts: ComponentParts) {
    this.#to = translation
    this.#parts = parts
  }

  write(node: ComponentNode, outer: Scope): void {
    const { code } = this.#to
    const { component, names } = node.use
    const subject = `component "${component.name}"`
    const slots = slotsOf(node)
    const values = node.values.children
    const id = this.#to.componentId(component)
    code.endLine("{")
    const scope = this.#keepVariables(slots, outer)
    // What does not fit as a whole, a record has brought.
    const record = values[names.indexOf(null)]
    this.#to.mark("component", record === undefined ? node : startOf(record), scope, subject)
    code.write(`${id}({ `)
    // Attributes that are written out win over those of a record.
    names.forEach((name, index) => {
      if (name === null) this.#writeRecord(values[index] as AstNode, scope)
    })
    names.forEach((name, index) => {
      const value = values[index] as AstNode
      if (name !== null) this.#writeAttribute({ name, value, spec: component.attrs.get(name) }, subject, scope)
    })
    code.write("}")
    if (slots.length > 0) this.#writeSlots(node, slots, scope)
    code.endLine(");")
    for (const { body } of slots) {
      if (parameterOf(body) !== undefined) continue
      code.endLine("{")
      this.#parts.writeBody(body.body, scope.frame({ isolated: true }))
      code.endLine("}")
    }
    code.endLine("}")
  }

  /** In a function TypeScript knows of a variable that changes only its declaration, so its value now is kept. */
  #keepVariables(slots: readonly GivenSlot[], outer: Scope): Scope {
    const scope = outer.branch()
    const names = new Set<string>()
    for (const { body } of slots) {
      if (parameterOf(body) === undefined) continue
      walk(body.body, (node) => {
        const name = symbolName(node)
        if (name !== undefined) names.add(name)
      })
    }
    for (const name of names) {
      const binding = outer.lookup(name)
      if (binding?.kind !== "variable" || binding.changes !== true) continue
      const id = this.#to.newId(name)
      this.#to.code.endLine(`const ${id} = ${binding.id};`)
      scope.bind(name, { kind: "variable", id, written: binding.written === true })
    }
    return scope
  }

  #writeRecord(value: AstNode, scope: Scope): void {
    this.#to.code.write("...")
    this.#parts.expressions.write(value, scope)
    this.#to.mark("scaffold", value, scope)
    this.#to.code.write(", ")
  }

  #writeAttribute({ name, value, spec }: GivenAttribute, subject: string, scope: Scope): void {
    const { expressions } = this.#parts
    this.#to.mark("attribute", startOf(value), scope, `attribute "${name}" of the ${subject}`)
    this.#to.code.write(`${text(name)}: `)
    // A text that the template puts together may be any of those that the type lists.
    const takesAny = spec?.type !== "number" && spec?.type !== "boolean"
    if (takesAny && isWidened(value, scope)) expressions.writeLoosely([value], scope)
    else expressions.write(value, scope)
    this.#to.code.write(", ")
  }

  #writeSlots({ use: { component } }: ComponentNode, slots: readonly GivenSlot[], scope: Scope): void {
    const { code } = this.#to
    code.write(", { ")
    for (const name of new Set(slots.map((slot) => slot.name))) {
      const own = slots.filter((slot) => slot.name === name)
      const subject = `slot "${name}" of the component "${component.name}"`
      this.#to.mark("slot", (own[0] as GivenSlot).body, scope, subject)
      code.write(`${text(name)}: `)
      if (component.slots.get(name)?.many === true) this.#writeEntries(own, subject, scope)
      else for (const { body } of own) this.#writeContent(body, scope)
      code.write(", ")
    }
    code.write("}")
  }

  #writeEntries(slots: readonly GivenSlot[], subject: string, scope: Scope): void {
    const { code } = this.#to
    code.write("[")
    for (const { attributes, body } of slots) {
      this.#to.mark("slot", body, scope, subject)
      code.write(`{ "attrs": { `)
      for (const attribute of attributes) this.#writeAttribute(attribute, subject, scope)
      this.#to.mark("slot", body, scope, subject)
      code.write(`}, "content": `)
      this.#writeContent(body, scope)
      code.write(" }, ")
    }
    code.write("]")
  }

  #writeContent(body: MacroNode, scope: Scope): void {
    const { code } = this.#to
    const parameter = parameterOf(body)
    if (parameter === undefined) return code.write("__lm.anything")
    const name = symbolName(parameter) as string
    const id = this.#to.newId(name)
    const inner = scope.frame({ isolated: true })
    inner.bind(name, { kind: "variable", id })
    code.endLine(`(${id}) => {`)
    this.#parts.guards.repeat(() => this.#parts.writeBody(body.body, inner))
    code.write("return __lm.anything; }")
  }
}

/** The values stand in one list: those of the attributes, then those of each slot's. */
function slotsOf({ use, values, bodies }: ComponentNode): GivenSlot[] {
  let next = use.names.length
  return use.slots.map(({ name, attrs }, index) => ({
    name,
    attributes: attrs.map((key) => ({
      name: key,
      value: values.children[next++] as AstNode,
      spec: use.component.slots.get(name)?.attrs?.get(key),
    })),
    body: bodies[index] as MacroNode,
  }))
}

/** What `let` names. */
function parameterOf({ args }: MacroNode): AstNode | undefined {
  return args.children[0]
}
