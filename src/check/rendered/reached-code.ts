/** The code that makes a view's HTML: its `render` function, and what that names in its module and in those it imports. */

import type { SourceModules } from "../sources/source-modules.js"
import { type SourceToken, tokenizeDeep } from "../sources/source-tokens.js"
import { NamedValues, type SourceRange } from "./named-values.js"

/** A module of the app. */
export interface CodeModule {
  readonly path: string
  readonly source: string
}

/** A piece of code with its tokens, those in template literals too. */
export interface ReachedCode {
  readonly module: CodeModule
  readonly tokens: readonly SourceToken[]
}

export class CodeReader {
  readonly #modules: SourceModules
  readonly #values = new Map<string, NamedValues>()

  constructor(modules: SourceModules) {
    this.#modules = modules
  }

  /** Follows names from a piece of code. Those that could mean something else are not followed. */
  reachedFrom(module: CodeModule, extent: SourceRange): ReachedCode[] {
    const reached = new Map<string, ReachedCode>()
    const pending: { readonly module: CodeModule; readonly extent: SourceRange }[] = [{ module, extent }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { module: from, extent: part } = next
      const key = `${part[0]}:${from.path}`
      if (reached.has(key)) continue
      const tokens = tokenizeDeep(from.source, ...part)
      reached.set(key, { module: from, tokens })
      for (const name of namesIn(tokens)) {
        const found = this.#find(name, from)
        if (found !== undefined) pending.push(found)
      }
    }
    return [...reached.values()]
  }

  #find(name: string, from: CodeModule): { readonly module: CodeModule; readonly extent: SourceRange } | undefined {
    const seen = new Set<CodeModule["path"]>()
    let wanted = name
    for (let module: CodeModule | undefined = from; module !== undefined && !seen.has(module.path); ) {
      seen.add(module.path)
      const values = this.#valuesOf(module)
      const extent = values.value(wanted)
      if (extent !== undefined) return { module, extent }
      const imported = values.imported(wanted)
      if (imported === undefined) return undefined
      wanted = imported.name
      module = this.#modules.imported(imported.module, module.path)
    }
    return undefined
  }

  #valuesOf({ path, source }: CodeModule): NamedValues {
    const known = this.#values.get(path) ?? new NamedValues(source)
    this.#values.set(path, known)
    return known
  }
}

/** Words that are no members and no keys. */
function namesIn(tokens: readonly SourceToken[]): ReadonlySet<string> {
  const isName = ({ kind }: SourceToken, index: number): boolean =>
    kind === "word" && !isMember(tokens, index) && tokens[index + 1]?.text !== ":"
  return new Set(tokens.filter(isName).map(({ text }) => text))
}

/** Behind a point, but not behind the three of a spread. */
function isMember(tokens: readonly SourceToken[], index: number): boolean {
  return tokens[index - 1]?.text === "." && tokens[index - 2]?.text !== "."
}
