/**
 * What a part of a template depends on: the names it reads and sets, and whether it must be evaluated in every render.
 * This decides which slots may be skipped, so in doubt it says "always".
 */

import type { AstNode, ForNode, ListNode, MacroNode, SetNode } from "../internals/internals.js"
import { dottedName, symbolName, walk } from "../parse/ast.js"
import type { ComponentNode } from "../parse/component-tag.js"
import type { SlotNode } from "../parse/slot-tag.js"
import { Bindings } from "./bindings.js"
import { parametersOf } from "./bound-names.js"
import { addFacts, type KnownFile, type PureNames } from "./node-facts.js"
import { type Draft, type Facts, merge, nothing, outer } from "./part-facts.js"

/** What the analysis of one file asks about the world around it. */
export interface Surroundings extends PureNames {
  /** Another file's facts, if it can be found when this one is compiled. */
  otherFile(name: string, parent: string | undefined): FileFacts | undefined
}

export class FileFacts implements KnownFile {
  readonly around: Surroundings
  readonly #cache = new Map<AstNode, Facts>()
  readonly bindings: Bindings
  readonly #inProgress = new Set<AstNode>()
  readonly root: ListNode
  readonly path: string | undefined
  readonly source: string
  /** Names whose values a file that includes this one may find changed afterwards. */
  readonly leaks: ReadonlySet<string>

  constructor({ root, path, source }: Pick<FileFacts, "root" | "path" | "source">, around: Surroundings) {
    this.root = root
    this.path = path
    this.source = source
    this.around = around
    this.bindings = new Bindings(root)
    this.leaks = this.leaksOf(root)
  }

  /** The facts of one node. */
  of(node: AstNode): Facts {
    if (isText(node)) return nothing
    const known = this.#cache.get(node)
    if (known !== undefined) return known
    const draft: Draft = { ...nothing }
    addFacts(this, node, draft)
    this.#cache.set(node, draft)
    return draft
  }

  /** The facts of several nodes together. */
  ofAll(nodes: readonly AstNode[]): Facts {
    const draft: Draft = { ...nothing }
    for (const node of nodes) merge(draft, this.of(node))
    return draft
  }

  /** The facts of the contents of a component's slots. */
  ofContents(node: ComponentNode): Facts {
    const draft: Draft = { ...nothing }
    for (const slot of node.slots) merge(draft, this.ofContent(slot, [...slot.names, ...slot.hidden]))
    return draft
  }

  /** The facts of a slot's content, without its parameter and these names. */
  ofContent({ body }: SlotNode, names: readonly string[]): Facts {
    const facts = this.of(body.body)
    const bound = new Set([...parametersOf(body), ...names])
    const reads = new Set([...facts.reads].filter((name) => !bound.has(name)))
    const loopFields = bound.has("loop") ? nothing.loopFields : facts.loopFields
    return { ...facts, reads, loopFields, sets: this.leaksOfBody(body.body) }
  }

  /** The macro that a call is known to reach. */
  knownMacro(callee: AstNode): { readonly macro: MacroNode; readonly file: FileFacts } | undefined {
    const name = symbolName(callee)
    const macro = name === undefined ? undefined : this.bindings.macros.get(name)
    if (macro !== undefined) return { macro, file: this }
    const dotted = dottedName(callee)
    const module = dotted === undefined ? undefined : this.bindings.modules.get(dotted[0])
    const imported =
      name === undefined ? (module === undefined ? undefined : [module, dotted?.[1]]) : this.bindings.imports.get(name)
    if (imported === undefined) return undefined
    const file = this.otherFile(imported[0] as string)
    const found = file === undefined ? undefined : file.bindings.macros.get(imported[1] as string)
    return file === undefined || found === undefined ? undefined : { macro: found, file }
  }

  /** True for a loop whose `else` may see what an earlier run of the loop left behind, as nunjucks has it. */
  hasLateElse(node: ForNode): boolean {
    return this.bindings.lateElse.has(node)
  }

  /** Another file, by its literal name. */
  otherFile(name: string): FileFacts | undefined {
    return this.around.otherFile(name, this.path)
  }

  /** Names set inside loops: `set` reaches out of an include or a block from there. */
  leaksOf(node: AstNode): Set<string> {
    const leaks = new Set<string>()
    walk(node, (inner) => {
      if (inner.typename === "For") for (const name of this.of(inner).sets) leaks.add(name)
      else if (inner.typename === "Include") for (const name of this.of(inner).sets) leaks.add(name)
      return inner.typename !== "For" && inner.typename !== "Macro"
    })
    return leaks
  }

  /** Beside that, names that the body of a call or a slot sets which are variables of the code around it. */
  leaksOfBody(node: AstNode): Set<string> {
    const leaks = this.leaksOf(node)
    walk(node, (inner) => {
      if (inner.typename === "Set")
        for (const { value } of (inner as SetNode).targets) if (this.bindings.variables.has(value)) leaks.add(value)
      return inner.typename !== "Macro"
    })
    return leaks
  }

  /** True for a name that may be a variable of generated code: a `set` writes it, whatever scope it stands in. */
  isVariable(name: string): boolean {
    return this.bindings.variables.has(name)
  }

  /** What a macro reads beside its parameters. It sets nothing that others see. */
  ofMacro(node: MacroNode): Facts {
    const known = this.#cache.get(node.body)
    // What a macro reads that calls itself, by whatever way, is not complete here yet: then it is always entered.
    if (known === undefined && this.#inProgress.has(node)) return { ...nothing, always: true, impure: true }
    this.#inProgress.add(node)
    const body = this.of(node.body)
    const defaults = this.of(node.args)
    this.#inProgress.delete(node)
    const parameters = new Set([...parametersOf(node), "caller"])
    const reads = [...body.reads, ...defaults.reads].filter((name) => !parameters.has(name))
    return {
      ...nothing,
      reads: new Set(reads.map(outer)),
      always: body.always || defaults.always,
      impure: body.impure || defaults.impure,
    }
  }

  /** The whole file; undefined while that is being found out, as in a file that includes itself. */
  ofRoot(): Facts | undefined {
    if (this.#inProgress.has(this.root)) return undefined
    this.#inProgress.add(this.root)
    const facts = this.of(this.root)
    this.#inProgress.delete(this.root)
    return facts
  }
}

function isText({ typename }: AstNode): boolean {
  return typename === "TemplateData" || typename === "Literal"
}
