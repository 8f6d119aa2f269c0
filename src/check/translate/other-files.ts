/** What a template says of other files: it includes them, or imports what they define. They are written out where they are named. */

import type {
  AstNode,
  FromImportNode,
  ImportNode,
  PairNode,
  TemplateRefNode,
} from "../../nunjucks/internals/internals.js"
import { closest } from "../../util/closest.js"
import type { TemplateSource } from "../sources/template-source.js"
import { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { literalNames } from "./written-values.js"

/** What writes the files. */
export interface FileWriter {
  /** Writes a file and what it extends, as a whole of its own. */
  writeWhole(file: TemplateSource, scope: Scope): void
  writeValue(node: AstNode, scope: Scope): void
}

export class OtherFiles {
  readonly #to: Translation
  readonly #writer: FileWriter

  constructor(translation: Translation, writer: FileWriter) {
    this.#to = translation
    this.#writer = writer
  }

  /** The files that a name in a template may mean, as far as it says. */
  filesOf(name: AstNode, scope: Scope, mayMiss = false): TemplateSource[] {
    const names = literalNames(name)
    if (names.length === 0) this.#writer.writeValue(name, scope)
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

  /** Writes the included files. */
  writeInclude({ template, ignoreMissing }: TemplateRefNode, scope: Scope): void {
    for (const file of this.filesOf(template, scope, ignoreMissing === true)) {
      this.#to.code.endLine("{")
      this.#writer.writeWhole(file, scope.frame({ file, isolated: true }))
      this.#to.code.endLine("}")
    }
  }

  /** Writes a file that is imported as a whole. */
  writeImport(node: ImportNode, scope: Scope): void {
    const module = this.#import(node, scope)
    scope.bindInFrame(
      node.target.value,
      module === undefined ? { kind: "anything" } : { kind: "module", scope: module },
    )
  }

  /** Writes a file of which some names are imported. */
  writeFromImport(node: FromImportNode, scope: Scope): void {
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
    const [file] = this.filesOf(template, scope)
    if (file === undefined) return undefined
    const module = withContext === true ? scope.frame({ file, isolated: true }) : Scope.top(file, false)
    if (this.#to.copies.isOpen(file)) return undefined
    this.#to.files.add(file)
    if (file.root === undefined) return undefined
    this.#to.code.endLine("{")
    this.#writer.writeWhole(file, module)
    this.#to.code.endLine("}")
    return module
  }
}
