/**
 * Uses of components, written as calls of their typed functions, so that TypeScript infers and compares as it does in
 * `` html`…` ``: attributes as the first argument, slots as the second. The content of a slot with `let` is the body of
 * a function there; that of any other is written behind the call, where the conditions around it still narrow.
 */

import type { AttributeSpec } from "../../component/attribute.js"
import type { AstNode, MacroNode } from "../../nunjucks/internals/internals.js"
import { symbolName, walk } from "../../nunjucks/parse/ast.js"
import type { ComponentNode } from "../../nunjucks/parse/component-tag.js"
import { isSlot, type SlotNode } from "../../nunjucks/parse/slot-tag.js"
import { firstNodeOf, text } from "./expression-nodes.js"
import type { Expressions } from "./expressions.js"
import type { Guards } from "./guards.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { isWidened } from "./written-values.js"

/** What a use needs of the rest of the translation. */
export interface ComponentParts {
  readonly expressions: Expressions
  writeBody(body: AstNode, scope: Scope): void
  write(node: AstNode, scope: Scope): void
  /** The conditions around what is being written. */
  readonly guards: Guards
}

interface GivenAttribute {
  readonly name: string
  readonly value: AstNode
  /** Undefined: it passes through, or is declared as a type only. */
  readonly spec: AttributeSpec | undefined
}

/** A use that is being written. */
interface OpenUse {
  readonly node: ComponentNode
  readonly scope: Scope
}

export class ComponentUses {
  readonly #to: Translation
  readonly #parts: ComponentParts
  /** Innermost last. */
  readonly #open: OpenUse[] = []

  constructor(translation: Translation, parts: ComponentParts) {
    this.#to = translation
    this.#parts = parts
  }

  write(node: ComponentNode, outer: Scope): void {
    const { code } = this.#to
    code.endLine("{")
    const use: OpenUse = { node, scope: this.#keepVariables(node.bodies, outer) }
    const slots = node.parts.filter(isSlot)
    this.#writeAttributes(use)
    this.#writeSlots(use, slots, use.scope)
    for (const slot of slots) this.#writeOwnBody(slot, use.scope)
    this.#open.push(use)
    for (const part of node.parts) if (!isSlot(part)) this.#parts.write(part, use.scope)
    this.#open.pop()
    code.endLine("}")
  }

  /** Writes a slot that stands in an `if`, `for` or `switch`: a call of its own, where its names have their types. */
  writeSlot(slot: SlotNode, scope: Scope): void {
    const use = this.#open.at(-1)
    if (use === undefined) return
    this.#to.silently(() => this.#writeAttributes(use))
    this.#writeSlots(use, [slot], scope)
    this.#writeOwnBody(slot, scope)
  }

  /** Writes the call up to its first argument. */
  #writeAttributes({ node, scope }: OpenUse): void {
    const { code } = this.#to
    const { component, names } = node.use
    const subject = `component "${component.name}"`
    const values = node.attributes.children
    const id = this.#to.variables.componentId(component)
    // What does not fit as a whole, a record has brought.
    const record = values[names.indexOf(null)]
    this.#to.mark("component", record === undefined ? node : firstNodeOf(record), scope, subject)
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
  }

  /** In a function TypeScript knows of a variable that changes only its declaration, so its value now is kept. */
  #keepVariables(bodies: readonly MacroNode[], outer: Scope): Scope {
    const scope = outer.branch()
    const names = new Set<string>()
    for (const body of bodies) {
      if (parameterOf(body) === undefined) continue
      walk(body.body, (node) => {
        const name = symbolName(node)
        if (name !== undefined) names.add(name)
      })
    }
    for (const name of names) {
      const binding = outer.lookup(name)
      if (binding?.kind !== "variable" || binding.changes !== true) continue
      const id = this.#to.variables.newId(name)
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
    this.#to.mark("attribute", firstNodeOf(value), scope, `attribute "${name}" of the ${subject}`)
    this.#to.code.write(`${text(name)}: `)
    // A text that the template puts together may be any of those that the type lists.
    const takesAny = spec?.type !== "number" && spec?.type !== "boolean"
    if (takesAny && isWidened(value, scope)) expressions.writeLoosely([value], scope)
    else expressions.write(value, scope)
    this.#to.code.write(", ")
  }

  /** Writes the second argument and ends the call. Slots that are not among `slots` are taken as given rightly. */
  #writeSlots({ node }: OpenUse, slots: readonly SlotNode[], scope: Scope): void {
    const { code } = this.#to
    const { use } = node
    if (use.slots.length === 0) return code.endLine(");")
    code.write(", ")
    // A function of its own type may take the content in another way.
    this.#to.mark("scaffold", node, scope)
    code.write("{ ")
    for (const name of new Set(use.slots.map((slot) => slot.name))) {
      const own = slots.filter(({ slot }) => slot.name === name)
      const subject = `slot "${name}" of the component "${use.component.name}"`
      const [first] = own
      if (first !== undefined) this.#to.mark("slot", first, scope, subject)
      code.write(`${text(name)}: `)
      if (first === undefined) code.write("__lm.anything")
      else if (use.component.slots.get(name)?.many !== true) this.#writeContent(first.body, scope)
      else this.#writeEntries({ use, slots: own, subject }, scope)
      code.write(", ")
    }
    code.endLine("});")
  }

  #writeEntries(
    { use, slots, subject }: { use: ComponentNode["use"]; slots: readonly SlotNode[]; subject: string },
    scope: Scope,
  ): void {
    const { code } = this.#to
    code.write("[")
    for (const { slot, body } of slots) {
      const specs = use.component.slots.get(slot.name)?.attrs
      this.#to.mark("slot", slot.token, scope, subject)
      code.write(`{ "attrs": { `)
      for (const { name, value } of slot.attributes) {
        this.#writeAttribute({ name, value, spec: specs?.get(name) }, subject, scope)
      }
      this.#to.mark("slot", slot.token, scope, subject)
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
    const id = this.#to.variables.newId(name)
    const inner = scope.frame({ isolated: true })
    inner.bind(name, { kind: "variable", id })
    code.endLine(`(${id}) => {`)
    this.#parts.guards.repeat(() => this.#parts.writeBody(body.body, inner))
    code.write("return __lm.anything; }")
  }

  /** Writes a content that takes no argument behind the call. */
  #writeOwnBody({ body }: SlotNode, scope: Scope): void {
    if (parameterOf(body) !== undefined) return
    this.#to.code.endLine("{")
    this.#parts.writeBody(body.body, scope.frame({ isolated: true }))
    this.#to.code.endLine("}")
  }
}

/** What `let` names. */
function parameterOf({ args }: MacroNode): AstNode | undefined {
  return args.children[0]
}
