/**
 * What a part of a template depends on: the names it reads and sets, and whether it must be evaluated in every render.
 * This decides which slots may be skipped, so in doubt it says "always".
 */

import type {
  AstNode,
  CallNode,
  ForNode,
  FromImportNode,
  ImportNode,
  IsNode,
  ListNode,
  MacroNode,
  PairNode,
  SetNode,
  TemplateRefNode,
} from "../internals/internals.js"
import { childrenOf, contains, dottedName, literalText, loopNames, loopSource, symbolName, walk } from "../parse/ast.js"
import { type ComponentNode, isComponent } from "../parse/component-tag.js"
import { isSlot, type SlotNode } from "../parse/slot-tag.js"
import { Bindings, parametersOf } from "./bindings.js"
import { ANY, type Draft, type Facts, including, merge, nothing, outer, union } from "./part-facts.js"

/** What the analysis of one file asks about the world around it. */
export interface FactsHost {
  isImpureFilter(name: string): boolean
  /** True for a global function that always gives the same for the same arguments. */
  isPureGlobal(name: string): boolean
  /** Another file's facts, if it can be found when this one is compiled. */
  otherFile(name: string, parent: string | undefined): FileFacts | undefined
}

export class FileFacts {
  readonly #host: FactsHost
  readonly #cache = new Map<AstNode, Facts>()
  readonly #bindings: Bindings
  readonly #inProgress = new Set<AstNode>()
  readonly root: ListNode
  readonly path: string | undefined
  readonly source: string
  /** Names whose values a file that includes this one may find changed afterwards. */
  readonly leaks: ReadonlySet<string>

  constructor({ root, path, source }: Pick<FileFacts, "root" | "path" | "source">, host: FactsHost) {
    this.root = root
    this.path = path
    this.source = source
    this.#host = host
    this.#bindings = new Bindings(root)
    this.leaks = this.leaksOf(root)
  }

  /** The facts of one node. */
  of(node: AstNode): Facts {
    if (isText(node)) return nothing
    const known = this.#cache.get(node)
    if (known !== undefined) return known
    const draft: Draft = { ...nothing }
    this.#add(node, draft)
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
    for (const slot of node.slots) merge(draft, this.#ofContent(slot, [...slot.names, ...slot.hidden]))
    return draft
  }

  /** The facts of a slot's content, without its parameter and these names. */
  #ofContent({ body }: SlotNode, names: readonly string[]): Facts {
    const facts = this.of(body.body)
    const bound = new Set([...parametersOf(body), ...names])
    const reads = new Set([...facts.reads].filter((name) => !bound.has(name)))
    const loopFields = bound.has("loop") ? nothing.loopFields : facts.loopFields
    return { ...facts, reads, loopFields, sets: this.leaksOfBody(body.body) }
  }

  /** The macro that a call is known to reach. */
  knownMacro(callee: AstNode): { readonly macro: MacroNode; readonly file: FileFacts } | undefined {
    const name = symbolName(callee)
    const macro = name === undefined ? undefined : this.#bindings.macros.get(name)
    if (macro !== undefined) return { macro, file: this }
    const dotted = dottedName(callee)
    const module = dotted === undefined ? undefined : this.#bindings.modules.get(dotted[0])
    const imported =
      name === undefined ? (module === undefined ? undefined : [module, dotted?.[1]]) : this.#bindings.imports.get(name)
    if (imported === undefined) return undefined
    const file = this.otherFile(imported[0] as string)
    const found = file === undefined ? undefined : file.#bindings.macros.get(imported[1] as string)
    return file === undefined || found === undefined ? undefined : { macro: found, file }
  }

  /** True for a loop whose `else` may see what an earlier run of the loop left behind, as nunjucks has it. */
  hasLateElse(node: ForNode): boolean {
    return this.#bindings.lateElse.has(node)
  }

  /** Another file, by its literal name. */
  otherFile(name: string): FileFacts | undefined {
    return this.#host.otherFile(name, this.path)
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
        for (const { value } of (inner as SetNode).targets) if (this.#bindings.variables.has(value)) leaks.add(value)
      return inner.typename !== "Macro"
    })
    return leaks
  }

  /** True for a name that may be a variable of generated code: a `set` writes it, whatever scope it stands in. */
  isVariable(name: string): boolean {
    return this.#bindings.variables.has(name)
  }

  #add(node: AstNode, draft: Draft): void {
    switch (node.typename) {
      case "Symbol":
        draft.reads = including(draft.reads, (node as unknown as { value: string }).value)
        if (symbolName(node) === "loop") draft.loopFields = including(draft.loopFields, ANY)
        return
      case "LookupVal": {
        const dotted = dottedName(node)
        if (dotted?.[0] !== "loop") break
        draft.reads = including(draft.reads, "loop")
        draft.loopFields = including(draft.loopFields, dotted[1])
        return
      }
      case "Pair":
        return merge(draft, this.of((node as PairNode).value))
      case "FunCall":
        return this.#addCall(node as CallNode, draft)
      case "Filter":
        if (this.#host.isImpureFilter(symbolName((node as CallNode).name) ?? "")) draft.always = draft.impure = true
        return merge(draft, this.of((node as CallNode).args))
      case "For":
        return this.#addLoop(node as ForNode, draft)
      default:
        break
    }
    this.#addStatement(node, draft)
  }

  #addStatement(node: AstNode, draft: Draft): void {
    if (isComponent(node)) {
      merge(draft, this.of(node.attributes))
      for (const part of node.parts) merge(draft, this.of(part))
      return
    }
    if (isSlot(node)) {
      merge(draft, this.of(node.values))
      return merge(draft, this.#ofContent(node, []))
    }
    if (entered.has(node.typename)) this.#enter(node, draft)
    switch (node.typename) {
      case "Set":
        for (const target of (node as SetNode).targets) draft.sets = including(draft.sets, target.value)
        for (const inner of [(node as SetNode).value, (node as SetNode).body]) {
          if (inner !== null && inner !== undefined) merge(draft, this.of(inner))
        }
        return
      case "Macro":
        draft.sets = including(draft.sets, (node as MacroNode).name.value)
        return
      case "Caller":
        return this.#addCaller(node as MacroNode, draft)
      case "Block":
        // What a child's block sets in its loops is known only in the render.
        draft.sets = including(draft.sets, ANY)
        return
      case "Include":
        merge(draft, this.of((node as TemplateRefNode).template))
        return this.#addInclude(node as TemplateRefNode, draft)
      case "Import":
        draft.sets = including(draft.sets, (node as ImportNode).target.value)
        return this.#addImport(node as ImportNode, draft)
      case "FromImport":
        draft.sets = including(draft.sets, ANY)
        return this.#addImport(node as FromImportNode, draft)
      case "Is": {
        // The right side is the test's name, not a variable.
        const { left, right } = node as IsNode
        merge(draft, this.of(left))
        if (right.args !== undefined) merge(draft, this.of(right.args))
        return
      }
      default:
        break
    }
    for (const child of childrenOf(node)) merge(draft, this.of(child))
  }

  #enter({ typename }: AstNode, draft: Draft): void {
    draft.always = true
    draft.scopes = true
    if (!repeatable.has(typename)) draft.impure = true
  }

  #addCall({ name, args }: CallNode, draft: Draft): void {
    merge(draft, this.of(args))
    const known = this.knownMacro(name)
    if (known !== undefined) {
      if (handsOverCaller(args, known.macro)) draft.impure = true
      return merge(draft, known.file.#ofMacro(known.macro))
    }
    const callee = symbolName(name)
    if (callee === undefined || this.#bindings.names.has(callee) || !this.#host.isPureGlobal(callee)) {
      draft.always = true
      // The body of a call in this file sees the scopes around the place that it is called from, as in nunjucks.
      if (this.#bindings.hasCallBodies) {
        draft.scopes = true
        draft.loopFields = including(draft.loopFields, ANY)
      }
      // What a macro gets as `caller` stands where it is called, and counts there.
      if (callee !== "caller") draft.impure = true
    }
    merge(draft, this.of(name))
  }

  /** What a macro reads beside its parameters. It sets nothing that others see. */
  #ofMacro(node: MacroNode): Facts {
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

  #addCaller(node: MacroNode, draft: Draft): void {
    draft.always = true
    draft.scopes = true
    const body = this.of(node.body)
    merge(draft, { ...body, sets: this.leaksOfBody(node.body) })
  }

  #addInclude({ template }: TemplateRefNode, draft: Draft): void {
    const name = literalText(template)
    const file = name === undefined ? undefined : this.otherFile(name)
    for (const leak of file?.leaks ?? [ANY]) draft.sets = including(draft.sets, leak)
    const facts = file === undefined ? undefined : file.#ofRoot()
    if (facts === undefined || facts.impure) draft.impure = true
    else {
      // It sees the names around it, except those of a loop over pairs.
      draft.reads = union(draft.reads, new Set([...facts.reads, ...[...facts.reads].map(outer)]))
      if (facts.loopFields.size > 0) draft.loopFields = including(draft.loopFields, ANY)
    }
  }

  /** What comes of an import is the same each time, unless it sees what is around it. */
  #addImport({ template, withContext }: ImportNode | FromImportNode, draft: Draft): void {
    merge(draft, this.of(template))
    const name = literalText(template)
    const file = name === undefined || withContext === true ? undefined : this.otherFile(name)
    const facts = file === undefined ? undefined : file.#ofRoot()
    if (facts === undefined || facts.impure) draft.impure = true
  }

  /** The whole file; undefined while that is being found out, as in a file that includes itself. */
  #ofRoot(): Facts | undefined {
    if (this.#inProgress.has(this.root)) return undefined
    this.#inProgress.add(this.root)
    const facts = this.of(this.root)
    this.#inProgress.delete(this.root)
    return facts
  }

  #addLoop(node: ForNode, draft: Draft): void {
    merge(draft, this.of(loopSource(node).source))
    const bound = new Set([...loopNames(node), "loop"])
    for (const inner of [node.body, node.key]) {
      if (inner === null || inner === undefined) continue
      const facts = this.of(inner)
      const reads = new Set([...facts.reads].filter((name) => !bound.has(name)))
      merge(draft, { ...facts, reads, loopFields: nothing.loopFields })
    }
    if (node.else_ !== null) merge(draft, this.of(node.else_))
    if (this.#bindings.lateElse.has(node)) draft.always = draft.impure = true
  }
}

/** True if a call gives the macro a function as `caller` that is not the body of a `{% call %}`. */
function handsOverCaller(args: AstNode, macro: MacroNode): boolean {
  if (parametersOf(macro).includes("caller")) return true
  return contains(args, (node) => {
    if (node.typename !== "Pair") return false
    const { key, value } = node as PairNode
    return key.value === "caller" && value.typename !== "Caller"
  })
}

function isText({ typename }: AstNode): boolean {
  return typename === "TemplateData" || typename === "Literal"
}

/** Entered in every render. */
const entered: ReadonlySet<string> = new Set([
  "Set",
  "Macro",
  "Block",
  "Include",
  "Import",
  "FromImport",
  "Extends",
  "Super",
  "CallExtension",
  "CallExtensionAsync",
])

/** Of these, what gives the same each time if all it reads is the same; some find out more. */
const repeatable: ReadonlySet<string> = new Set(["Set", "Macro", "Include", "Import", "FromImport"])
