/** What a file's statements bind: macros and imports that a call is known to reach, and names of all kinds. */

import type {
  AstNode,
  ForNode,
  FromImportNode,
  ImportNode,
  ListNode,
  MacroNode,
  PairNode,
  SetNode,
} from "../internals/internals.js"
import { childrenOf, contains, literalText, loopNames, symbolName, walk } from "../parse/ast.js"
import { isSlot } from "../parse/slot-tag.js"

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
    switch (node.typename) {
      case "Set":
        for (const { value } of (node as SetNode).targets) this.#bind(value)
        break
      case "For":
        if ((node as ForNode).else_ !== null) this.#collectLateElse(node as ForNode, depth)
        for (const name of loopNames(node as ForNode)) this.#declare(name)
        break
      case "Macro":
      case "Caller":
        this.#addMacro(node as MacroNode)
        break
      case "Import":
        this.#addImport(node as ImportNode)
        break
      case "FromImport":
        this.#addImports(node as FromImportNode)
        break
      default:
        break
    }
    const inside = node.typename === "For" ? depth + 1 : functions.has(node.typename) ? 0 : depth
    for (const child of childrenOf(node)) this.#collect(child, inside)
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

/** Names of a macro's parameters, those with defaults included. */
export function parametersOf(node: MacroNode): string[] {
  const names: string[] = []
  for (const argument of node.args.children) {
    const name = symbolName(argument)
    if (name !== undefined) names.push(name)
    else for (const pair of (argument as ListNode).children ?? []) names.push((pair as PairNode).key.value)
  }
  return names
}

/** What a `from … import` takes, and what it calls that. */
function importedBy({ names }: FromImportNode): { readonly name: string; readonly alias: string }[] {
  return names.children.map((node) => {
    const name = node.typename === "Pair" ? (node as PairNode).key.value : (symbolName(node) as string)
    return { name, alias: node.typename === "Pair" ? (symbolName((node as PairNode).value) as string) : name }
  })
}

/** Names of macros and imports in a part. */
function definedIn(node: AstNode): string[] {
  const names: string[] = []
  walk(node, (inner) => {
    if (inner.typename === "Macro") names.push((inner as MacroNode).name.value)
    else if (inner.typename === "Import") names.push((inner as ImportNode).target.value)
    else if (inner.typename === "FromImport")
      names.push(...importedBy(inner as FromImportNode).map(({ alias }) => alias))
  })
  return names
}

/** Their bodies are functions of their own in the generated code. */
const functions: ReadonlySet<string> = new Set(["Macro", "Caller", "Block", "Capture"])
