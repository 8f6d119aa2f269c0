/**
 * Calls of macros, written out where they stand, with the types of their arguments: a macro declares no types, so its
 * body is checked for every call of it. `caller()` is the body of the `call` block in the same way.
 */

import type {
  AstNode,
  CallNode,
  ListNode,
  LookupNode,
  MacroNode,
  PairNode,
} from "../../nunjucks/internals/internals.js"
import { dottedName, symbolName } from "../../nunjucks/parse/ast.js"
import { closest } from "../../util/closest.js"
import type { Expressions } from "./expressions.js"
import type { Binding, MacroBinding, Parameter, Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { isWritten } from "./written-values.js"

/** What a macro's call needs of the rest of the translation. */
export interface MacroParts {
  readonly expressions: Expressions
  writeBody(body: AstNode, scope: Scope): void
}

/** A call, taken apart. */
interface Arguments {
  readonly positional: readonly AstNode[]
  readonly named: readonly PairNode[]
  readonly caller: MacroNode | undefined
}

/** A parameter that the call gives a value. */
interface Given {
  readonly id: string
  readonly value: AstNode
}

export class MacroCalls {
  readonly #to: Translation
  readonly #parts: MacroParts

  constructor(translation: Translation, parts: MacroParts) {
    this.#to = translation
    this.#parts = parts
  }

  /** Writes the call of a known macro; false if it is of something else. */
  writeCall(node: CallNode, scope: Scope): boolean {
    const binding = this.#calleeOf(node.name, scope)
    if (binding?.kind === "module") {
      // Whatever was imported by a name that is computed.
      this.#parts.expressions.writeLoosely(allArguments(node), scope)
      return true
    }
    if (binding?.kind !== "macro") return false
    this.#writeCopy(binding, { node, scope })
    return true
  }

  /** Writes a member of an imported file. */
  writeModuleMember(node: LookupNode, scope: Scope): boolean {
    const name = dottedName(node)
    const module = name === undefined ? undefined : scope.lookup(name[0])
    if (name === undefined || module?.kind !== "module") return false
    const binding = this.#memberOf(module.scope, name[1], { node: node.val, scope })
    this.#to.code.write(binding?.kind === "variable" ? binding.id : "__lm.anything")
    return true
  }

  /** Looks at a macro that nothing calls: its parameters may be anything. */
  writeUncalled({ node, scope }: MacroBinding): void {
    if (this.#to.called.has(node) || !this.#to.copies.enter(node)) return
    const inner = scope.frame({ isolated: true })
    for (const { name } of macroParameters(node)) inner.bind(name, { kind: "anything" })
    inner.bind("caller", { kind: "anything" })
    this.#to.code.endLine("(() => {")
    this.#parts.writeBody(node.body, inner)
    this.#to.code.endLine("})();")
    this.#to.copies.leave(node)
    // Once is enough: with parameters of no type every copy is the same.
    this.#to.called.add(node)
  }

  #calleeOf(callee: AstNode, scope: Scope): Binding | undefined {
    const name = symbolName(callee)
    if (name !== undefined) return scope.lookup(name)
    const dotted = dottedName(callee)
    const module = dotted === undefined ? undefined : scope.lookup(dotted[0])
    if (dotted === undefined || module?.kind !== "module") return undefined
    const place = { node: (callee as LookupNode).val, scope }
    const member = this.#memberOf(module.scope, dotted[1], place)
    return member?.kind === "macro" ? member : module
  }

  #memberOf(module: Scope, name: string, place: { node: AstNode; scope: Scope }): Binding | undefined {
    const member = name.startsWith("_") ? undefined : module.own(name)
    if (member !== undefined) return member
    const message = `The template "${module.file.name}" has no macro or variable "${name}".`
    this.#to.report("unknown-macro", place, message, closest(name, module.exported))
    return undefined
  }

  #writeCopy({ node: macro, scope: definition }: MacroBinding, call: { node: CallNode; scope: Scope }): void {
    const { code } = this.#to
    const { expressions } = this.#parts
    const parts = argumentsOf(call.node)
    const parameters = macroParameters(macro)
    const isCaller = macro.typename === "Caller"
    if (!isCaller) this.#checkNames(parameters, parts, { macro, call })
    this.#to.called.add(macro)
    if (!this.#to.copies.enter(macro)) return expressions.writeLoosely(allArguments(call.node), call.scope)

    const inner = definition.frame({ isolated: true })
    const given: Given[] = []
    const missing: Parameter[] = []
    parameters.forEach((parameter, index) => {
      const { name } = parameter
      const value = parts.named.find(({ key }) => key.value === name)?.value ?? parts.positional[index]
      if (value === undefined) return missing.push(parameter)
      const id = this.#to.variables.newId(name)
      inner.bind(name, { kind: "variable", id, written: isWritten(value, call.scope) })
      return given.push({ id, value })
    })
    for (const { name } of missing) inner.bind(name, { kind: "anything" })
    if (!isCaller) this.#bindCaller(inner, parts.caller, call.scope)

    code.endLine(`((${given.map(({ id }) => id).join(", ")}) => {`)
    for (const { byDefault } of missing) if (byDefault !== undefined) this.#writeValue(byDefault, inner)
    this.#parts.writeBody(macro.body, inner)
    if (parts.caller !== undefined) this.writeUncalled({ kind: "macro", node: parts.caller, scope: call.scope })
    code.write("return __lm.markup; })(")
    given.forEach(({ value }, index) => {
      if (index > 0) code.write(", ")
      expressions.writeKept(value, call.scope)
    })
    code.write(")")
    this.#to.copies.leave(macro)
  }

  #bindCaller(inner: Scope, caller: MacroNode | undefined, scope: Scope): void {
    inner.bind("caller", caller === undefined ? { kind: "anything" } : { kind: "macro", node: caller, scope })
  }

  #writeValue(node: AstNode, scope: Scope): void {
    this.#to.code.write("__lm.out(")
    this.#parts.expressions.write(node, scope)
    this.#to.code.endLine(");")
  }

  /** What a macro does not take, nunjucks drops without a word. */
  #checkNames(
    parameters: readonly Parameter[],
    { positional, named }: Arguments,
    { macro, call }: { macro: MacroNode; call: { node: CallNode; scope: Scope } },
  ): void {
    const known = parameters.map(({ name }) => name)
    const macroName = macro.name.value
    for (const { key } of named) {
      if (known.includes(key.value)) continue
      const message = `The macro "${macroName}" has no parameter "${key.value}".`
      this.#to.report("unknown-parameter", { node: key, scope: call.scope }, message, closest(key.value, known))
    }
    const extra = positional[known.length]
    if (extra === undefined) return
    const taken = known.length === 0 ? "none" : `${known.length}: ${known.join(", ")}`
    const message = `The macro "${macroName}" is given ${positional.length} arguments. It takes ${taken}.`
    this.#to.report("unknown-parameter", { node: extra, scope: call.scope }, message)
  }
}

function argumentsOf({ args }: CallNode): Arguments {
  const last = args.children.at(-1)
  const pairs =
    last?.typename === "KeywordArgs" ? ((last as ListNode).children as readonly unknown[] as PairNode[]) : []
  const positional = pairs.length === 0 && last?.typename !== "KeywordArgs" ? args.children : args.children.slice(0, -1)
  const caller = pairs.find(({ value }) => value.typename === "Caller")?.value as MacroNode | undefined
  return { positional, named: pairs.filter(({ value }) => value.typename !== "Caller"), caller }
}

function allArguments(node: CallNode): AstNode[] {
  const { positional, named } = argumentsOf(node)
  return [...positional, ...named.map(({ value }) => value)]
}

/** A macro's parameters, in the order in which arguments without a name are given to them. */
export function macroParameters({ args }: MacroNode): Parameter[] {
  return args.children.flatMap((argument): Parameter[] => {
    const name = symbolName(argument)
    if (name !== undefined) return [{ name, byDefault: undefined }]
    const pairs = ((argument as ListNode).children ?? []) as readonly unknown[] as readonly PairNode[]
    return pairs.map(({ key, value }) => ({ name: key.value, byDefault: value }))
  })
}
