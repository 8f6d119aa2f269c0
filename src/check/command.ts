/** `livemount check`: reads the arguments, loads the app's module, prints what the check found. */

import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { memberOf, messageOf, stackOf } from "../errors/thrown.js"
import { type Inspection, inspectionOf } from "../view/inspection.js"
import { CheckFailure } from "./check-failure.js"
import { type CheckResult, checkLive } from "./check-live.js"
import { formatProblem } from "./problem.js"

/** What the command needs of the process. */
export interface CommandHost {
  readonly folder: string
  /** Loads a module by its absolute path. */
  load(path: string): Promise<object>
  write(text: string): void
  writeError(text: string): void
}

/** How the process ends. */
export type ExitCode = 0 | 1 | 2

export const usage = `Usage: livemount check <module> [options]

Checks the templates of all live views that an app registers.

  <module>            the app's own module that exports \`live\`, what liveMiddleware() returned, and does not listen.
                      It is loaded as Node loads it: TypeScript with your loader, NODE_OPTIONS="--import tsx"

  --project, -p FILE  the tsconfig of the app's sources (default: the nearest tsconfig.json)
  --no-types          do not check names against the types of the views' assigns
  --json              print the problems as JSON
  --help, -h          print this

Exit code: 0 no problem, 1 problems, 2 the check could not be made.
`

/** Runs the command. */
export async function runCommand(args: readonly string[], host: CommandHost): Promise<ExitCode> {
  try {
    const { values, positionals } = readArguments(args)
    if (values.help === true) {
      host.write(usage)
      return 0
    }
    const inspection = await load(modulePath(positionals), host)
    const types = values["no-types"] !== true
    const result = await checkLive(inspection, { folder: host.folder, project: values.project, types })
    host.write(values.json === true ? asJson(result) : asText(result, host.folder))
    return result.problems.length === 0 ? 0 : 1
  } catch (error) {
    // Only 1 says that the templates are wrong; whatever else happens is told apart from it.
    const text = error instanceof CheckFailure ? error.message : ((error as Error)?.stack ?? String(error))
    host.writeError(`livemount: ${text}\n`)
    return 2
  }
}

function readArguments(args: readonly string[]): {
  values: { readonly project?: string; readonly "no-types"?: boolean; readonly json?: boolean; readonly help?: boolean }
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

/** Of the module itself, not of one that it imports. */
function isMissing(error: unknown, path: string): boolean {
  return memberOf(error, "code") === "ERR_MODULE_NOT_FOUND" && memberOf(error, "url") === pathToFileURL(path).href
}

async function load(module: string, host: CommandHost): Promise<Inspection> {
  const path = resolve(host.folder, module)
  let loaded: Record<string, unknown>
  try {
    loaded = (await host.load(path)) as Record<string, unknown>
  } catch (error) {
    if (isMissing(error, path)) {
      throw new CheckFailure(`There is no module ${module}. Where the app is built from TypeScript, build it first.`)
    }
    throw new CheckFailure(`${module} could not be loaded: ${stackOf(error) ?? messageOf(error)}`)
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

function asJson({ problems, views }: CheckResult): string {
  return `${JSON.stringify({ views, problems }, undefined, 2)}\n`
}

function asText({ problems, views }: CheckResult, folder: string): string {
  const checked = views.length === 1 ? "1 template view" : `${views.length} template views`
  const found = problems.length === 1 ? "1 problem" : `${problems.length === 0 ? "no" : problems.length} problems`
  return [...problems.map((problem) => formatProblem(problem, folder)), `${checked} checked, ${found}.\n`].join("\n")
}
