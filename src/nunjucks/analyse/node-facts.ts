/**
 * What one node of a template depends on, by its kind: the names it reads and sets, and whether it must be entered in
 * every render. In doubt it says "always".
 */

import type {
  AstNode,
  CallNode,
  ForNode,
  FromImportNode,
  ImportNode,
  IsNode,
  MacroNode,
  PairNode,
  SetNode,
  TemplateRefNode,
} from "../internals/internals.js"
import { childrenOf, contains, dottedName, literalText, loopNames, loopSource, symbolName } from "../parse/ast.js"
import { isComponent } from "../parse/component-tag.js"
import { isSlot, type SlotNode } from "../parse/slot-tag.js"
import type { Bindings } from "./bindings.js"
import { boundBy, parametersOf } from "./bound-names.js"
import { ANY, type Draft, type Facts, including, merge, nothing, outer, union } from "./part-facts.js"

/** What is known of filters and functions by their names. */
export interface PureNames {
  isImpureFilter(name: string): boolean
  /** True for a global function that always gives the same for the same arguments. */
  isPureGlobal(name: string): boolean
}

/** What a node's facts ask of the file it stands in. */
export interface KnownFile {
  readonly around: PureNames
  readonly bindings: Bindings
  /** Names whose values a file that includes this one may find changed afterwards. */
  readonly leaks: ReadonlySet<string>
  of(node: AstNode): Facts
  /** The facts of a slot's content, without its parameter and these names. */
  ofContent(slot: SlotNode, names: readonly string[]): Facts
  ofMacro(node: MacroNode): Facts
  ofRoot(): Facts | undefined
  leaksOfBody(node: AstNode): ReadonlySet<string>
  knownMacro(callee: AstNode): { readonly macro: MacroNode; readonly file: KnownFile } | undefined
  otherFile(name: string): KnownFile | undefined
}

/** Adds what is known of a node. */
export function addFacts(file: KnownFile, node: AstNode, draft: Draft): void {
  if (isComponent(node)) {
    merge(draft, file.of(node.attributes))
    for (const part of node.parts) merge(draft, file.of(part))
  } else if (isSlot(node)) {
    merge(draft, file.of(node.values))
    merge(draft, file.ofContent(node, []))
  } else {
    if (entered.has(node.typename)) enter(node, draft)
    const add = adders[node.typename] ?? addChildren
    add(file, node, draft)
  }
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

function enter({ typename }: AstNode, draft: Draft): void {
  draft.always = true
  draft.scopes = true
  if (!repeatable.has(typename)) draft.impure = true
}

type Add = (file: KnownFile, node: AstNode, draft: Draft) => void

const adders: Readonly<Record<string, Add>> = {
  Symbol: (_file, node, draft) => {
    const name = symbolName(node) as string
    draft.reads = including(draft.reads, name)
    if (name === "loop") draft.loopFields = including(draft.loopFields, ANY)
  },
  LookupVal: (file, node, draft) => {
    const dotted = dottedName(node)
    if (dotted?.[0] !== "loop") return addChildren(file, node, draft)
    draft.reads = including(draft.reads, "loop")
    draft.loopFields = including(draft.loopFields, dotted[1])
  },
  Pair: (file, node, draft) => merge(draft, file.of((node as PairNode).value)),
  FunCall: (file, node, draft) => addCall(file, node as CallNode, draft),
  Filter: (file, node, draft) => {
    const { name, args } = node as CallNode
    if (file.around.isImpureFilter(symbolName(name) ?? "")) draft.always = draft.impure = true
    merge(draft, file.of(args))
  },
  For: (file, node, draft) => addLoop(file, node as ForNode, draft),
  Set: (file, node, draft) => {
    for (const name of boundBy(node)) draft.sets = including(draft.sets, name)
    const { value, body } = node as SetNode
    for (const inner of [value, body]) if (inner !== null && inner !== undefined) merge(draft, file.of(inner))
  },
  Macro: (_file, node, draft) => {
    draft.sets = including(draft.sets, (node as MacroNode).name.value)
  },
  Caller: (file, node, draft) => {
    draft.always = true
    draft.scopes = true
    const { body } = node as MacroNode
    merge(draft, { ...file.of(body), sets: file.leaksOfBody(body) })
  },
  Block: (_file, _node, draft) => {
    // What a child's block sets in its loops is known only in the render.
    draft.sets = including(draft.sets, ANY)
  },
  Include: (file, node, draft) => addInclude(file, node as TemplateRefNode, draft),
  Import: (file, node, draft) => {
    draft.sets = including(draft.sets, (node as ImportNode).target.value)
    addImport(file, node as ImportNode, draft)
  },
  FromImport: (file, node, draft) => {
    draft.sets = including(draft.sets, ANY)
    addImport(file, node as FromImportNode, draft)
  },
  Is: (file, node, draft) => {
    // The right side is the test's name, not a variable.
    const { left, right } = node as IsNode
    merge(draft, file.of(left))
    if (right.args !== undefined) merge(draft, file.of(right.args))
  },
}

function addChildren(file: KnownFile, node: AstNode, draft: Draft): void {
  for (const child of childrenOf(node)) merge(draft, file.of(child))
}

function addCall(file: KnownFile, { name, args }: CallNode, draft: Draft): void {
  merge(draft, file.of(args))
  const known = file.knownMacro(name)
  if (known !== undefined) {
    if (handsOverCaller(args, known.macro)) draft.impure = true
    return merge(draft, known.file.ofMacro(known.macro))
  }
  const callee = symbolName(name)
  if (callee === undefined || file.bindings.names.has(callee) || !file.around.isPureGlobal(callee)) {
    draft.always = true
    // The body of a call in this file sees the scopes around the place that it is called from, as in nunjucks.
    if (file.bindings.hasCallBodies) {
      draft.scopes = true
      draft.loopFields = including(draft.loopFields, ANY)
    }
    // What a macro gets as `caller` stands where it is called, and counts there.
    if (callee !== "caller") draft.impure = true
  }
  merge(draft, file.of(name))
}

function addInclude(from: KnownFile, { template }: TemplateRefNode, draft: Draft): void {
  merge(draft, from.of(template))
  const name = literalText(template)
  const file = name === undefined ? undefined : from.otherFile(name)
  for (const leak of file?.leaks ?? [ANY]) draft.sets = including(draft.sets, leak)
  const facts = file?.ofRoot()
  if (facts === undefined || facts.impure) draft.impure = true
  else {
    // It sees the names around it, except those of a loop over pairs.
    draft.reads = union(draft.reads, new Set([...facts.reads, ...[...facts.reads].map(outer)]))
    if (facts.loopFields.size > 0) draft.loopFields = including(draft.loopFields, ANY)
  }
}

/** What comes of an import is the same each time, unless it sees what is around it. */
function addImport(from: KnownFile, { template, withContext }: ImportNode | FromImportNode, draft: Draft): void {
  merge(draft, from.of(template))
  const name = literalText(template)
  const file = name === undefined || withContext === true ? undefined : from.otherFile(name)
  const facts = file?.ofRoot()
  if (facts === undefined || facts.impure) draft.impure = true
}

function addLoop(file: KnownFile, node: ForNode, draft: Draft): void {
  merge(draft, file.of(loopSource(node).source))
  const bound = new Set([...loopNames(node), "loop"])
  for (const inner of [node.body, node.key]) {
    if (inner === null || inner === undefined) continue
    const facts = file.of(inner)
    const reads = new Set([...facts.reads].filter((name) => !bound.has(name)))
    merge(draft, { ...facts, reads, loopFields: nothing.loopFields })
  }
  if (node.else_ !== null) merge(draft, file.of(node.else_))
  if (file.bindings.lateElse.has(node)) draft.always = draft.impure = true
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
