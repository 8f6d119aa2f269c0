/** Templates from a record, for tests of the check: their sources, their translation, the problems told on the way. */

import nunjucks from "nunjucks"
import type { FoundProblem } from "../../src/check/sources/problem.js"
import { type TemplateSource, TemplateSources } from "../../src/check/sources/template-source.js"
import { Scope } from "../../src/check/translate/scope.js"
import { Statements } from "../../src/check/translate/statements.js"
import { Translation } from "../../src/check/translate/translation.js"
import type { AnyComponent } from "../../src/component/component.js"
import type { Environment } from "../../src/nunjucks/internals/internals.js"
import { registerComponents } from "../../src/nunjucks/register-components.js"
import { renderSetting } from "../../src/render/values/render-setting.js"

export interface TranslatedTemplate {
  /** The generated lines, without the declarations of variables before them. */
  readonly lines: readonly string[]
  readonly variables: string
  readonly translation: Translation
  readonly problems: readonly FoundProblem[]
  readonly file: TemplateSource
}

/** An environment whose templates are the entries of a record, and whose tags include those of some components. */
export function environmentOf(
  templates: Readonly<Record<string, string>>,
  components: readonly AnyComponent[] = [],
  others: readonly nunjucks.ILoader[] = [],
): nunjucks.Environment {
  const loader = {
    getSource: (name: string) => {
      const src = templates[name]
      return src === undefined ? null : { src, path: name, noCache: false }
    },
  }
  const environment = new nunjucks.Environment([loader as unknown as nunjucks.ILoader, ...others], { autoescape: true })
  registerComponents(environment as unknown as Environment, components, renderSetting("live-", true))
  return environment
}

/** Translates a template; `others` are those that it names. */
export function translateTemplate(
  text: string,
  others: Readonly<Record<string, string>> = {},
  environment: nunjucks.Environment = environmentOf({ "page.njk": text, ...others }),
): TranslatedTemplate {
  const sources = new TemplateSources(environment as unknown as Environment)
  const problems: FoundProblem[] = []
  const translation = new Translation({
    view: "page",
    views: ["counter", "board"],
    sources,
    report: (problem) => problems.push(problem),
    component: ({ name }) => `__components.${name}`,
  })
  const file = sources.find("page.njk", undefined) as TemplateSource
  new Statements(translation).writeWhole(file, Scope.top(file, true))
  const [variables = "", ...lines] = translation.code.text.split("\n")
  return { lines: lines.filter((line) => line !== ""), variables, translation, problems, file }
}
