/** What all parts of a translation share: the code, the files, the view it is made for, and whom to tell of mistakes. */

import type { ComponentDefinition } from "../../component/definition.js"
import type { AstNode, MacroNode } from "../../nunjucks/internals/internals.js"
import { closest } from "../../util/closest.js"
import { GeneratedCode, type MarkKind } from "../sources/generated-code.js"
import { type FoundProblem, meant, type ProblemRule } from "../sources/problem.js"
import type { TemplateSource, TemplateSources } from "../sources/template-source.js"
import type { Scope } from "./scope.js"

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

/** Calls of macros and includes are written out in place; past this many of one view they are taken as given. */
const MOST_COPIES = 400

export class Translation {
  readonly code: GeneratedCode = new GeneratedCode()
  readonly view: string
  readonly sources: TemplateSources
  readonly views: readonly string[]
  /** Files and macros that are being written out now: what calls itself is written once. */
  readonly open: Set<object> = new Set()
  /** Every file that was seen. */
  readonly files: Set<TemplateSource> = new Set()
  readonly called: Set<MacroNode> = new Set()
  readonly #report: (problem: FoundProblem) => void
  readonly #component: TranslationOptions["component"]
  readonly #hoisted = new Map<unknown, string>()
  #ids = 0
  #copies = 0
  #silent = 0

  constructor({ view, sources, report, component, views }: TranslationOptions) {
    this.view = view
    this.sources = sources
    this.views = views
    this.#report = report
    this.#component = component
  }

  /** A variable's name that no other has. */
  newId(name: string): string {
    return `$${name.replace(/[^\w$]/g, "_")}_${this.#ids++}`
  }

  /** The variable for an assign that may be missing: one for all places, so that conditions narrow it. */
  optionalId(name: string): string {
    return this.#constant(`optional ${name}`, name, () => `__lm.optional(__a, ${JSON.stringify(name)})`)
  }

  /** The variable for a global, or for the assign of that name, which counts where assigns are seen. */
  globalId(name: string, code: string, seesAssigns: boolean): string {
    return this.#constant(`global ${name} ${seesAssigns}`, name, () =>
      seesAssigns ? `__lm.assignOr(__a, ${JSON.stringify(name)}, ${code})` : code,
    )
  }

  /** The variable for a component's function. */
  componentId(component: ComponentDefinition): string {
    return this.#constant(component, component.name, () => this.#component(component))
  }

  /** A variable of the whole code: the same each time. */
  #constant(key: unknown, name: string, code: () => string): string {
    const known = this.#hoisted.get(key)
    if (known !== undefined) return known
    const id = this.newId(name)
    this.#hoisted.set(key, id)
    this.code.hoist(`const ${id} = ${code()}`)
    return id
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

  /** True if one more copy of this may be written; `done` when it is. */
  enter(what: object): boolean {
    if (this.open.has(what) || this.#copies >= MOST_COPIES) return false
    this.#copies++
    this.open.add(what)
    return true
  }

  leave(what: object): void {
    this.open.delete(what)
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
