/** What names in a module mean: functions, markup and lists of commands that it declares, and what it imports from the app's own modules. */

import { isOperand, matchBrackets, type SourceToken, tokenize, tokenizeDeep } from "../sources/source-tokens.js"

/** A part of a source text. */
export type SourceRange = readonly [from: number, to: number]

/** What another module calls it, and where that is. */
export interface ImportedName {
  readonly module: string
  readonly name: string
}

/**
 * Only names that can mean nothing else are known: a name that is declared twice, or is a parameter anywhere in the module, is not.
 * Nor are components and views, which other views may have.
 */
export class NamedValues {
  readonly #source: string
  readonly #tokens: readonly SourceToken[]
  readonly #brackets: ReadonlyMap<number, number>
  readonly #values = new Map<string, SourceRange | undefined>()
  readonly #imports = new Map<string, ImportedName>()
  readonly #parameters: ReadonlySet<string>

  constructor(source: string) {
    this.#source = source
    this.#tokens = tokenize(source)
    this.#brackets = matchBrackets(this.#tokens)
    this.#parameters = parametersIn(tokenizeDeep(source))
    this.#tokens.forEach(({ kind, text }, index) => {
      if (kind !== "word") return
      if (text === "function") this.#declare(index + 1, index)
      else if (text === "const" || text === "let" || text === "var") this.#declareVariable(index + 1)
      else if (text === "import" || text === "export") this.#readImport(index)
    })
  }

  /** The code that a name stands for. */
  value(name: string): SourceRange | undefined {
    return this.#parameters.has(name) ? undefined : this.#values.get(name)
  }

  imported(name: string): ImportedName | undefined {
    return this.#parameters.has(name) || this.#values.has(name) ? undefined : this.#imports.get(name)
  }

  #declareVariable(at: number): void {
    const start = this.#valueOf(at)
    this.#declare(at, start !== undefined && this.#isFollowed(start) ? start : undefined)
  }

  #declare(at: number, start: number | undefined): void {
    const name = this.#tokens[at]
    if (name?.kind !== "word") return
    const isSecond = this.#values.has(name.text)
    this.#values.set(name.text, isSecond || start === undefined ? undefined : this.#extentFrom(start))
  }

  /** Where the value of a variable begins, behind its type. */
  #valueOf(at: number): number | undefined {
    for (let index = at + 1; index < this.#tokens.length; index++) {
      const text = this.#tokens[index]?.text
      if (text === "=" && this.#tokens[index + 1]?.text !== ">") return index + 1
      if (text === ";" || text === ")" || text === "}") return undefined
      if (text === "=") index++
      else index = this.#brackets.get(index) ?? index
    }
    return undefined
  }

  /** A function, markup, or a list of commands. */
  #isFollowed(start: number): boolean {
    const [first, second, third] = this.#tokens.slice(start, start + 3)
    if (first?.text === "(" || first?.text === "<") return true
    if (first?.kind !== "word") return false
    return ["function", "async", "html", "js"].includes(first.text) || (second?.text === "=" && third?.text === ">")
  }

  /** To the end of the statement, which need not have a semicolon. */
  #extentFrom(start: number): SourceRange {
    let index = start
    for (; index < this.#tokens.length; index++) {
      const token = this.#tokens[index] as SourceToken
      if (token.kind === "mark" && [";", ",", ")", "]", "}"].includes(token.text)) break
      if (index > start && this.#isNewStatement(index)) break
      index = this.#brackets.get(index) ?? index
    }
    return [this.#tokens[start]?.start ?? 0, this.#tokens[index - 1]?.end ?? this.#source.length]
  }

  #isNewStatement(index: number): boolean {
    const before = this.#tokens[index - 1] as SourceToken
    const token = this.#tokens[index] as SourceToken
    if (token.kind !== "word" || ["as", "in", "instanceof", "satisfies"].includes(token.text)) return false
    return isOperand(before) && this.#source.slice(before.end, token.start).includes("\n")
  }

  /** `import { a, type B, c as d } from "./e.js"`, and the same as an export. */
  #readImport(index: number): void {
    // Behind `type`, and behind the name of a default import.
    const open = [1, 2, 3, 4].map((steps) => index + steps).find((at) => this.#tokens[at]?.text === "{")
    const close = open === undefined ? undefined : this.#brackets.get(open)
    if (open === undefined || close === undefined || this.#tokens[close + 1]?.text !== "from") return
    const module = this.#tokens[close + 2]
    if (module?.kind !== "text" || !module.text.startsWith(".")) return
    const words = this.#tokens.slice(open + 1, close)
    words.forEach(({ text }, at) => {
      if (text === "as" || text === "," || words[at + 1]?.text === "as") return
      const name = words[at - 1]?.text === "as" ? (words[at - 2]?.text ?? text) : text
      this.#imports.set(text, { module: module.text, name })
    })
  }
}

/** Words that stand before brackets which hold no parameters. */
const CONTROL = new Set(["if", "for", "while", "switch", "catch", "return"])

/** All words in what may be lists of parameters: `(a, { b }) =>`, `c =>`, `name(d) {`, and names that are taken apart. */
function parametersIn(tokens: readonly SourceToken[]): ReadonlySet<string> {
  const brackets = matchBrackets(tokens)
  const names = new Set<string>()
  tokens.forEach((token, index) => {
    const close = brackets.get(index)
    if (close === undefined) {
      if (token.kind === "word" && isArrow(index + 1)) names.add(token.text)
    } else if (token.text === "(" ? isList(index, close) : isTakenApart(index)) {
      for (const { kind, text } of tokens.slice(index, close)) if (kind === "word") names.add(text)
    }
  })
  return names

  function isArrow(at: number): boolean {
    return tokens[at]?.text === "=" && tokens[at + 1]?.text === ">"
  }

  function isList(open: number, close: number): boolean {
    const before = tokens[open - 1]
    const after = tokens[close + 1]?.text
    if (isArrow(close + 1)) return true
    return before?.kind === "word" && !CONTROL.has(before.text) && (after === "{" || after === ":")
  }

  function isTakenApart(open: number): boolean {
    return ["const", "let", "var"].includes(tokens[open - 1]?.text ?? "")
  }
}
