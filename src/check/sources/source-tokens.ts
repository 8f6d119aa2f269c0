/**
 * TypeScript source text as tokens: enough to find a call and its object, to see what a module imports, and to write
 * something between two tokens. Not a parser: types and JSX are not understood, only passed over.
 */

export interface SourceToken {
  readonly kind: "word" | "text" | "number" | "mark"
  readonly start: number
  readonly end: number
  /** The token as it is written; of a string its content. */
  readonly text: string
}

/** After these words a slash begins a regular expression. */
const BEFORE_VALUE = new Set("return typeof case in of do else new void delete instanceof await yield throw".split(" "))

/** Splits a source text, or a part of it. Comments and white space are left out; a template literal is one token of kind `mark`. */
export function tokenize(source: string, from = 0, to: number = source.length): SourceToken[] {
  const tokens: SourceToken[] = []
  let at = from
  const push = (kind: SourceToken["kind"], end: number, text: string = source.slice(at, end)): void => {
    tokens.push({ kind, start: at, end, text })
    at = end
  }
  while (at < to) {
    const char = source[at] as string
    const end = endOfGap(source, at)
    if (end > at) at = end
    else if (char === '"' || char === "'") {
      const close = endOfString(source, at)
      push("text", close, unescaped(source.slice(at + 1, close - 1)))
    } else if (char === "`") push("mark", endOfTemplate(source, at), "`")
    else if (char === "/" && beginsValue(tokens.at(-1))) push("mark", endOfRegex(source, at), "/")
    else push(...wordOrMark(source, at))
  }
  return tokens
}

function wordOrMark(source: string, at: number): [kind: SourceToken["kind"], end: number] {
  const word = /^(?:[\p{L}_$#@][\p{L}\p{N}_$]*|\d[\w.]*)/u.exec(source.slice(at, at + 200))?.[0]
  if (word === undefined) return ["mark", at + 1]
  return [/^\d/.test(word) ? "number" : "word", at + word.length]
}

/** Where the white space or the comment ends that begins here; here, if none does. */
function endOfGap(source: string, at: number): number {
  if (/\s/.test(source[at] as string)) return at + 1
  if (source.startsWith("//", at)) return orEnd(source, source.indexOf("\n", at))
  return source.startsWith("/*", at) ? orEnd(source, source.indexOf("*/", at + 2), 2) : at
}

function orEnd(source: string, found: number, plus = 0): number {
  return found < 0 ? source.length : found + plus
}

function beginsValue(previous: SourceToken | undefined): boolean {
  return previous === undefined || !isOperand(previous)
}

/** True where an operator, or the end of the expression, may come behind a token. */
export function isOperand({ kind, text }: SourceToken): boolean {
  if (kind === "word") return !BEFORE_VALUE.has(text)
  return kind !== "mark" || ")]}`/".includes(text)
}

function endOfString(source: string, start: number): number {
  let at = start + 1
  while (at < source.length && source[at] !== source[start] && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1
  return Math.min(at + 1, source.length)
}

function endOfRegex(source: string, start: number): number {
  let inClass = false
  let at = start + 1
  for (; at < source.length && source[at] !== "\n"; at++) {
    const char = source[at]
    if (char === "\\") at++
    else if (char === "[") inClass = true
    else if (char === "]") inClass = false
    else if (char === "/" && !inClass) break
  }
  return at + 1
}

/** A template literal ends at its own backtick; its holes may hold others. */
function endOfTemplate(source: string, start: number, hole?: (from: number, to: number) => void): number {
  let at = start + 1
  while (at < source.length && source[at] !== "`") {
    if (source[at] === "\\") at += 2
    else if (source.startsWith("${", at)) {
      const end = endOfHole(source, at + 2)
      hole?.(at + 2, end - 1)
      at = end
    } else at++
  }
  return at + 1
}

/** Where the expressions in a template literal stand, each without its `${` and `}`. */
export function holesOf(source: string, start: number): (readonly [from: number, to: number])[] {
  const holes: [number, number][] = []
  endOfTemplate(source, start, (from, to) => holes.push([from, to]))
  return holes
}

/** True for a template literal. */
export function isLiteralToken({ kind, text }: SourceToken): boolean {
  return kind === "mark" && text === "`"
}

/** As {@link tokenize}; behind each template literal the tokens of its expressions. */
export function tokenizeDeep(source: string, from?: number, to?: number): SourceToken[] {
  return tokenize(source, from, to).flatMap((token) => {
    if (!isLiteralToken(token)) return [token]
    return [token, ...holesOf(source, token.start).flatMap(([start, end]) => tokenizeDeep(source, start, end))]
  })
}

function endOfHole(source: string, start: number): number {
  let depth = 1
  let at = start
  while (at < source.length && depth > 0) {
    const char = source[at]
    if (char === '"' || char === "'") at = endOfString(source, at)
    else if (char === "`") at = endOfTemplate(source, at)
    else {
      if (char === "{") depth++
      if (char === "}") depth--
      at++
    }
  }
  return at
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, "$1")
}

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" }

/** For each opening bracket, by its index, the index of the one that closes it. */
export function matchBrackets(tokens: readonly SourceToken[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>()
  const open: number[] = []
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== "mark") return
    if (CLOSERS[text] !== undefined) open.push(index)
    else if (text === "}" || text === ")" || text === "]") {
      const start = open.pop()
      if (start !== undefined && CLOSERS[tokens[start]?.text ?? ""] === text) pairs.set(start, index)
    }
  })
  return pairs
}

/** A member of an object literal. */
export interface Member {
  readonly name: string
  /** Indexes of tokens: the first, the first of the value, and one past the last. */
  readonly first: number
  readonly value: number
  readonly last: number
}

/** The members of an object literal, as far as their names are written down. */
export function membersOf(
  tokens: readonly SourceToken[],
  brackets: ReadonlyMap<number, number>,
  [open, close]: readonly [number, number],
): Member[] {
  const members: Member[] = []
  let first = open + 1
  for (let index = first; index <= close; index++) {
    if (index < close && tokens[index]?.text !== ",") {
      index = brackets.get(index) ?? index
      continue
    }
    const member = memberAt(tokens, first, index)
    if (member !== undefined) members.push(member)
    first = index + 1
  }
  return members
}

/** `async name() {}`, `name: value`, `name`, `"name": value` */
function memberAt(tokens: readonly SourceToken[], first: number, last: number): Member | undefined {
  const at = tokens[first]?.text === "async" && first + 1 < last ? first + 1 : first
  const token = tokens[at]
  if (at >= last || (token?.kind !== "word" && token?.kind !== "text")) return undefined
  return { name: token.text, first, value: tokens[at + 1]?.text === ":" ? at + 2 : at + 1, last }
}

/** The tokens that name another module: those behind the words `from`, `import`, `require` and `module`. */
export function moduleNames(tokens: readonly SourceToken[]): SourceToken[] {
  return tokens.filter((token, index) => {
    if (token.kind !== "text") return false
    const before = tokens[index - 1]
    const word = before?.text === "(" ? tokens[index - 2] : before
    return word?.kind === "word" && ["from", "import", "require", "module"].includes(word.text)
  })
}
