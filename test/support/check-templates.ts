/** Templates from a record, for tests of the check: their sources, their translation, the problems told on the way. */

import nunjucks from "nunjucks"
import type { FoundProblem } from "../../src/check/problem.js"
import { Scope } from "../../src/check/scope.js"
import { Statements } from "../../src/check/statements.js"
import { type TemplateSource, TemplateSources } from "../../src/check/template-source.js"
import { Translation } from "../../src/check/translation.js"
import type { Environment } from "../../src/nunjucks/internals.js"

export interface TranslatedTemplate {
  /** The generated lines, without the declarations of variables before them. */
  readonly lines: readonly string[]
  readonly variables: string
  readonly translation: Translation
  readonly problems: readonly FoundProblem[]
  readonly file: TemplateSource
}

/** An environment whose templates are the entries of a record. */
export function environmentOf(templates: Readonly<Record<string, string>>, options: object = {}): nunjucks.Environment {
  const loader = {
    getSource: (name: string) => {
      const src = templates[name]
      return src === undefined ? null : { src, path: name, noCache: false }
    },
  }
  return new nunjucks.Environment(loader as unknown as nunjucks.ILoader, { autoescape: true, ...options })
}

/** Translates a template; `others` are those that it names. */
export function translateTemplate(
  text: string,
  others: Readonly<Record<string, string>> = {},
  environment: nunjucks.Environment = environmentOf({ "page.njk": text, ...others }),
): TranslatedTemplate {
  const sources = new TemplateSources(environment as unknown as Environment)
  const problems: FoundProblem[] = []
  const translation = new Translation({ view: "page", sources, report: (problem) => problems.push(problem) })
  const file = sources.find("page.njk", undefined) as TemplateSource
  new Statements(translation).writePage(file, Scope.top(file, true))
  const [variables = "", ...lines] = translation.code.text.split("\n")
  return { lines: lines.filter((line) => line !== ""), variables, translation, problems, file }
}
