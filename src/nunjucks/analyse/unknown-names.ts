/**
 * Names in a template that nothing defines: no assign, no global, no `set`, loop, macro or import in any file that is
 * known to belong to it. nunjucks prints nothing for them, so a misspelled one is easily overlooked. In doubt it says
 * nothing: what is asked for with `is defined` or given a default may be missing.
 */

import type {
  AstNode,
  BlockNode,
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
import { childrenOf, literalText, symbolName, walk } from "../parse/ast.js"
import { boundBy } from "./bound-names.js"
import type { FileFacts } from "./facts.js"

/** A name that nothing defines, where it is read first. */
export interface UnknownName {
  readonly name: string
  readonly file: string
  /** Count from 1. */
  readonly line: number
  readonly column: number
}

/** Always there; nunjucks knows no `undefined`, so it is one. */
const BUILT_IN = ["undefined", "loop", "caller", "super", "varargs", "kwargs"]

/** Filters for what may be missing. */
const LENIENT = new Set(["default", "d"])

/** The names that neither `isKnown` nor the files themselves define, each once, in the order they are read. */
export function unknownNames(root: FileFacts, isKnown: (name: string) => boolean): readonly UnknownName[] {
  const files = filesOf(root)
  const bound = new Set(BUILT_IN)
  for (const file of files) walk(file.root, (node) => bind(node, bound))
  const found = new Map<string, UnknownName>()
  for (const file of files) {
    eachRead(file.root, (name, { lineno, colno }) => {
      if (bound.has(name) || isKnown(name) || found.has(name)) return
      found.set(name, { name, file: file.path ?? "template", line: lineno + 1, column: colno + 1 })
    })
  }
  return [...found.values()]
}

/** The file and those it extends and includes by their literal names. Imported ones do not see the assigns. */
function filesOf(root: FileFacts): readonly FileFacts[] {
  const files = [root]
  for (const file of files) {
    walk(file.root, (node) => {
      if (node.typename !== "Include" && node.typename !== "Extends") return
      const name = literalText((node as TemplateRefNode).template)
      const other = name === undefined ? undefined : file.otherFile(name)
      if (other !== undefined && !files.includes(other)) files.push(other)
    })
  }
  return files
}

function bind(node: AstNode, bound: Set<string>): void {
  for (const name of boundBy(node)) bound.add(name)
  if (node.typename === "Is") forgive((node as IsNode).left, bound)
  else if (node.typename === "Filter" && LENIENT.has(symbolName((node as CallNode).name) ?? "")) {
    const [value] = (node as CallNode).args.children
    if (value !== undefined) forgive(value, bound)
  }
}

/** Whoever asks for it knows that it may be missing. */
function forgive(node: AstNode, bound: Set<string>): void {
  const name = symbolName(node)
  if (name !== undefined) bound.add(name)
}

type Visit = (name: string, node: AstNode) => void

function eachRead(node: AstNode, visit: Visit): void {
  const name = symbolName(node)
  if (name !== undefined) visit(name, node)
  for (const child of readBy(node)) eachRead(child, visit)
}

/** What a node reads: its children without the names that are no variables. */
function readBy(node: AstNode): readonly AstNode[] {
  return (readers[node.typename] ?? childrenOf)(node)
}

const readers: Readonly<Record<string, (node: AstNode) => readonly AstNode[]>> = {
  Pair: (node) => [(node as PairNode).value],
  Filter: (node) => [(node as CallNode).args],
  Is: (node) => [(node as IsNode).left, ...((node as IsNode).right.args?.children ?? [])],
  Set: (node) => present((node as SetNode).value, (node as SetNode).body),
  For: (node) => {
    const { arr, body, else_, key } = node as ForNode
    return present(arr, body, else_, key)
  },
  Macro: readByMacro,
  Caller: readByMacro,
  Block: (node) => [(node as BlockNode).body],
  Import: (node) => [(node as ImportNode).template],
  FromImport: (node) => [(node as FromImportNode).template],
}

function readByMacro(node: AstNode): readonly AstNode[] {
  const { args, body } = node as MacroNode
  return [...args.children.flatMap(defaultsIn), body]
}

function defaultsIn(argument: AstNode): readonly AstNode[] {
  return symbolName(argument) === undefined ? (argument as ListNode).children : []
}

function present(...nodes: readonly (AstNode | null | undefined)[]): readonly AstNode[] {
  return nodes.filter((node) => node !== null && node !== undefined)
}
