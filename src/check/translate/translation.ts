/** What all parts of a translation share: the code, the files, the view it is made for, and whom to tell of mistakes. */

import type { ComponentDefinition } from "../../component/definition.js"
import type { AstNode, MacroNode } from "../../nunjucks/internals/internals.js"
import { closest } from "../../util/closest.js"
import { GeneratedCode, type MarkKind } from "../sources/generated-code.js"
import { type FoundProblem, meant, type ProblemRule } from "../sources/problem.js"
import type { TemplateSource, TemplateSources } from "../sources/template-source.js"
import { Copies } from "./copies.js"
import type { Scope } from "./scope.js"
import { Variables } from "./variables.js"

/** What a translation is made with. */
export interface TranslationOptions {
  readonly view: string
  readonly sources: TemplateSources
  readonly report: (problem: FoundProblem) => void
  /** Code with the type of a component's function. */
  readonly component: (component: ComponentDefinition) => string
  /** The names of all views, for those that `live(…)` names. */
  readonly views: readonly string[]
}

/** A node, or a token of which there is none. */
type Placed = Pick<AstNode, "lineno" | "colno">

export class Translation {
  readonly code: GeneratedCode = new GeneratedCode()
  readonly view: string
  readonly sources: TemplateSources
  readonly views: readonly string[]
  readonly variables: Variables
  readonly copies: Copies = new Copies()
  /** Every file that was seen. */
  readonly files: Set<TemplateSource> = new Set()
  readonly called: Set<MacroNode> = new Set()
  readonly #report: (problem: FoundProblem) => void
  #silent = 0

  constructor({ view, sources, report, component, views }: TranslationOptions) {
    this.view = view
    this.sources = sources
    this.views = views
    this.#report = report
    this.variables = new Variables(this.code, component)
  }

  /** Writes what is written a second time: its mistakes are told at the first. */
  silently(write: () => void): void {
    this.#silent++
    write()
    this.#silent--
  }

  /** Marks what is written next. */
  mark(given: MarkKind, node: Placed, scope: Scope, name?: string): void {
    const { lineno = 0, colno = 0 } = node
    const kind = this.#silent > 0 ? "scaffold" : given
    this.code.mark({ kind, file: scope.file, line: lineno, column: colno, ...(name === undefined ? {} : { name }) })
  }

  report(rule: ProblemRule, place: { node: AstNode; scope: Scope }, message: string, suggestion?: string): void {
    if (this.#silent > 0) return
    const { node, scope } = place
    const { path: file, text: source } = scope.file
    this.#report({
      rule,
      file,
      source,
      line: (node.lineno ?? 0) + 1,
      column: (node.colno ?? 0) + 1,
      message: `${message}${meant(suggestion)}`,
      view: this.view,
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  }

  /** Reports a name that is none of those known. */
  unknown(
    rule: ProblemRule,
    place: { node: AstNode; scope: Scope; name: string },
    rest: {
      readonly message: string
      readonly known: Iterable<string>
    },
  ): void {
    this.report(rule, place, rest.message, closest(place.name, rest.known))
  }
}
