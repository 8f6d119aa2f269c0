/** `livemount check`: reads the arguments, loads the app's module, prints what the check found. */

import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { isLiveError, LiveError } from "../errors/live-error.js"
import { memberOf, messageOf, stackOf } from "../errors/thrown.js"
import { type Inspection, inspectionOf } from "../view/inspection.js"
import { CheckFailure } from "./check-failure.js"
import { checkRenderedAlone } from "./check-rendered.js"
import type { CheckOptions, CheckResult } from "./check-result.js"
import { formatProblem } from "./sources/problem.js"
import { templateViews } from "./sources/template-views.js"

/** What the command needs of the process. */
export interface CommandShell {
  readonly folder: string
  /**
   * Loads a module by its absolute path.
   *
   * @param options - `module` is its name as the user wrote it; `patience` are seconds.
   */
  load(path: string, options: { readonly module: string; readonly patience: number }): Promise<object>
  write(text: string): void
  writeError(text: string): void
}

/** How the process ends. */
export type ExitCode = 0 | 1 | 2

export const usage = `Usage: livemount check <module> [options]

Checks the templates of all live views that an app registers.

  <module>            the app's own module that exports \`live\`, what liveMiddleware() returned. It should not listen:
                      for the check it gets a free port. It is loaded as Node loads it: TypeScript with your loader,
                      NODE_OPTIONS="--import tsx"

  --project, -p FILE  the tsconfig of the app's sources (default: the nearest tsconfig.json)
  --no-types          do not check names against the types of the views' assigns
  --json              print the problems as JSON
  --patience SECONDS  how long the module may take to load (default: 60)
  --help, -h          print this

Exit code: 0 no problem, 1 problems, 2 the check could not be made.
`

/** Runs the command. */
export async function runCommand(args: readonly string[], shell: CommandShell): Promise<ExitCode> {
  try {
    const { values, positionals } = readArguments(args)
    if (values.help === true) {
      shell.write(usage)
      return 0
    }
    const inspection = await load(modulePath(positionals), patienceOf(values.patience), shell)
    const types = values["no-types"] !== true
    const result = await check(inspection, { folder: shell.folder, project: values.project, types })
    shell.write(values.json === true ? asJson(result) : asText(result, shell.folder))
    return result.problems.length === 0 ? 0 : 1
  } catch (error) {
    // Only 1 says that the templates are wrong; whatever else happens is told apart from it.
    const isTold = error instanceof CheckFailure || isLiveError(error)
    const text = isTold ? error.message : (stackOf(error) ?? messageOf(error))
    shell.writeError(`livemount: ${text}\n`)
    return 2
  }
}

function readArguments(args: readonly string[]): {
  values: {
    readonly project?: string
    readonly "no-types"?: boolean
    readonly json?: boolean
    readonly patience?: string
    readonly help?: boolean
  }
  positionals: string[]
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        project: { type: "string", short: "p" },
        "no-types": { type: "boolean" },
        json: { type: "boolean" },
        patience: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    })
  } catch (error) {
    throw new CheckFailure(`${(error as Error).message}\n\n${usage}`)
  }
}

function modulePath(positionals: readonly string[]): string {
  const [command, module, ...rest] = positionals
  if (command !== "check") {
    throw new CheckFailure(
      `${command === undefined ? "No command was given" : `There is no command "${command}"`}.\n\n${usage}`,
    )
  }
  if (module === undefined || rest.length > 0) {
    throw new CheckFailure(`Give one module that exports \`live\`.\n\n${usage}`)
  }
  return module
}

const PATIENCE = 60

function patienceOf(given: string | undefined): number {
  const seconds = given === undefined ? PATIENCE : Number(given)
  if (seconds > 0 && seconds <= 86_400) return seconds
  throw new CheckFailure(`--patience takes a number of seconds above 0, such as ${PATIENCE}; it was "${given}".`)
}

/** What looks at templates is loaded when there are some: it needs nunjucks. */
async function check(inspection: Inspection, options: CheckOptions): Promise<CheckResult> {
  const views = await templateViews(inspection)
  if (views.length === 0) return checkRenderedAlone(inspection, options)
  return (await importCheck())(inspection, options)
}

async function importCheck(): Promise<(inspection: Inspection, options: CheckOptions) => Promise<CheckResult>> {
  try {
    return (await import("./check-live.js")).checkLive
  } catch (error) {
    // The app has it, but this copy of livemount, which is another one, has not.
    if (!isUnresolved(error) || !messageOf(error).includes("nunjucks")) throw error
    throw new LiveError("LV_NUNJUCKS_MISSING", {}, { cause: error })
  }
}

function isUnresolved(error: unknown): boolean {
  return memberOf(error, "code") === "ERR_MODULE_NOT_FOUND"
}

function whyNotLoaded(error: unknown, module: string, path: string): string {
  const code = memberOf(error, "code")
  // Of the module itself, not of one that it imports.
  if (memberOf(error, "url") === pathToFileURL(path).href) {
    if (isUnresolved(error))
      return `There is no module ${module}. Where the app is built from TypeScript, build it first.`
    if (code === "ERR_UNSUPPORTED_DIR_IMPORT")
      return `"${module}" is a folder. Give the module in it that exports \`live\`.`
  }
  const remedy = code === "ERR_UNKNOWN_FILE_EXTENSION" ? `\n${LOADER}` : ""
  return `${module} could not be loaded: ${stackOf(error) ?? messageOf(error)}${remedy}`
}

const LOADER =
  'If that is TypeScript, check the module that it is built to, or have Node load it: NODE_OPTIONS="--import tsx".'

async function load(module: string, patience: number, shell: CommandShell): Promise<Inspection> {
  const path = resolve(shell.folder, module)
  let loaded: Record<string, unknown>
  try {
    loaded = (await shell.load(path, { module, patience })) as Record<string, unknown>
  } catch (error) {
    if (error instanceof CheckFailure) throw error
    throw new CheckFailure(whyNotLoaded(error, module, path))
  }
  // A CommonJS module's exports stand under `default`.
  const live = loaded["live"] ?? (loaded["default"] as Record<string, unknown> | undefined)?.["live"]
  const inspection = inspectionOf(live)
  if (inspection !== undefined) return inspection
  const exported = Object.keys(loaded).join(", ") || "nothing"
  throw new CheckFailure(
    live === undefined
      ? `${module} exports no \`live\`; it exports ${exported}. Export what liveMiddleware() returned, after the views are registered.`
      : `What ${module} exports as \`live\` is not what liveMiddleware() returned.`,
  )
}

function asJson({ problems, views, rendered }: CheckResult): string {
  return `${JSON.stringify({ views, rendered, problems }, undefined, 2)}\n`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`
}

function asText({ problems, views, rendered = [] }: CheckResult, folder: string): string {
  const functions = rendered.length === 0 ? "" : ` and ${counted(rendered.length, "render function")}`
  const checked = `${counted(views.length, "template view")}${functions}`
  const found = problems.length === 0 ? "no problems" : counted(problems.length, "problem")
  return [...problems.map((problem) => formatProblem(problem, folder)), `${checked} checked, ${found}.\n`].join("\n")
}
