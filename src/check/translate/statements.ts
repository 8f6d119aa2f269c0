/**
 * A template as TypeScript statements: loops as loops, conditions as conditions, so that the compiler narrows types
 * where the template does. Included, imported and extended files are written out where they are named.
 */

import type {
  AstNode,
  BlockNode,
  CallNode,
  ExtensionNode,
  ForNode,
  FromImportNode,
  IfNode,
  ImportNode,
  ListNode,
  LookupNode,
  MacroNode,
  SetNode,
  SwitchNode,
  TemplateRefNode,
} from "../../nunjucks/internals/internals.js"
import { childrenOf, loopNames } from "../../nunjucks/parse/ast.js"
import { isComponent } from "../../nunjucks/parse/component-tag.js"
import { isSlot } from "../../nunjucks/parse/slot-tag.js"
import type { TemplateSource } from "../sources/template-source.js"
import { type ComponentParts, ComponentUses } from "./component-uses.js"
import { guarded } from "./conditions.js"
import { type Bodies, Expressions } from "./expressions.js"
import { Guards } from "./guards.js"
import { Inheritance, type InheritedStatements } from "./inheritance.js"
import { MacroCalls, type MacroParts } from "./macro-calls.js"
import { type FileWriter, OtherFiles } from "./other-files.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { isWidened, isWritten } from "./written-values.js"

/** How a kind of statement is written. */
type Way = (to: Statements, node: AstNode, scope: Scope) => void

export class Statements implements Bodies, MacroParts, ComponentParts, FileWriter, InheritedStatements {
  readonly expressions: Expressions
  readonly #macros: MacroCalls
  readonly #components: ComponentUses
  readonly #others: OtherFiles
  readonly guards: Guards
  readonly #to: Translation
  readonly #inheritance: Inheritance

  constructor(translation: Translation) {
    this.#to = translation
    this.expressions = new Expressions(translation, this)
    this.#macros = new MacroCalls(translation, this)
    this.guards = new Guards(translation)
    this.#components = new ComponentUses(translation, this)
    this.#others = new OtherFiles(translation, this)
    this.#inheritance = new Inheritance(translation, this, { others: this.#others, macros: this.#macros })
  }

  /** Writes a file and what it extends, as a whole of its own. */
  writeWhole(file: TemplateSource, scope: Scope): void {
    this.#inheritance.write(file, scope)
  }

  // Bodies, for expressions

  writeKnownCall(node: CallNode, scope: Scope): boolean {
    const isSuper = (node.name as { value?: unknown }).value === "super" && scope.block !== undefined
    if (!isSuper) return this.#macros.writeCall(node, scope)
    this.#inheritance.writeSuper(scope)
    return true
  }

  writeModuleMember(node: LookupNode, scope: Scope): boolean {
    return this.#macros.writeModuleMember(node, scope)
  }

  writeCapture(body: AstNode, scope: Scope): void {
    this.#to.code.endLine("(() => {")
    this.write(body, scope.branch())
    this.#to.code.write("return __lm.markup; })()")
  }

  writeBody(body: AstNode, scope: Scope): void {
    this.declareSets(body, scope)
    this.write(body, scope)
  }

  write(node: AstNode, scope: Scope): void {
    // All others write nothing.
    Statements.#ways[node.typename]?.(this, node, scope)
  }

  static readonly #all: Way = (to, node, scope) => {
    for (const child of (node as ListNode).children) to.write(child, scope)
  }
  static readonly #if: Way = (to, node, scope) => to.#writeIf(node as IfNode, scope)
  static readonly #for: Way = (to, node, scope) => to.#writeFor(node as ForNode, scope)
  static readonly #extension: Way = (to, node, scope) => to.#writeExtension(node as ExtensionNode, scope)

  static readonly #ways: Readonly<Record<string, Way | undefined>> = {
    Root: this.#all,
    NodeList: this.#all,
    Output: (to, node, scope) => {
      for (const child of (node as ListNode).children)
        if (child.typename !== "TemplateData") to.writeValue(child, scope)
    },
    If: this.#if,
    IfAsync: this.#if,
    For: this.#for,
    AsyncEach: this.#for,
    AsyncAll: this.#for,
    Switch: (to, node, scope) => to.#writeSwitch(node as SwitchNode, scope),
    Set: (to, node, scope) => to.#writeSet(node as SetNode, scope),
    Macro: (_to, node, scope) => {
      const name = (node as MacroNode).name.value
      if (scope.own(name)?.kind !== "macro") scope.bindInFrame(name, { kind: "macro", node: node as MacroNode, scope })
    },
    Block: (to, node, scope) => to.#inheritance.writeBlock((node as BlockNode).name.value, scope),
    Include: (to, node, scope) => to.#others.writeInclude(node as TemplateRefNode, scope),
    Import: (to, node, scope) => to.#others.writeImport(node as ImportNode, scope),
    FromImport: (to, node, scope) => to.#others.writeFromImport(node as FromImportNode, scope),
    CallExtension: this.#extension,
    CallExtensionAsync: this.#extension,
  }

  /** Writes a value that is printed, or whose doing is all that counts. */
  writeValue(node: AstNode, scope: Scope): void {
    this.#to.code.write("__lm.out(")
    this.expressions.write(node, scope)
    this.#to.code.endLine(");")
  }

  #writeIf({ cond, body, else_ }: IfNode, scope: Scope): void {
    const { code } = this.#to
    code.write("if (")
    this.expressions.write(cond, scope)
    code.endLine(") {")
    const condition = (): void => this.expressions.write(cond, scope)
    this.guards.under(condition, () => this.write(body, guarded(cond, scope).branch()))
    if (else_ !== null) {
      code.endLine("} else {")
      const otherwise = (): void => {
        code.write("!(")
        condition()
        code.write(")")
      }
      this.guards.under(otherwise, () => this.write(else_, scope.branch()))
    }
    code.endLine("}")
  }

  #writeFor(node: ForNode, scope: Scope): void {
    const { code } = this.#to
    const names = loopNames(node)
    const inner = scope.frame()
    const ids = names.map((name) => {
      const id = this.#to.variables.newId(name)
      inner.bind(name, { kind: "variable", id, written: isWidened(node.arr, scope) })
      return id
    })
    inner.bind("loop", { kind: "variable", id: "__lm.loop" })
    const isPairs = node.name.typename === "Array"
    code.write(`for (const ${isPairs ? `[${ids.join(", ")}]` : ids[0]} of __lm.${isPairs ? "entries" : "each"}(`)
    this.expressions.write(node.arr, scope)
    code.endLine(")) {")
    if (node.key) this.writeValue(node.key, inner)
    this.writeBody(node.body, inner)
    code.endLine("}")
    if (node.else_ !== null) this.write(node.else_, scope.branch())
  }

  #writeSwitch({ expr, cases, default: otherwise }: SwitchNode, scope: Scope): void {
    const { code } = this.#to
    code.write("switch (")
    this.expressions.write(expr, scope)
    code.endLine(") {")
    let conditions: AstNode[] = []
    for (const { cond, body } of cases) {
      code.write("case ")
      this.expressions.write(cond, scope)
      code.endLine(": {")
      conditions.push(cond)
      const alternatives = conditions
      const guard = (): void =>
        alternatives.forEach((alternative, index) => {
          code.write(index > 0 ? " || " : "")
          this.expressions.write(expr, scope)
          code.write(" === ")
          this.expressions.write(alternative, scope)
        })
      this.guards.under(guard, () => this.write(body, scope.branch()))
      if (body.children.length > 0) conditions = []
      // Without a body nunjucks goes on to the next case.
      code.endLine(body.children.length > 0 ? "} break;" : "}")
    }
    if (otherwise !== null) {
      code.endLine("default: {")
      this.write(otherwise, scope.branch())
      code.endLine("}")
    }
    code.endLine("}")
  }

  #writeSet({ targets, value, body }: SetNode, scope: Scope): void {
    const { code } = this.#to
    for (const target of targets) {
      const binding = scope.lookupToSet(target.value)
      if (binding?.kind !== "variable") continue
      if (value === null || value === undefined || isWritten(value, scope)) binding.written = true
      this.#to.mark("scaffold", target, scope)
      code.write(`${binding.id} = `)
    }
    const written = value ?? body
    if (written !== undefined) this.expressions.writeKept(written, scope)
    code.endLine(";")
  }

  #writeExtension(node: ExtensionNode, scope: Scope): void {
    if (isComponent(node)) return this.#components.write(node, scope)
    if (isSlot(node)) return this.#components.writeSlot(node, scope)
    const { args, contentArgs } = node
    for (const argument of args.children) {
      if (argument.typename === "KeywordArgs" || isExpression(argument)) this.writeValue(argument, scope)
    }
    for (const content of contentArgs) if (content !== null) this.writeBody(content, scope.frame())
  }

  /**
   * Declares what is set in this frame, at its start: a loop's next item sees what the one before has set. A name that
   * is set has the value from outside until then.
   */
  declareSets(node: AstNode, scope: Scope): void {
    if (node.typename === "Set") {
      for (const { value: name } of (node as SetNode).targets) {
        if (scope.lookupToSet(name) !== undefined) continue
        const id = this.#to.variables.newId(name)
        // Its type is found by what is assigned.
        this.#to.code.hoist(`let ${id}`)
        this.#to.mark("scaffold", node, scope)
        this.#to.code.write(`${id} = `)
        this.expressions.lookups.writeInitial(name, scope)
        this.#to.code.endLine(";")
        scope.bindInFrame(name, { kind: "variable", id, changes: true })
      }
    }
    const inner = OWN_FRAME.has(node.typename) ? [(node as Partial<ForNode>).else_] : childrenOf(node)
    for (const child of inner) if (child) this.declareSets(child, scope)
  }
}

/** What they set stays inside. */
const OWN_FRAME: ReadonlySet<string> = new Set(["For", "AsyncEach", "AsyncAll", "Macro", "Caller", "Block"])

/** Statements that may stand where an extension has put its arguments. */
function isExpression({ typename }: AstNode): boolean {
  return !["NodeList", "Output", "Root"].includes(typename)
}
