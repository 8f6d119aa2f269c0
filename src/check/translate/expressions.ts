/**
 * nunjucks expressions as TypeScript expressions of the same type. Where nunjucks is loose (members of nothing,
 * arithmetic with texts), the TypeScript is; where names and properties are looked up, it is not.
 */

import type {
  AstNode,
  CallNode,
  IfNode,
  IsNode,
  ListNode,
  LookupNode,
  PairNode,
  ValueNode,
} from "../../nunjucks/internals/internals.js"
import { literalText, symbolName } from "../../nunjucks/parse/ast.js"
import { closest } from "../../util/closest.js"
import { declaredFilter, globalCode, isBuiltinFilter } from "./builtins.js"
import { isChain, isIndex, literal, operands, startOf, text } from "./expression-nodes.js"
import { checkLiveCall } from "./live-calls.js"
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

interface BinaryNode extends AstNode {
  readonly left: AstNode
  readonly right: AstNode
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

/** Tests that tell types apart. */
const TYPE_TESTS: Readonly<Record<string, (value: string) => string>> = {
  defined: (value) => `(${value} !== undefined)`,
  undefined: (value) => `(${value} === undefined)`,
  null: (value) => `(${value} === null)`,
  string: (value) => `(typeof ${value} === "string")`,
  number: (value) => `(typeof ${value} === "number")`,
}

export class Expressions {
  readonly #to: Translation
  readonly #bodies: Bodies
  /** Records that the template keeps for itself. */
  readonly #kept = new WeakSet<AstNode>()

  constructor(translation: Translation, bodies: Bodies) {
    this.#to = translation
    this.#bodies = bodies
  }

  write(node: AstNode, scope: Scope): void {
    const { code } = this.#to
    this.#to.mark("expression", startOf(node), scope)
    const call = CALLS[node.typename]
    if (call !== undefined) return this.#writeCall(call, operands(node), scope)
    switch (node.typename) {
      case "Literal":
        return code.write(literal((node as ValueNode).value))
      case "Symbol":
        return this.#writeName(node, scope)
      case "LookupVal":
        return this.#writeLookup(node as LookupNode, scope)
      case "FunCall":
        return this.#writeFunctionCall(node as CallNode, scope)
      case "Filter":
      case "FilterAsync":
        return this.#writeFilter(node as CallNode, scope)
      case "InlineIf":
        return this.#writeInlineIf(node as IfNode, scope)
      case "And":
        return this.#writeBoth(node as BinaryNode, "&&", scope)
      case "Or":
        return this.#writeBoth(node as BinaryNode, "||", scope)
      case "Not":
        return this.#writeAround("!(", (node as unknown as { target: AstNode }).target, ")", scope)
      case "Compare":
        return this.#writeCompare(node as CompareNode, scope)
      case "Is":
        return this.#writeTest(node as IsNode, scope)
      case "Group":
        return this.#writeList("(", (node as ListNode).children, ")", scope)
      case "Array":
        return this.#writeList("[", (node as ListNode).children, "]", scope)
      case "Dict":
        if (!this.#kept.has(node)) return this.#writeDict(node as ListNode, scope)
        code.write("__lm.record(")
        this.#writeDict(node as ListNode, scope)
        return code.write(")")
      case "KeywordArgs":
        code.write("__lm.keywords(")
        this.#writeDict(node as ListNode, scope)
        return code.write(")")
      case "Capture":
        return this.#bodies.writeCapture((node as unknown as { body: AstNode }).body, scope)
      default:
        return code.write("__lm.anything")
    }
  }

  /** Writes a value that the template keeps for itself, in a variable or a macro's parameter. */
  writeKept(node: AstNode, scope: Scope): void {
    for (const record of recordsIn(node)) this.#kept.add(record)
    this.write(node, scope)
  }

  /** Writes what has no type of its own: each part is looked at, the whole may be anything. */
  writeLoosely(nodes: readonly AstNode[], scope: Scope): void {
    this.#writeCall("loose", nodes, scope)
  }

  /** The value that a name has before anything sets it, undefined if nothing has that name. */
  writeInitial(name: string, scope: Scope): void {
    const binding = scope.lookup(name)
    const { code, sources } = this.#to
    if (binding?.kind === "variable") code.write(binding.id)
    else if (binding !== undefined || globalCode(name, sources.env) !== undefined) code.write("__lm.anything")
    else code.write(scope.seesAssigns ? `__lm.initial(__a, ${text(name)})` : "undefined")
  }

  #writeName(node: AstNode, scope: Scope, shadow = false): void {
    const { code, sources } = this.#to
    const name = symbolName(node) as string
    const binding = scope.lookup(name)
    if (binding?.kind === "variable") return code.write(binding.id)
    if (binding?.kind === "optional") return code.write(this.#to.optionalId(name))
    if (binding !== undefined) return code.write("__lm.anything")
    if (name === "undefined") return code.write(name)
    const global = globalCode(name, sources.env)
    if (global !== undefined) return code.write(this.#to.globalId(name, global, scope.seesAssigns))
    if (scope.seesAssigns) {
      return this.#writeMember({ of: "__a", name, node, kind: shadow ? "scaffold" : "assign" }, scope)
    }
    if (!shadow) this.#to.report("unknown-name", { node, scope }, notKnown(name, scope), closest(name, scope.exported))
    code.write("__lm.anything")
  }

  #writeMember(
    { of, name, node, kind }: { of: string; name: string; node: AstNode; kind: "assign" | "property" | "scaffold" },
    scope: Scope,
  ): void {
    const { code } = this.#to
    const plain = /^[A-Za-z_$][\w$]*$/.test(name)
    const optional = of === "__a" ? "" : "?."
    code.write(plain ? of + (optional || ".") : `${of}${optional}[`)
    this.#to.mark(kind, node, scope, name)
    code.write(plain ? name : `${text(name)}]`)
  }

  #writeLookup(node: LookupNode, scope: Scope): void {
    const { code } = this.#to
    const { target, val } = node
    if (this.#bodies.writeModuleMember(node, scope)) return
    const name = literalText(val)
    if (name === undefined) {
      // A number keeps the reference one that conditions can narrow.
      if (isIndex(val) && isChain(target)) return this.#writeChain(node, scope, false)
      return this.#writeCall("at", [target, val], scope)
    }
    if (isChain(target)) {
      code.write("(")
      this.#writeMemberChecks(node, scope)
      this.#writeChain(node, scope, false)
      return code.write(")")
    }
    // What is no reference becomes one.
    const id = this.#to.newId("value")
    this.#to.mark("scaffold", node, scope)
    code.write(`((${id}) => (`)
    this.#writeMemberCheck({ of: id, name, node: val }, scope)
    this.#writeMember({ of: id, name, node: val, kind: "property" }, scope)
    code.write("))(")
    this.write(target, scope)
    code.write(")")
  }

  /** For each lookup: does any member of a union have that name? Where some have, nunjucks gives nothing for the others. */
  #writeMemberChecks({ target, val }: LookupNode, scope: Scope): void {
    if (target.typename === "LookupVal") this.#writeMemberChecks(target as LookupNode, scope)
    const name = literalText(val)
    if (name !== undefined) this.#writeMemberCheck({ of: target, name, node: val }, scope)
  }

  #writeMemberCheck({ of, name, node }: { of: AstNode | string; name: string; node: AstNode }, scope: Scope): void {
    const { code } = this.#to
    this.#to.mark("scaffold", node, scope)
    code.write("__lm.has(")
    if (typeof of === "string") code.write(of)
    else this.#writeChain(of, scope, true)
    code.write(", ")
    this.#to.mark("some-member", node, scope, name)
    code.write(`${text(name)}), `)
  }

  /** A name and the lookups after it, as TypeScript can follow them through conditions. */
  #writeChain(node: AstNode, scope: Scope, shadow: boolean): void {
    const { code } = this.#to
    if (node.typename === "Symbol") {
      // Names that are no assigns write no mark of their own.
      this.#to.mark(shadow ? "scaffold" : "expression", node, scope)
      return this.#writeName(node, scope, shadow)
    }
    const { target, val } = node as LookupNode
    this.#writeChain(target, scope, shadow)
    const name = literalText(val)
    if (name === undefined) return code.write(`?.[${String((val as ValueNode).value)}]`)
    this.#writeMember({ of: "", name, node: val, kind: shadow ? "scaffold" : "property" }, scope)
  }

  #writeFunctionCall(node: CallNode, scope: Scope): void {
    if (this.#bodies.writeKnownCall(node, scope)) return
    if (symbolName(node.name) === "live" && scope.lookup("live") === undefined) checkLiveCall(node, scope, this.#to)
    this.write(node.name, scope)
    this.#to.mark("expression", startOf(node), scope)
    this.#writeList("(", node.args.children, ")", scope)
  }

  #writeFilter(node: CallNode, scope: Scope): void {
    const name = symbolName(node.name) ?? ""
    const { filters } = this.#to.sources.env
    const args = node.args.children
    if (name in filters) {
      if (isBuiltinFilter(name, filters[name])) return this.#writeBuiltinFilter(name, args, scope)
      this.#to.code.write(`__lm.filter(${text(name)})(`)
      args.forEach((argument, index) => {
        if (index > 0) this.#to.code.write(", ")
        // Named arguments are a record, which comes last.
        if (argument.typename === "KeywordArgs") this.#writeDict(argument as ListNode, scope)
        else this.write(argument, scope)
      })
      return this.#to.code.write(")")
    }
    const known = Object.keys(filters)
    const message = `There is no filter "${name}". Register it: \`environment.addFilter("${name}", …)\`.`
    this.#to.unknown("unknown-filter", { node: node.name, scope, name }, { message, known })
    this.writeLoosely(args, scope)
  }

  #writeBuiltinFilter(name: string, args: readonly AstNode[], scope: Scope): void {
    const [value, ...rest] = args
    const known = value === undefined ? undefined : symbolName(value)
    // `name | default(…)` is how a template says that the name may be missing.
    const isOptional = (name === "default" || name === "d") && known !== undefined && !scope.lookup(known)
    if (!isOptional || known === undefined) return this.#writeCall(`f.${declaredFilter(name)}`, args, scope)
    this.#to.code.write(`__lm.f.${declaredFilter(name)}(`)
    this.#writeName(value as AstNode, optionally(known, scope))
    for (const argument of rest) this.#writeAround(", ", argument, "", scope)
    this.#to.code.write(")")
  }

  #writeInlineIf({ cond, body, else_ }: IfNode, scope: Scope): void {
    const { code } = this.#to
    this.#writeAround("(", cond, " ? ", scope)
    this.write(body, guarded(cond, scope))
    code.write(" : ")
    if (else_ === null) code.write('""')
    else this.write(else_, scope)
    code.write(")")
  }

  #writeBoth({ left, right, typename }: BinaryNode, operator: string, scope: Scope): void {
    this.#writeAround("(", left, ` ${operator} `, scope)
    this.#writeAround("", right, ")", typename === "And" ? guarded(left, scope) : scope)
  }

  #writeCompare({ expr, ops }: CompareNode, scope: Scope): void {
    const { code } = this.#to
    const isEquality = (type: string): boolean => type.startsWith("==") || type.startsWith("!=")
    for (const { type } of ops) code.write(isEquality(type) ? "(" : "__lm.compare(")
    this.write(expr, scope)
    for (const { expr: other, type } of ops) this.#writeAround(isEquality(type) ? ` ${type} ` : ", ", other, ")", scope)
  }

  #writeTest({ left, right }: IsNode, scope: Scope): void {
    const { tests } = this.#to.sources.env
    const name = String(right.name?.value ?? right.value)
    const value = symbolName(left)
    const seen =
      value !== undefined && /^(un)?defined$/.test(name) && !scope.lookup(value) ? optionally(value, scope) : scope
    const narrowed = isChain(left) ? TYPE_TESTS[name]?.("\0") : undefined
    if (narrowed !== undefined) {
      const [before = "", after = ""] = narrowed.split("\0")
      return this.#writeAround(before, left, after, seen)
    }
    if (!(name in tests)) {
      const node = right.name ?? right
      const message = `There is no test "${name}". Register it: \`environment.addTest("${name}", …)\`.`
      this.#to.unknown("unknown-test", { node, scope, name }, { message, known: Object.keys(tests) })
    }
    this.#to.code.write("__lm.test(")
    this.write(left, seen)
    for (const argument of right.args?.children ?? []) this.#writeAround(", ", argument, "", scope)
    this.#to.code.write(")")
  }

  #writeDict({ children }: ListNode, scope: Scope): void {
    const { code } = this.#to
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

  #writeCall(name: string, nodes: readonly AstNode[], scope: Scope): void {
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

  #writeAround(before: string, node: AstNode, after: string, scope: Scope): void {
    this.#to.code.write(before)
    this.write(node, scope)
    this.#to.code.write(after)
  }
}

/** What is seen where a condition holds: names it asks after with `is defined` are there or not, and no mistake. */
export function guarded(condition: AstNode, scope: Scope): Scope {
  const names = definedNames(condition).filter((name) => scope.lookup(name) === undefined)
  return names.reduce((inner, name) => optionally(name, inner), scope)
}

function definedNames(condition: AstNode): string[] {
  if (condition.typename === "Group") return (condition as ListNode).children.flatMap(definedNames)
  if (condition.typename === "And") {
    const { left, right } = condition as BinaryNode
    return [...definedNames(left), ...definedNames(right)]
  }
  if (condition.typename !== "Is") return []
  const { left, right } = condition as IsNode
  const name = symbolName(left)
  return name !== undefined && right.value === "defined" ? [name] : []
}

function optionally(name: string, scope: Scope): Scope {
  if (!scope.seesAssigns) return scope
  const inner = scope.branch()
  inner.bind(name, { kind: "optional" })
  return inner
}

function notKnown(name: string, scope: Scope): string {
  return (
    `"${name}" is not known in ${scope.file.name}, which is imported without context: it sees only its own macros, ` +
    "their parameters and globals. Hand it over as an argument, or import the file `with context`."
  )
}
