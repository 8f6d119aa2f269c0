/** Inheritance of templates: a file, what it extends, and the blocks that stand in each other's place. */

import type { AstNode, BlockNode, ListNode, MacroNode, TemplateRefNode } from "../../nunjucks/internals/internals.js"
import { walk } from "../../nunjucks/parse/ast.js"
import type { TemplateSource } from "../sources/template-source.js"
import type { MacroCalls } from "./macro-calls.js"
import type { OtherFiles } from "./other-files.js"
import type { BlockEntry, Scope } from "./scope.js"
import type { Translation } from "./translation.js"

type Blocks = Map<string, BlockEntry[]>

/** The blocks of a file and what it extends: what overrides what, and which have been written. */
interface Family {
  readonly blocks: Blocks
  readonly written: Set<string>
}

/** What writes the statements of a file. */
export interface InheritedStatements {
  write(node: AstNode, scope: Scope): void
  writeBody(body: AstNode, scope: Scope): void
  /** Declares what is set in this frame, at its start. */
  declareSets(node: AstNode, scope: Scope): void
}

export class Inheritance {
  readonly #to: Translation
  readonly #statements: InheritedStatements
  readonly #others: OtherFiles
  readonly #macros: MacroCalls
  /** That of the file whose statements are being written; an included file has one of its own. */
  #family: Family = { blocks: new Map(), written: new Set() }

  constructor(
    translation: Translation,
    statements: InheritedStatements,
    { others, macros }: { readonly others: OtherFiles; readonly macros: MacroCalls },
  ) {
    this.#to = translation
    this.#statements = statements
    this.#others = others
    this.#macros = macros
  }

  /** Writes a file and what it extends, as a whole of its own. */
  write(file: TemplateSource, scope: Scope): void {
    const outer = this.#family
    this.#family = { blocks: new Map(), written: new Set() }
    this.#writeFile(file, scope)
    for (const name of this.#family.blocks.keys()) if (!this.#family.written.has(name)) this.writeBlock(name, scope)
    this.#family = outer
  }

  #writeFile(file: TemplateSource, scope: Scope): void {
    const { root } = file
    this.#to.files.add(file)
    if (root === undefined || !this.#to.copies.enter(file)) return
    const macros = this.#bindTop(root, scope)
    const extended: TemplateRefNode[] = []
    walk(root, (node) => {
      if (node.typename === "Extends") extended.push(node as TemplateRefNode)
      if (node.typename !== "Block") return
      const name = (node as BlockNode).name.value
      this.#family.blocks.set(name, [...(this.#family.blocks.get(name) ?? []), { node: node as BlockNode, file }])
    })
    this.#statements.declareSets(root, scope)
    for (const node of root.children) {
      // In a file that extends another, blocks stand where that has them.
      if (node.typename === "Block" && extended.length > 0) continue
      this.#statements.write(node, scope)
    }
    for (const { template } of extended) {
      for (const parent of this.#others.filesOf(template, scope)) this.#writeFile(parent, scope.in(parent))
    }
    for (const node of macros) this.#macros.writeUncalled({ kind: "macro", node, scope })
    this.#to.copies.leave(file)
  }

  /** A macro may call one that is defined after it. */
  #bindTop(root: ListNode, scope: Scope): MacroNode[] {
    const macros = root.children.filter((node) => node.typename === "Macro") as readonly AstNode[] as MacroNode[]
    for (const node of macros) scope.bind(node.name.value, { kind: "macro", node, scope })
    return macros
  }

  /** Writes a block once, as what overrides it has it. */
  writeBlock(name: string, scope: Scope): void {
    const chain = this.#family.blocks.get(name) ?? []
    const [entry] = chain
    this.#family.written.add(name)
    if (entry === undefined || !this.#to.copies.enter(entry)) return
    this.#to.code.endLine("{")
    const block = { chain, index: 0 }
    this.#statements.writeBody(entry.node.body, scope.frame({ file: entry.file, isolated: true, block }))
    this.#to.code.endLine("}")
    this.#to.copies.leave(entry)
  }

  /** Writes what the block that this one overrides gives. */
  writeSuper(scope: Scope): void {
    const { chain = [], index = 0 } = scope.block ?? {}
    const entry = chain[index + 1]
    if (entry === undefined || !this.#to.copies.enter(entry)) return this.#to.code.write("__lm.markup")
    this.#to.code.endLine("(() => {")
    const inner = scope.frame({ file: entry.file, isolated: true, block: { chain, index: index + 1 } })
    this.#statements.writeBody(entry.node.body, inner)
    this.#to.code.write("return __lm.markup; })()")
    this.#to.copies.leave(entry)
  }
}
