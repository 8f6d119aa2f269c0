/**
 * Finds where a component is declared in a module's source text, and by which names its function is reached there and
 * from other modules: `export const badge = component("badge", { … })`, a member of an exported object, a default export.
 */

import { matchBrackets, membersOf, type SourceToken } from "./source-tokens.js"

/** A call that declares a component. */
export interface ComponentDeclaration {
  /** The declared attributes, if they are written out. */
  readonly attributes: readonly string[] | undefined
  /** The way to it inside of the module: a variable and members. */
  readonly local: readonly string[] | undefined
  /** The way to it from another module; undefined if it is not exported. */
  readonly exported: readonly string[] | undefined
}

/** Finds the declarations of components with a tag's name. */
export function componentDeclarations(tokens: readonly SourceToken[], tag: string): ComponentDeclaration[] {
  const brackets = matchBrackets(tokens)
  return tokens.flatMap(({ kind, text }, index): ComponentDeclaration[] => {
    const isFirst = isMark(tokens[index - 1], "(") && isMark(tokens[index + 1], ",")
    if (kind !== "text" || text !== tag || !isFirst) return []
    const open = index + 2
    const close = isMark(tokens[open], "{") ? brackets.get(open) : undefined
    const start = startOfCallee(tokens, index - 2)
    // What the app calls its own `component` is known by its second argument.
    if (close === undefined) return tokens[index - 2]?.text === "component" ? [found(tokens, brackets, start)] : []
    const members = membersOf(tokens, brackets, [open, close])
    if (!members.some(({ name }) => name === "render")) return []
    const attrs = members.find(({ name }) => name === "attrs")
    const attributes = attrs === undefined ? [] : namesOf(tokens, brackets, attrs.value)
    return [{ ...found(tokens, brackets, start), attributes }]
  })
}

/** The names in an object literal; undefined if it is none, or takes more from elsewhere. */
function namesOf(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  open: number,
): string[] | undefined {
  const close = isMark(tokens[open], "{") ? brackets.get(open) : undefined
  if (close === undefined) return undefined
  const isWhole = tokens[close + 1]?.text === "," || tokens[close + 1]?.text === "}"
  const spreads = tokens.slice(open, close).some(({ text }, at) => text === "." && tokens[open + at - 1]?.text === ".")
  return isWhole && !spreads ? membersOf(tokens, brackets, [open, close]).map(({ name }) => name) : undefined
}

/** Goes back over `component`, `livemount.component` and type arguments. */
function startOfCallee(tokens: readonly SourceToken[], last: number): number {
  let at = last
  let depth = 0
  do {
    if (isMark(tokens[at], ">") && !isMark(tokens[at - 1], "=")) depth++
    else if (isMark(tokens[at], "<")) depth--
    if (depth > 0 || isMark(tokens[at], "<")) at--
  } while (depth > 0 && at >= 0)
  while (isMark(tokens[at - 1], ".")) at -= 2
  return at
}

/** The names by which the value of an expression, which begins at this token, is reached. */
function found(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  start: number,
): ComponentDeclaration {
  const unknown = { attributes: undefined, local: undefined, exported: undefined }
  const holder = outermostObject(tokens, brackets, start)
  if (holder === undefined) return unknown
  const { at, members } = holder
  if (textAt(tokens, at - 1) === "default") return { ...unknown, exported: ["default", ...members] }
  const isTop = openerOf(brackets, at) === undefined
  const keyword = isMark(tokens[at - 1], "=") && isTop ? lastDeclaration(tokens, brackets, at) : undefined
  const name = keyword === undefined ? undefined : textAt(tokens, keyword + 1)
  if (keyword === undefined || name === undefined) return unknown
  const exported = textAt(tokens, keyword - 1) === "export" ? name : exportedName(tokens, brackets, name)
  return {
    attributes: undefined,
    local: [name, ...members],
    exported: exported === undefined ? undefined : [exported, ...members],
  }
}

/** Where the outermost of the objects begins that a value is a member of, and by which keys it is reached from there. */
function outermostObject(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  start: number,
): { readonly at: number; readonly members: readonly string[] } | undefined {
  const members: string[] = []
  let at = start
  while (isMark(tokens[at - 1], ":")) {
    const key = tokens[at - 2]
    const object = openerOf(brackets, at)
    if (key === undefined || object === undefined || !isMark(tokens[object], "{")) return undefined
    members.unshift(key.text)
    at = object
  }
  return { at, members }
}

function openerOf(brackets: ReadonlyMap<number, number>, at: number): number | undefined {
  let opener: number | undefined
  for (const [open, close] of brackets) {
    if (open < at && close >= at && (opener === undefined || open > opener)) opener = open
  }
  return opener
}

/** The `const` before an assignment at the module's top. */
function lastDeclaration(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  before: number,
): number | undefined {
  for (let at = before - 1; at >= 0; at--) {
    const token = tokens[at]
    const declares = token?.kind === "word" && /^(?:const|let|var)$/.test(token.text)
    if (declares && openerOf(brackets, at) === undefined) return at
  }
  return undefined
}

/** The name under which `export { … }` or `export default …` hands a variable on. */
function exportedName(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  name: string,
): string | undefined {
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "word" || text !== "export") continue
    if (textAt(tokens, index + 1) === "default" && textAt(tokens, index + 2) === name) return "default"
    const close = isMark(tokens[index + 1], "{") ? brackets.get(index + 1) : undefined
    if (close === undefined || textAt(tokens, close + 1) === "from") continue
    const handed = nameInList(tokens, [index + 1, close], name)
    if (handed !== undefined) return handed
  }
  return undefined
}

/** What a variable is called by those who import it, by a list such as `{ one, two as three }`. */
function nameInList(
  tokens: readonly SourceToken[],
  [open, close]: readonly [number, number],
  name: string,
): string | undefined {
  const at = tokens.findIndex((token, inside) => {
    return inside > open && inside < close && token.text === name && textAt(tokens, inside - 1) !== "as"
  })
  if (at < 0) return undefined
  return textAt(tokens, at + 1) === "as" ? textAt(tokens, at + 2) : name
}

function textAt(tokens: readonly SourceToken[], index: number): string | undefined {
  return tokens[index]?.text
}

function isMark(token: SourceToken | undefined, text: string): boolean {
  return token?.kind === "mark" && token.text === text
}
