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
  PairNode,
  SetNode,
  SwitchNode,
  TemplateRefNode,
} from "../../nunjucks/internals/internals.js"
import { childrenOf, loopNames, walk } from "../../nunjucks/parse/ast.js"
import { isComponent } from "../../nunjucks/parse/component-tag.js"
import { isSlot } from "../../nunjucks/parse/slot-tag.js"
import { closest } from "../../util/closest.js"
import type { TemplateSource } from "../sources/template-source.js"
import { type ComponentParts, ComponentUses } from "./component-uses.js"
import { type Bodies, Expressions, guarded } from "./expressions.js"
import { Guards } from "./guards.js"
import { MacroCalls, type MacroParts } from "./macro-calls.js"
import { type BlockEntry, Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { isWidened, isWritten, literalNames } from "./written-values.js"

type Blocks = Map<string, BlockEntry[]>

/** The blocks of a page: what overrides what, and which have been written. */
interface Page {
  readonly blocks: Blocks
  readonly written: Set<string>
}

export class Statements implements Bodies, MacroParts, ComponentParts {
  readonly expressions: Expressions
  readonly #macros: MacroCalls
  readonly #components: ComponentUses
  readonly guards: Guards
  readonly #to: Translation
  /** The page whose statements are being written; an included file is one of its own. */
  #page: Page = { blocks: new Map(), written: new Set() }

  constructor(translation: Translation) {
    this.#to = translation
    this.expressions = new Expressions(translation, this)
    this.#macros = new MacroCalls(translation, this)
    this.guards = new Guards(translation)
    this.#components = new ComponentUses(translation, this)
  }

  /** Writes a file and what it extends, as a page of its own. */
  writePage(file: TemplateSource, scope: Scope): void {
    const outer = this.#page
    this.#page = { blocks: new Map(), written: new Set() }
    this.#writeFile(file, scope)
    for (const name of this.#page.blocks.keys()) if (!this.#page.written.has(name)) this.#writeBlock(name, scope)
    this.#page = outer
  }

  // Bodies, for expressions

  writeKnownCall(node: CallNode, scope: Scope): boolean {
    const isSuper = (node.name as { value?: unknown }).value === "super" && scope.block !== undefined
    if (!isSuper) return this.#macros.writeCall(node, scope)
    this.#writeSuper(scope)
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
    this.#declareSets(body, scope)
    this.write(body, scope)
  }

  // Files

  #writeFile(file: TemplateSource, scope: Scope): void {
    const { root } = file
    this.#to.files.add(file)
    if (root === undefined || !this.#to.enter(file)) return
    const macros = this.#bindTop(root, scope)
    const extended: TemplateRefNode[] = []
    walk(root, (node) => {
      if (node.typename === "Extends") extended.push(node as TemplateRefNode)
      if (node.typename !== "Block") return
      const name = (node as BlockNode).name.value
      this.#page.blocks.set(name, [...(this.#page.blocks.get(name) ?? []), { node: node as BlockNode, file }])
    })
    this.#declareSets(root, scope)
    for (const node of root.children) {
      // In a file that extends another, blocks stand where that has them.
      if (node.typename === "Block" && extended.length > 0) continue
      this.write(node, scope)
    }
    for (const { template } of extended) {
      for (const parent of this.#filesOf(template, scope)) this.#writeFile(parent, scope.in(parent))
    }
    for (const node of macros) this.#macros.writeUncalled({ kind: "macro", node, scope })
    this.#to.leave(file)
  }

  /** A macro may call one that is defined after it. */
  #bindTop(root: ListNode, scope: Scope): MacroNode[] {
    const macros = root.children.filter((node) => node.typename === "Macro") as readonly AstNode[] as MacroNode[]
    for (const node of macros) scope.bind(node.name.value, { kind: "macro", node, scope })
    return macros
  }

  /** The files that a name in a template may mean, as far as it says. */
  #filesOf(name: AstNode, scope: Scope, mayMiss = false): TemplateSource[] {
    const names = literalNames(name)
    if (names.length === 0) this.#writeValue(name, scope)
    return names.flatMap(({ node, text }) => {
      const file = this.#to.sources.find(text, scope.file.path)
      if (file !== undefined) return [file]
      if (!mayMiss) {
        const message = `There is no template "${text}".`
        this.#to.report("missing-template", { node, scope }, message, closest(text, this.#to.sources.names()))
      }
      return []
    })
  }

  // Statements

  #writeAll(nodes: readonly AstNode[], scope: Scope): void {
    for (const node of nodes) this.write(node, scope)
  }

  write(node: AstNode, scope: Scope): void {
    switch (node.typename) {
      case "Root":
      case "NodeList":
        return this.#writeAll((node as ListNode).children, scope)
      case "Output":
        for (const child of (node as ListNode).children) {
          if (child.typename !== "TemplateData") this.#writeValue(child, scope)
        }
        return
      case "If":
      case "IfAsync":
        return this.#writeIf(node as IfNode, scope)
      case "For":
      case "AsyncEach":
      case "AsyncAll":
        return this.#writeFor(node as ForNode, scope)
      case "Switch":
        return this.#writeSwitch(node as SwitchNode, scope)
      case "Set":
        return this.#writeSet(node as SetNode, scope)
      default:
        return this.#writeReference(node, scope)
    }
  }

  /** Statements that define something, or stand for what is written elsewhere. */
  #writeReference(node: AstNode, scope: Scope): void {
    switch (node.typename) {
      case "Macro":
        if (scope.own((node as MacroNode).name.value)?.kind !== "macro") this.#bindMacro(node as MacroNode, scope)
        return
      case "Block":
        return this.#writeBlock((node as BlockNode).name.value, scope)
      case "Include":
        return this.#writeInclude(node as TemplateRefNode, scope)
      case "Import":
        return this.#writeImport(node as ImportNode, scope)
      case "FromImport":
        return this.#writeFromImport(node as FromImportNode, scope)
      case "CallExtension":
      case "CallExtensionAsync":
        return this.#writeExtension(node as ExtensionNode, scope)
      default:
        return
    }
  }

  #writeValue(node: AstNode, scope: Scope): void {
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
      const id = this.#to.newId(name)
      inner.bind(name, { kind: "variable", id, written: isWidened(node.arr, scope) })
      return id
    })
    inner.bind("loop", { kind: "variable", id: "__lm.loop" })
    const isPairs = node.name.typename === "Array"
    code.write(`for (const ${isPairs ? `[${ids.join(", ")}]` : ids[0]} of __lm.${isPairs ? "entries" : "each"}(`)
    this.expressions.write(node.arr, scope)
    code.endLine(")) {")
    if (node.key) this.#writeValue(node.key, inner)
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

  #bindMacro(node: MacroNode, scope: Scope): void {
    scope.bindInFrame(node.name.value, { kind: "macro", node, scope })
  }

  #writeBlock(name: string, scope: Scope): void {
    const chain = this.#page.blocks.get(name) ?? []
    const [entry] = chain
    this.#page.written.add(name)
    if (entry === undefined || !this.#to.enter(entry)) return
    this.#to.code.endLine("{")
    const block = { chain, index: 0 }
    this.writeBody(entry.node.body, scope.frame({ file: entry.file, isolated: true, block }))
    this.#to.code.endLine("}")
    this.#to.leave(entry)
  }

  #writeSuper(scope: Scope): void {
    const { chain = [], index = 0 } = scope.block ?? {}
    const entry = chain[index + 1]
    if (entry === undefined || !this.#to.enter(entry)) return this.#to.code.write("__lm.markup")
    this.#to.code.endLine("(() => {")
    const inner = scope.frame({ file: entry.file, isolated: true, block: { chain, index: index + 1 } })
    this.writeBody(entry.node.body, inner)
    this.#to.code.write("return __lm.markup; })()")
    this.#to.leave(entry)
  }

  #writeInclude({ template, ignoreMissing }: TemplateRefNode, scope: Scope): void {
    for (const file of this.#filesOf(template, scope, ignoreMissing === true)) {
      this.#to.code.endLine("{")
      this.writePage(file, scope.frame({ file, isolated: true }))
      this.#to.code.endLine("}")
    }
  }

  #writeImport(node: ImportNode, scope: Scope): void {
    const module = this.#import(node, scope)
    scope.bindInFrame(
      node.target.value,
      module === undefined ? { kind: "anything" } : { kind: "module", scope: module },
    )
  }

  #writeFromImport(node: FromImportNode, scope: Scope): void {
    const module = this.#import(node, scope)
    for (const child of node.names.children) {
      const pair = child.typename === "Pair" ? (child as PairNode) : undefined
      const name = pair?.key.value ?? (child as { value?: string }).value ?? ""
      const alias = pair === undefined ? name : ((pair.value as { value?: string }).value ?? name)
      const member = module?.own(name)
      if (module !== undefined && member === undefined) {
        const message = `The template "${module.file.name}" has no macro or variable "${name}".`
        this.#to.report("unknown-macro", { node: child, scope }, message, closest(name, module.exported))
      }
      scope.bindInFrame(alias, member ?? { kind: "anything" })
    }
  }

  /** Writes what an imported file does at its top. Undefined: nobody knows which file it is. */
  #import({ template, withContext }: ImportNode | FromImportNode, scope: Scope): Scope | undefined {
    const [file] = this.#filesOf(template, scope)
    if (file === undefined) return undefined
    const module = withContext === true ? scope.frame({ file, isolated: true }) : Scope.top(file, false)
    if (this.#to.open.has(file)) return undefined
    this.#to.files.add(file)
    if (file.root === undefined) return undefined
    this.#to.code.endLine("{")
    this.writePage(file, module)
    this.#to.code.endLine("}")
    return module
  }

  #writeExtension(node: ExtensionNode, scope: Scope): void {
    if (isComponent(node)) return this.#components.write(node, scope)
    if (isSlot(node)) return this.#components.writeSlot(node, scope)
    const { args, contentArgs } = node
    for (const argument of args.children) {
      if (argument.typename === "KeywordArgs" || isExpression(argument)) this.#writeValue(argument, scope)
    }
    for (const content of contentArgs) if (content !== null) this.writeBody(content, scope.frame())
  }

  /**
   * Declares what is set in this frame, at its start: a loop's next item sees what the one before has set. A name that
   * is set has the value from outside until then.
   */
  #declareSets(node: AstNode, scope: Scope): void {
    if (node.typename === "Set") {
      for (const { value: name } of (node as SetNode).targets) {
        if (scope.lookupToSet(name) !== undefined) continue
        const id = this.#to.newId(name)
        // Its type is found by what is assigned.
        this.#to.code.hoist(`let ${id}`)
        this.#to.mark("scaffold", node, scope)
        this.#to.code.write(`${id} = `)
        this.expressions.writeInitial(name, scope)
        this.#to.code.endLine(";")
        scope.bindInFrame(name, { kind: "variable", id, changes: true })
      }
    }
    const inner = OWN_FRAME.has(node.typename) ? [(node as Partial<ForNode>).else_] : childrenOf(node)
    for (const child of inner) if (child) this.#declareSets(child, scope)
  }
}

/** What they set stays inside. */
const OWN_FRAME: ReadonlySet<string> = new Set(["For", "AsyncEach", "AsyncAll", "Macro", "Caller", "Block"])

/** Statements that may stand where an extension has put its arguments. */
function isExpression({ typename }: AstNode): boolean {
  return !["NodeList", "Output", "Root"].includes(typename)
}
