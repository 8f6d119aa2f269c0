/**
 * nunjucks expressions as TypeScript expressions of the same type. Where nunjucks is loose (members of nothing,
 * arithmetic with texts), the TypeScript is; where names and properties are looked up, it is not.
 */

import type {
  AstNode,
  BinaryNode,
  CallNode,
  IfNode,
  IsNode,
  ListNode,
  LookupNode,
  PairNode,
  ValueNode,
} from "../../nunjucks/internals/internals.js"
import { symbolName } from "../../nunjucks/parse/ast.js"
import { guarded } from "./conditions.js"
import { firstNodeOf, literal, operands, text } from "./expression-nodes.js"
import type { ExpressionWriter } from "./expression-writer.js"
import { FiltersAndTests } from "./filters-and-tests.js"
import { checkLiveCall } from "./live-calls.js"
import { Lookups } from "./lookups.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { recordsIn } from "./written-values.js"

/** The parts of an expression that hold statements. Each writes an expression. */
export interface Bodies {
  /** Writes a call of a macro, `caller` or `super`, if that is what it calls. */
  writeKnownCall(node: CallNode, scope: Scope): boolean
  /** A member of an imported file, if that is what the lookup is of. */
  writeModuleMember(node: LookupNode, scope: Scope): boolean
  writeCapture(body: AstNode, scope: Scope): void
}

interface CompareNode extends AstNode {
  readonly expr: AstNode
  readonly ops: readonly { readonly expr: AstNode; readonly type: string }[]
}

/** Operators whose value does not depend on the operands' types: written as a call. */
const CALLS: Readonly<Record<string, string>> = {
  Add: "add",
  Concat: "text",
  Sub: "number",
  Mul: "number",
  Div: "number",
  FloorDiv: "number",
  Mod: "number",
  Pow: "number",
  Neg: "number",
  Pos: "number",
  In: "contains",
}

/** How a kind of expression is written. */
type Way = (to: Expressions, node: AstNode, scope: Scope) => void

export class Expressions implements ExpressionWriter {
  readonly #to: Translation
  readonly #bodies: Bodies
  readonly lookups: Lookups
  readonly #named: FiltersAndTests
  /** Records that the template keeps for itself. */
  readonly #kept = new WeakSet<AstNode>()

  constructor(translation: Translation, bodies: Bodies) {
    this.#to = translation
    this.#bodies = bodies
    this.lookups = new Lookups(translation, this)
    this.#named = new FiltersAndTests(translation, this, this.lookups)
  }

  write(node: AstNode, scope: Scope): void {
    const { code } = this.#to
    this.#to.mark("expression", firstNodeOf(node), scope)
    const call = CALLS[node.typename]
    if (call !== undefined) return this.writeCall(call, operands(node), scope)
    const way = Expressions.#ways[node.typename]
    if (way === undefined) code.write("__lm.anything")
    else way(this, node, scope)
  }

  static readonly #ways: Readonly<Record<string, Way | undefined>> = {
    Literal: (to, node) => to.#to.code.write(literal((node as ValueNode).value)),
    Symbol: (to, node, scope) => to.lookups.writeName(node, scope),
    LookupVal: (to, node, scope) => {
      if (!to.#bodies.writeModuleMember(node as LookupNode, scope)) to.lookups.writeLookup(node as LookupNode, scope)
    },
    FunCall: (to, node, scope) => to.#writeFunctionCall(node as CallNode, scope),
    Filter: (to, node, scope) => to.#named.writeFilter(node as CallNode, scope),
    FilterAsync: (to, node, scope) => to.#named.writeFilter(node as CallNode, scope),
    InlineIf: (to, node, scope) => to.#writeInlineIf(node as IfNode, scope),
    And: (to, node, scope) => to.#writeBoth(node as BinaryNode, "&&", scope),
    Or: (to, node, scope) => to.#writeBoth(node as BinaryNode, "||", scope),
    Not: (to, node, scope) => to.writeAround("!(", (node as unknown as { target: AstNode }).target, ")", scope),
    Compare: (to, node, scope) => to.#writeCompare(node as CompareNode, scope),
    Is: (to, node, scope) => to.#named.writeTest(node as IsNode, scope),
    Group: (to, node, scope) => to.#writeList("(", (node as ListNode).children, ")", scope),
    Array: (to, node, scope) => to.#writeList("[", (node as ListNode).children, "]", scope),
    Dict: (to, node, scope) => {
      if (to.#kept.has(node)) to.#writeRecord("record", node, scope)
      else to.writeDict(node, scope)
    },
    KeywordArgs: (to, node, scope) => to.#writeRecord("keywords", node, scope),
    Capture: (to, node, scope) => to.#bodies.writeCapture((node as unknown as { body: AstNode }).body, scope),
  }

  /** Writes a value that the template keeps for itself, in a variable or a macro's parameter. */
  writeKept(node: AstNode, scope: Scope): void {
    for (const record of recordsIn(node)) this.#kept.add(record)
    this.write(node, scope)
  }

  /** Writes what has no type of its own: each part is looked at, the whole may be anything. */
  writeLoosely(nodes: readonly AstNode[], scope: Scope): void {
    this.writeCall("loose", nodes, scope)
  }

  #writeFunctionCall(node: CallNode, scope: Scope): void {
    if (this.#bodies.writeKnownCall(node, scope)) return
    if (symbolName(node.name) === "live" && scope.lookup("live") === undefined) checkLiveCall(node, scope, this.#to)
    this.write(node.name, scope)
    this.#to.mark("expression", firstNodeOf(node), scope)
    this.#writeList("(", node.args.children, ")", scope)
  }

  #writeInlineIf({ cond, body, else_ }: IfNode, scope: Scope): void {
    const { code } = this.#to
    this.writeAround("(", cond, " ? ", scope)
    this.write(body, guarded(cond, scope))
    code.write(" : ")
    if (else_ === null) code.write('""')
    else this.write(else_, scope)
    code.write(")")
  }

  #writeBoth({ left, right, typename }: BinaryNode, operator: string, scope: Scope): void {
    this.writeAround("(", left, ` ${operator} `, scope)
    this.writeAround("", right, ")", typename === "And" ? guarded(left, scope) : scope)
  }

  #writeCompare({ expr, ops }: CompareNode, scope: Scope): void {
    const { code } = this.#to
    const isEquality = (type: string): boolean => type.startsWith("==") || type.startsWith("!=")
    for (const { type } of ops) code.write(isEquality(type) ? "(" : "__lm.compare(")
    this.write(expr, scope)
    for (const { expr: other, type } of ops) this.writeAround(isEquality(type) ? ` ${type} ` : ", ", other, ")", scope)
  }

  #writeRecord(name: string, node: AstNode, scope: Scope): void {
    this.#to.code.write(`__lm.${name}(`)
    this.writeDict(node, scope)
    this.#to.code.write(")")
  }

  /** Writes a record of named values. */
  writeDict(node: AstNode, scope: Scope): void {
    const { code } = this.#to
    const { children } = node as ListNode
    code.write("{ ")
    for (const { key, value } of children as readonly unknown[] as readonly PairNode[]) {
      this.#to.mark("expression", key, scope)
      code.write(`${text(String(key.value))}: `)
      if (value.typename === "Caller") code.write("__lm.anything")
      else this.write(value, scope)
      code.write(", ")
    }
    code.write("}")
  }

  /** Writes a call of one of the functions that stand for what nunjucks does. */
  writeCall(name: string, nodes: readonly AstNode[], scope: Scope): void {
    this.#writeList(`__lm.${name}(`, nodes, ")", scope)
  }

  #writeList(before: string, nodes: readonly AstNode[], after: string, scope: Scope): void {
    const { code } = this.#to
    code.write(before)
    nodes.forEach((node, index) => {
      if (index > 0) code.write(", ")
      this.write(node, scope)
    })
    code.write(after)
  }

  /** Writes a value with code before and behind it. */
  writeAround(before: string, node: AstNode, after: string, scope: Scope): void {
    this.#to.code.write(before)
    this.write(node, scope)
    this.#to.code.write(after)
  }
}
