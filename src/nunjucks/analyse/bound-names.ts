/** The names that statements bind, kind by kind. */

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
import { loopNames, symbolName } from "../parse/ast.js"

/** Names that a statement gives values to, for what comes after it or stands inside of it. */
export function boundBy(node: AstNode): readonly string[] {
  return binders[node.typename]?.(node) ?? []
}

const binders: Readonly<Record<string, (node: AstNode) => readonly string[]>> = {
  Set: (node) => (node as SetNode).targets.map(({ value }) => value),
  For: (node) => loopNames(node as ForNode),
  Macro: (node) => [(node as MacroNode).name.value, ...parametersOf(node as MacroNode)],
  Caller: (node) => parametersOf(node as MacroNode),
  Import: (node) => [(node as ImportNode).target.value],
  FromImport: (node) => importedBy(node as FromImportNode).map(({ alias }) => alias),
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
export function importedBy({ names }: FromImportNode): { readonly name: string; readonly alias: string }[] {
  return names.children.map((node) => {
    const name = node.typename === "Pair" ? (node as PairNode).key.value : (symbolName(node) as string)
    return { name, alias: node.typename === "Pair" ? (symbolName((node as PairNode).value) as string) : name }
  })
}
