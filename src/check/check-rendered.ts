/**
 * Checks views whose `render` function is code: do the events exist that its HTML and its commands name, and the attributes whose
 * commands they run? Types are the compiler's. Needs no nunjucks.
 */

import { namesEvent } from "../util/event-bindings.js"
import type { ViewDefinition } from "../view/definition.js"
import type { Inspection } from "../view/inspection.js"
import { CheckFailure } from "./check-failure.js"
import type { CheckOptions, CheckResult } from "./check-result.js"
import { type Project, readProject } from "./project.js"
import { commandsIn } from "./rendered/code-commands.js"
import { htmlAttributes } from "./rendered/html-literals.js"
import { CodeReader, type ReachedCode } from "./rendered/reached-code.js"
import { ProblemList } from "./sources/problem.js"
import { SourceModules } from "./sources/source-modules.js"
import { positionOf } from "./sources/view-declarations.js"
import {
  attributesIn,
  type CommandName,
  type NamingFile,
  type PlacedName,
  type Report,
  tellUnknownAttribute,
  tellUnknownEvents,
} from "./unknown-names.js"

/** Checks an app that has no other views. Without a project its sources are not known, and there is nothing to check. */
export async function checkRenderedAlone(inspection: Inspection, given: CheckOptions): Promise<CheckResult> {
  const problems = new ProblemList()
  const isWanted = given.types !== false && renderedViews(inspection).length > 0
  const project = isWanted ? await projectIfThere(given) : undefined
  const modules = new SourceModules(project?.files ?? [])
  return resultOf(
    problems,
    checkRendered(inspection, modules, (problem) => problems.add(problem)),
  )
}

/** The result of a check without templates. */
export function resultOf(problems: ProblemList, rendered: readonly string[]): CheckResult {
  return { problems: problems.sorted(), views: [], ...(rendered.length === 0 ? {} : { rendered }) }
}

async function projectIfThere(given: CheckOptions): Promise<Project | undefined> {
  try {
    return await readProject(given)
  } catch (error) {
    if (given.project === undefined && error instanceof CheckFailure) return undefined
    throw error
  }
}

/** Checks all of them, and returns the names of those whose code was found. Of a name that is declared twice it is not known which is meant. */
export function checkRendered(inspection: Inspection, modules: SourceModules, report: Report): string[] {
  const reader = new CodeReader(modules)
  return renderedViews(inspection).flatMap((definition) => {
    const [declared, other] = modules.rendersOf(definition)
    const render = declared?.declaration.render
    if (declared === undefined || render === undefined || other !== undefined) return []
    const reached = reader.reachedFrom(declared.module, render)
    for (const code of reached) tellEvents(code, { definition, prefix: inspection.prefix, report })
    tellExecuted(reached, { view: definition.name, modules, report })
    return [definition.name]
  })
}

/** The views there are to check. */
function renderedViews(inspection: Inspection): ViewDefinition[] {
  return [...inspection.views()].filter(({ template }) => template === undefined)
}

function tellEvents(
  { module, tokens }: ReachedCode,
  { definition, prefix, report }: { definition: ViewDefinition; prefix: string; report: Report },
): void {
  const bound = htmlAttributes(module.source, tokens).filter(({ name, value }) => namesEvent(name, value, prefix))
  const pushed = commandsIn(tokens).filter(({ method, isElsewhere }) => method === "push" && !isElsewhere)
  const names = [...bound, ...pushed].map((name) => placed(name, module.source))
  tellUnknownEvents(names, fileOf(module), { definition, report })
}

function tellExecuted(
  reached: readonly ReachedCode[],
  { view, modules, report }: { view: string; modules: SourceModules; report: Report },
): void {
  const own = attributesIn(new Set(reached.map(({ module }) => module.source)))
  let ofApp: ReadonlySet<string> | undefined
  for (const { module, tokens } of reached) {
    for (const { method, isElsewhere, ...name } of commandsIn(tokens)) {
      if (method !== "exec") continue
      // A component of the app may have it, wherever that is written.
      ofApp ??= attributesIn(modules.sources())
      if (ofApp.has(name.value.toLowerCase())) continue
      const executed: CommandName = { ...placed(name, module.source), isElsewhere }
      tellUnknownAttribute(executed, fileOf(module), { view, known: own, report })
    }
  }
}

function placed({ value, at }: { readonly value: string; readonly at: number }, source: string): PlacedName {
  return { value, ...positionOf(source, at) }
}

function fileOf({ path, source }: ReachedCode["module"]): NamingFile {
  return { path, text: source }
}
