/** Checks the templates of an app's views: finds the files, compiles them, checks events and types, collects problems. */

import { readFileSync } from "node:fs"
import { dirname } from "node:path"
import { isLiveError } from "../errors/live-error.js"
import { messageOf } from "../errors/thrown.js"
import type { TemplateFault } from "../nunjucks/compile-file.js"
import type { Environment } from "../nunjucks/internals/internals.js"
import { closest } from "../util/closest.js"
import type { ViewDefinition } from "../view/definition.js"
import type { Inspection } from "../view/inspection.js"
import { checkEvents } from "./check-events.js"
import { checkExecuted } from "./check-executed.js"
import { checkRendered, resultOf } from "./check-rendered.js"
import type { CheckOptions, CheckResult } from "./check-result.js"
import { type Project, readProject } from "./project.js"
import { ComponentTypes } from "./sources/component-types.js"
import { type FoundProblem, meant, ProblemList } from "./sources/problem.js"
import { SourceModules } from "./sources/source-modules.js"
import type { TagOptions } from "./sources/static-attributes.js"
import { type TemplateSource, TemplateSources } from "./sources/template-source.js"
import { templateViews } from "./sources/template-views.js"
import { positionOf } from "./sources/view-declarations.js"
import { Scope } from "./translate/scope.js"
import { Statements } from "./translate/statements.js"
import { Translation, type TranslationOptions } from "./translate/translation.js"
import { checkTypes, type TranslatedView } from "./type-check.js"

/** A view with a nunjucks template. */
interface TrackedView {
  readonly definition: ViewDefinition
  readonly template: string
  readonly sources: TemplateSources
}

/** Checks all views that are registered, of which at least one has a nunjucks template. */
export async function checkLive(inspection: Inspection, given: CheckOptions): Promise<CheckResult> {
  const problems = new ProblemList()
  const report = (problem: FoundProblem): void => problems.add(problem)
  const views = await trackedViews(inspection)
  const project = given.types === false || views.length === 0 ? undefined : await readProject(given)
  const modules = new SourceModules(project?.files ?? [])
  const checking: Checking = {
    inspection,
    folder: given.folder,
    project,
    modules,
    components: new ComponentTypes(modules),
    report,
  }
  const translated = views.flatMap((view) => checkView(view, checking))
  if (project !== undefined) await checkTypes(translated, project, report)
  const rendered = checkRendered(inspection, modules, report)
  return { ...resultOf(problems, rendered), views: views.map(({ definition }) => definition.name) }
}

/** What the checks of all views share. */
interface Checking {
  readonly inspection: Inspection
  readonly folder: string
  /** Undefined: names are not held against types. */
  readonly project: Project | undefined
  readonly modules: SourceModules
  readonly components: ComponentTypes
  readonly report: (problem: FoundProblem) => void
}

/** Checks what can be seen in one view's files. Returns what the compiler is to look at. */
function checkView(view: TrackedView, checking: Checking): readonly TranslatedView[] {
  const { inspection, folder, project, modules, components, report } = checking
  const { definition, template, sources } = view
  const declarations = project === undefined ? [] : modules.declarationsOf(definition)
  const file = sources.find(template, undefined)
  if (file === undefined) {
    report(missingTemplate(view, declarations[0], folder))
    return []
  }
  if (project !== undefined && declarations.length === 0) report(notFound(definition, project.config))
  // One for each declaration: generated code stands in one module only.
  const options = (module?: string): TranslationOptions => ({
    view: definition.name,
    views: [...inspection.views()].map(({ name }) => name),
    sources,
    report,
    component: (component) => components.codeOf(component, module),
  })
  const copies = declarations.map((found) => ({ ...found, translation: translate(file, options(found.module.path)) }))
  const { files } = copies[0]?.translation ?? translate(file, options())
  for (const fault of sources.mistakenTags(file)) report({ rule: "tag", ...foundIn(fault), view: definition.name })
  checkFiles(view, { files, prefix: inspection.prefix, report })
  return copies
}

async function trackedViews(inspection: Inspection): Promise<TrackedView[]> {
  const known = new Map<object, TemplateSources>()
  return (await templateViews(inspection)).map(({ definition, template, environment }) => {
    const sources = known.get(environment) ?? new TemplateSources(environment as Environment)
    known.set(environment, sources)
    return { definition, template, sources }
  })
}

function translate(file: TemplateSource, options: TranslationOptions): Translation {
  const translation = new Translation(options)
  translation.mark("assigns", { lineno: 0, colno: 0 }, Scope.top(file, true))
  translation.code.endLine("__lm.known(__a, true);")
  new Statements(translation).writeWhole(file, Scope.top(file, true))
  return translation
}

/** What concerns each file by itself: does it compile, are there such events? */
function checkFiles(
  { definition, sources }: TrackedView,
  {
    files,
    prefix,
    report,
  }: { files: ReadonlySet<TemplateSource>; prefix: string; report: (problem: FoundProblem) => void },
): void {
  const { tags } = sources.env.opts as { readonly tags?: TagOptions }
  checkExecuted(files, definition.name, report)
  for (const file of files) {
    const error = sources.compileError(file)
    if (error !== undefined) report(compileProblem(error, file, definition.name))
    for (const fault of sources.faultsIn(file)) report({ rule: "compile", ...foundIn(fault), view: definition.name })
    checkEvents(file, { definition, prefix, tags, report })
  }
}

function foundIn({ place, problem }: TemplateFault): Omit<FoundProblem, "rule" | "view"> {
  return { ...place, message: problem.charAt(0).toUpperCase() + problem.slice(1) }
}

/** The error's own text, without the place and the frame that are shown with every problem. */
function compileProblem(error: unknown, file: TemplateSource, view: string): FoundProblem {
  const [first = ""] = messageOf(error).split("\n\n")
  const place = / \((?:.*?):(\d+)(?::(\d+))?\)$/s.exec(first)
  const message = first.replace(/ \([^()]*\)$/, "").replace(/^The template cannot be compiled: /, "")
  const isOurs = isLiveError(error)
  return {
    rule: "compile",
    file: file.path,
    source: file.text,
    line: place === null ? 0 : Number(place[1]),
    column: place?.[2] === undefined ? 0 : Number(place[2]),
    message: isOurs ? message : first,
    view,
  }
}

function missingTemplate(
  { definition, template, sources }: TrackedView,
  declared: Omit<TranslatedView, "translation"> | undefined,
  folder: string,
): FoundProblem {
  const suggestion = closest(template, sources.names())
  const message = `There is no template "${template}" for the view "${definition.name}".${meant(suggestion)}`
  const at = declared?.declaration.templateAt ?? declared?.declaration.at
  const source = declared?.module.source ?? ""
  return {
    rule: "missing-template",
    file: declared?.module.path ?? folder,
    source,
    ...(at === undefined ? { line: 0, column: 0 } : positionOf(source, at)),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    view: definition.name,
  }
}

function notFound({ name }: ViewDefinition, config: string): FoundProblem {
  return {
    rule: "untyped-view",
    file: config,
    source: readFileSync(config, "utf8"),
    line: 0,
    column: 0,
    message:
      `The declaration of the view "${name}" was not found in the project's sources, so its template was not checked ` +
      `against its assigns. Write it as \`liveView({ name: "${name}", … })\`, in a file of this project (${dirname(config)}).`,
    view: name,
  }
}
