/** What a file's statements bind: macros and imports that a call is known to reach, and names of all kinds. */

import type { AstNode, ForNode, FromImportNode, ImportNode, ListNode, MacroNode } from "../internals/internals.js"
import { childrenOf, contains, literalText, loopNames, symbolName, walk } from "../parse/ast.js"
import { isSlot } from "../parse/slot-tag.js"
import { boundBy, importedBy, parametersOf } from "./bound-names.js"

export class Bindings {
  /** Macros at the top of the file, by name; here and below without names that are bound twice. */
  readonly macros: Map<string, MacroNode> = new Map()
  /** What is imported by name, by alias. */
  readonly imports: Map<string, readonly [file: string, name: string]> = new Map()
  /** Files that are imported as a whole, by the name they get. */
  readonly modules: Map<string, string> = new Map()
  /** Loops whose `else` may see what an earlier run of the loop left behind, as nunjucks has it. */
  readonly lateElse: Set<AstNode> = new Set()
  /** Names that are variables of generated code somewhere in the file: of loops, parameters, macros, imports. */
  readonly variables: Set<string> = new Set()
  /** All names that are bound. */
  readonly names: ReadonlySet<string>
  /** There is a `{% call %}`. */
  readonly hasCallBodies: boolean
  readonly #root: ListNode
  readonly #times = new Map<string, number>()

  constructor(root: ListNode) {
    this.#root = root
    this.#collect(root, 0)
    this.names = new Set(this.#times.keys())
    this.hasCallBodies = contains(root, ({ typename }) => typename === "Caller")
    // A name that is bound twice may be anything at a given place.
    for (const [name, times] of this.#times) {
      if (times === 1) continue
      this.macros.delete(name)
      this.modules.delete(name)
      this.imports.delete(name)
    }
  }

  /** `depth` counts the loops around it, up to the function that it stands in. */
  #collect(node: AstNode, depth: number): void {
    if (isSlot(node)) for (const name of parametersOf(node.body)) this.variables.add(name)
    Bindings.#collectors[node.typename]?.(this, node, depth)
    const inside = node.typename === "For" ? depth + 1 : functions.has(node.typename) ? 0 : depth
    for (const child of childrenOf(node)) this.#collect(child, inside)
  }

  static readonly #collectors: Readonly<Record<string, (to: Bindings, node: AstNode, depth: number) => void>> = {
    Set: (to, node) => {
      for (const name of boundBy(node)) to.#bind(name)
    },
    For: (to, node, depth) => {
      if ((node as ForNode).else_ !== null) to.#collectLateElse(node as ForNode, depth)
      for (const name of boundBy(node)) to.#declare(name)
    },
    Macro: (to, node) => to.#addMacro(node as MacroNode),
    Caller: (to, node) => to.#addMacro(node as MacroNode),
    Import: (to, node) => to.#addImport(node as ImportNode),
    FromImport: (to, node) => to.#addImports(node as FromImportNode),
  }

  #bind(name: string): void {
    this.#times.set(name, (this.#times.get(name) ?? 0) + 1)
  }

  #declare(name: string): void {
    this.variables.add(name)
    this.#bind(name)
  }

  #addMacro(node: MacroNode): void {
    for (const name of parametersOf(node)) this.#declare(name)
    if (node.typename !== "Macro") return
    this.#declare(node.name.value)
    if (this.#root.children.includes(node)) this.macros.set(node.name.value, node)
  }

  #addImport({ target, template }: ImportNode): void {
    this.#declare(target.value)
    const file = literalText(template)
    if (file !== undefined) this.modules.set(target.value, file)
  }

  #addImports(node: FromImportNode): void {
    const file = literalText(node.template)
    for (const { name, alias } of importedBy(node)) {
      this.#declare(alias)
      if (file !== undefined) this.imports.set(alias, [file, name])
    }
  }

  #collectLateElse(node: ForNode, depth: number): void {
    const names = [...loopNames(node), ...definedIn(node.body)]
    const readsOwn = (): boolean => contains(node.else_ as AstNode, (inner) => names.includes(symbolName(inner) ?? ""))
    if (depth > 0 || readsOwn()) this.lateElse.add(node)
  }
}

/** Names of macros and imports in a part. */
function definedIn(node: AstNode): string[] {
  const names: string[] = []
  walk(node, (inner) => {
    if (inner.typename === "Macro") names.push((inner as MacroNode).name.value)
    else if (inner.typename === "Import" || inner.typename === "FromImport") names.push(...boundBy(inner))
  })
  return names
}

/** Their bodies are functions of their own in the generated code. */
const functions: ReadonlySet<string> = new Set(["Macro", "Caller", "Block", "Capture"])
