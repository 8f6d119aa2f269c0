/**
 * Has the app's own compiler judge the generated code: writes the copied modules into a folder of their own, beside a
 * tsconfig that extends the app's, runs `tsc` once, and finds for each error the place in a template.
 */

import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { dirname, extname, join, parse } from "node:path"
import { CheckFailure } from "./check-failure.js"
import { type CompilerMessage, readMessages } from "./explain/compiler-messages.js"
import { explain, type MarkedMessage } from "./explain/explain-message.js"
import { type Project, runCompiler } from "./project.js"
import type { FoundProblem } from "./sources/problem.js"
import { copyModule, positionOf, type SourceModule, type ViewDeclaration } from "./sources/view-declarations.js"
import { declarations } from "./translate/builtins.js"
import type { Translation } from "./translate/translation.js"

/** A view's template, translated, and the declaration of the view in a module. */
export interface TranslatedView {
  readonly module: SourceModule
  readonly declaration: ViewDeclaration
  readonly translation: Translation
}

/** Generated code in a copied module. */
interface PlacedCode extends TranslatedView {
  readonly file: string
  readonly line: number
  readonly lineCount: number
}

/** Written to see an error of it: without one the compiler did not come so far as to look at types. */
const CANARY = "export const canary: string = 0\n"
const CANARY_FILE = "canary.ts"

/**
 * Checks the translated views and reports what is wrong in their templates.
 *
 * @throws CheckFailure when the compiler did not look at types: the project itself does not compile
 */
export async function checkTypes(
  views: readonly TranslatedView[],
  project: Project,
  report: (problem: FoundProblem) => void,
): Promise<void> {
  if (views.length === 0) return
  const folder = makeFolder(dirname(project.config))
  try {
    const placed = writeCopies(views, folder)
    writeConfig([...new Set(placed.map(({ file }) => file))], project, folder)
    const { output } = await runCompiler(project.compiler, ["-p", folder, "--pretty", "false"], folder)
    const messages = readMessages(output, folder)
    if (!messages.some(({ file }) => file === join(folder, CANARY_FILE))) {
      throw new CheckFailure(`TypeScript could not check the project:\n${output.trim()}`)
    }
    for (const code of placed) reportCode(code, messages, report)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A folder from which imports of packages are found as from the app's own files. */
function makeFolder(start: string): string {
  let home = start
  for (let at = start; dirname(at) !== at; at = dirname(at)) {
    if (!existsSync(join(at, "node_modules"))) continue
    home = at
    break
  }
  const modules = join(home, "node_modules")
  // Behind a link the folder is somewhere else, and finds other packages.
  const isHere = existsSync(modules) && realpathSync(modules) === modules
  const cache = isHere ? join(modules, ".cache", "livemount") : home
  mkdirSync(cache, { recursive: true })
  return realpathSync(mkdtempSync(join(cache, ".check-")))
}

function writeCopies(views: readonly TranslatedView[], folder: string): PlacedCode[] {
  const modules = [...new Set(views.map(({ module }) => module))]
  return modules.flatMap((module, index) => {
    const own = views.filter((view) => view.module === module)
    const codes = own.map(({ declaration, translation }) => ({ declaration, code: translation.code.text }))
    const copy = copyModule(module, folder, codes)
    const file = join(folder, `module-${index}${copiedExtension(module.path)}`)
    writeFileSync(file, copy.text)
    return own.map((view, at) => ({
      ...view,
      file,
      line: copy.lines[at] ?? 0,
      lineCount: codes[at]?.code.split("\n").length ?? 0,
    }))
  })
}

/** JavaScript is copied as TypeScript: the generated code has types. */
function copiedExtension(path: string): string {
  return extname(path).replace("js", "ts")
}

/** Options that only concern what is written, or that refuse what generated code does; given back to their defaults. */
const RESET: Readonly<Record<string, unknown>> = {
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  sourceMap: false,
  inlineSourceMap: false,
  inlineSources: false,
  tsBuildInfoFile: null,
  noEmitOnError: false,
  noCheck: false,
  // What a template leaves out and what is nothing are the same.
  exactOptionalPropertyTypes: false,
}

function writeConfig(copies: readonly string[], project: Project, folder: string): void {
  writeFileSync(join(folder, "declarations.d.ts"), declarations)
  writeFileSync(join(folder, CANARY_FILE), CANARY)
  // Not every version of TypeScript knows every option.
  const reset = Object.entries(RESET).filter(([option]) => option in project.options)
  const config = {
    extends: project.config,
    compilerOptions: {
      ...Object.fromEntries(reset),
      noEmit: true,
      skipLibCheck: true,
      allowUnreachableCode: true,
      rootDir: parse(folder).root,
    },
    include: [],
    references: [],
    files: [join(folder, CANARY_FILE), join(folder, "declarations.d.ts"), ...copies, ...project.files],
  }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config, undefined, 2))
}

function reportCode(
  code: PlacedCode,
  messages: readonly CompilerMessage[],
  report: (problem: FoundProblem) => void,
): void {
  const { module, declaration, translation } = code
  const { view } = translation
  const marked = messages.flatMap((message): MarkedMessage[] => {
    const line = message.line - code.line
    if (message.file !== code.file || line < 0 || line >= code.lineCount) return []
    const mark = translation.code.markAt(line, message.column)
    return mark === undefined ? [] : [{ message, mark }]
  })
  for (const { message, mark } of marked) {
    const explanation = explain({ message, mark }, marked, view)
    if (explanation === undefined) continue
    const typescript = `TS${message.code}`
    if (mark.kind === "assigns") {
      const place = positionOf(module.source, declaration.at)
      report({ ...explanation, ...place, file: module.path, source: module.source, view })
      continue
    }
    const { path: file, text: source } = mark.file
    report({ ...explanation, file, source, line: mark.line + 1, column: mark.column + 1, typescript, view })
  }
}
