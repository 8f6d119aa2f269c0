/** Names and members of values: what is written for each, and which of them nothing has. */

import type { AstNode, LookupNode, ValueNode } from "../../nunjucks/internals/internals.js"
import { literalText, symbolName } from "../../nunjucks/parse/ast.js"
import { closest } from "../../util/closest.js"
import { globalCode } from "./builtins.js"
import { isChain, isIndexNode, text } from "./expression-nodes.js"
import type { ExpressionWriter } from "./expression-writer.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"

export class Lookups {
  readonly #to: Translation
  readonly #expressions: ExpressionWriter

  constructor(translation: Translation, expressions: ExpressionWriter) {
    this.#to = translation
    this.#expressions = expressions
  }

  /** The value that a name has before anything sets it, undefined if nothing has that name. */
  writeInitial(name: string, scope: Scope): void {
    const binding = scope.lookup(name)
    const { code, sources } = this.#to
    if (binding?.kind === "variable") code.write(binding.id)
    else if (binding !== undefined || globalCode(name, sources.env) !== undefined) code.write("__lm.anything")
    else code.write(scope.seesAssigns ? `__lm.initial(__a, ${text(name)})` : "undefined")
  }

  /** Writes a name. `shadow`: it is written a second time, for a check of its own. */
  writeName(node: AstNode, scope: Scope, shadow = false): void {
    const { code, sources } = this.#to
    const name = symbolName(node) as string
    const binding = scope.lookup(name)
    if (binding?.kind === "variable") return code.write(binding.id)
    if (binding?.kind === "optional") return code.write(this.#to.variables.optionalId(name))
    if (binding !== undefined) return code.write("__lm.anything")
    if (name === "undefined") return code.write(name)
    const global = globalCode(name, sources.env)
    if (global !== undefined) return code.write(this.#to.variables.globalId(name, global, scope.seesAssigns))
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

  /** Writes a member of a value, or an item. */
  writeLookup(node: LookupNode, scope: Scope): void {
    const { code } = this.#to
    const { target, val } = node
    const name = literalText(val)
    if (name === undefined) {
      // A number keeps the reference one that conditions can narrow.
      if (isIndexNode(val) && isChain(target)) return this.#writeChain(node, scope, false)
      return this.#expressions.writeCall("at", [target, val], scope)
    }
    if (isChain(target)) {
      code.write("(")
      this.#writeMemberChecks(node, scope)
      this.#writeChain(node, scope, false)
      return code.write(")")
    }
    // What is no reference becomes one.
    const id = this.#to.variables.newId("value")
    this.#to.mark("scaffold", node, scope)
    code.write(`((${id}) => (`)
    this.#writeMemberCheck({ of: id, name, node: val }, scope)
    this.#writeMember({ of: id, name, node: val, kind: "property" }, scope)
    code.write("))(")
    this.#expressions.write(target, scope)
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
      return this.writeName(node, scope, shadow)
    }
    const { target, val } = node as LookupNode
    this.#writeChain(target, scope, shadow)
    const name = literalText(val)
    if (name === undefined) return code.write(`?.[${String((val as ValueNode).value)}]`)
    this.#writeMember({ of: "", name, node: val, kind: shadow ? "scaffold" : "property" }, scope)
  }
}

function notKnown(name: string, scope: Scope): string {
  return (
    `"${name}" is not known in ${scope.file.name}, which is imported without context: it sees only its own macros, ` +
    "their parameters and globals. Hand it over as an argument, or import the file `with context`."
  )
}
