/** Filters and tests: those of nunjucks by their declared types, the app's own by what is known of them. */

import type { AstNode, CallNode, IsNode } from "../../nunjucks/internals/internals.js"
import { symbolName } from "../../nunjucks/parse/ast.js"
import { declaredFilter, isBuiltinFilter } from "./builtins.js"
import { optionally } from "./conditions.js"
import { isChain, text } from "./expression-nodes.js"
import type { ExpressionWriter } from "./expression-writer.js"
import type { Lookups } from "./lookups.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"

/** Tests that tell types apart. */
const TYPE_TESTS: Readonly<Record<string, (value: string) => string>> = {
  defined: (value) => `(${value} !== undefined)`,
  undefined: (value) => `(${value} === undefined)`,
  null: (value) => `(${value} === null)`,
  string: (value) => `(typeof ${value} === "string")`,
  number: (value) => `(typeof ${value} === "number")`,
}

export class FiltersAndTests {
  readonly #to: Translation
  readonly #expressions: ExpressionWriter
  readonly #lookups: Lookups

  constructor(translation: Translation, expressions: ExpressionWriter, lookups: Lookups) {
    this.#to = translation
    this.#expressions = expressions
    this.#lookups = lookups
  }

  /** Writes a filter and what it is given. */
  writeFilter(node: CallNode, scope: Scope): void {
    const name = symbolName(node.name) ?? ""
    const { filters } = this.#to.sources.env
    const args = node.args.children
    if (name in filters) {
      if (isBuiltinFilter(name, filters[name])) return this.#writeBuiltinFilter(name, args, scope)
      this.#to.code.write(`__lm.filter(${text(name)})(`)
      args.forEach((argument, index) => {
        if (index > 0) this.#to.code.write(", ")
        // Named arguments are a record, which comes last.
        if (argument.typename === "KeywordArgs") this.#expressions.writeDict(argument, scope)
        else this.#expressions.write(argument, scope)
      })
      return this.#to.code.write(")")
    }
    const known = Object.keys(filters)
    const message = `There is no filter "${name}". Register it: \`environment.addFilter("${name}", …)\`.`
    this.#to.unknown("unknown-filter", { node: node.name, scope, name }, { message, known })
    this.#expressions.writeLoosely(args, scope)
  }

  #writeBuiltinFilter(name: string, args: readonly AstNode[], scope: Scope): void {
    const [value, ...rest] = args
    const known = value === undefined ? undefined : symbolName(value)
    // `name | default(…)` is how a template says that the name may be missing.
    const isOptional = (name === "default" || name === "d") && known !== undefined && !scope.lookup(known)
    if (!isOptional || known === undefined) return this.#expressions.writeCall(`f.${declaredFilter(name)}`, args, scope)
    this.#to.code.write(`__lm.f.${declaredFilter(name)}(`)
    this.#lookups.writeName(value as AstNode, optionally(known, scope))
    for (const argument of rest) this.#expressions.writeAround(", ", argument, "", scope)
    this.#to.code.write(")")
  }

  /** Writes a test: `name is defined`. */
  writeTest({ left, right }: IsNode, scope: Scope): void {
    const name = testName(right)
    const seen = asksWhether(name, left, scope) ? optionally(symbolName(left) as string, scope) : scope
    const narrowed = isChain(left) ? TYPE_TESTS[name]?.("\0") : undefined
    if (narrowed !== undefined) {
      const [before = "", after = ""] = narrowed.split("\0")
      return this.#expressions.writeAround(before, left, after, seen)
    }
    this.#checkTest(name, right.name ?? right, scope)
    this.#to.code.write("__lm.test(")
    this.#expressions.write(left, seen)
    for (const argument of right.args?.children ?? []) this.#expressions.writeAround(", ", argument, "", scope)
    this.#to.code.write(")")
  }

  #checkTest(name: string, node: AstNode, scope: Scope): void {
    const { tests } = this.#to.sources.env
    if (name in tests) return
    const message = `There is no test "${name}". Register it: \`environment.addTest("${name}", …)\`.`
    this.#to.unknown("unknown-test", { node, scope, name }, { message, known: Object.keys(tests) })
  }
}

function testName({ name, value }: IsNode["right"]): string {
  return String(name?.value ?? value)
}

/** True if a test asks whether a name is there at all that the template does not bind. */
function asksWhether(test: string, node: AstNode, scope: Scope): boolean {
  const name = symbolName(node)
  return name !== undefined && /^(un)?defined$/.test(test) && !scope.lookup(name)
}
