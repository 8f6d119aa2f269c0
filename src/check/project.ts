/** The app's own TypeScript: its configuration, its files, and its compiler, which runs as a process. */

import { execFile } from "node:child_process"
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, resolve } from "node:path"
import { CheckFailure } from "./check-failure.js"

/** A TypeScript project. */
export interface Project {
  /** The tsconfig file. */
  readonly config: string
  readonly options: Readonly<Record<string, unknown>>
  /** All files that the configuration names, absolute. */
  readonly files: readonly string[]
  /** The script that runs the compiler. */
  readonly compiler: string
}

/** Where a project is. */
export interface ProjectOptions {
  /** Where to look for the tsconfig, and what its path is relative to. */
  readonly folder: string
  readonly project?: string | undefined
  /** The compiler's script. */
  readonly compiler?: string
}

/** What a run of the compiler wrote. */
export interface CompilerRun {
  readonly output: string
  readonly failed: boolean
}

/**
 * Reads the project that a folder belongs to, or the one of a given tsconfig.
 *
 * @throws CheckFailure when there is none, or no TypeScript
 */
export async function readProject({ folder, project, compiler: given }: ProjectOptions): Promise<Project> {
  // The compiler runs in this folder, and knows only where it really is.
  const config = realpathSync(project === undefined ? nearestConfig(folder) : configAt(resolve(folder, project)))
  const compiler = given ?? compilerOf(dirname(config))
  const { output } = await runCompiler(compiler, ["-p", config, "--showConfig"], dirname(config))
  const shown = parseConfig(output)
  if (shown === undefined) throw new CheckFailure(`TypeScript cannot read ${config}:\n${output.trim()}`)
  const files = (shown.files ?? []).map((file) => resolve(dirname(config), file))
  if (files.length === 0) {
    throw new CheckFailure(`${config} names no files. Give the tsconfig of the app's sources: --project <file>.`)
  }
  return { config, compiler, files, options: shown.compilerOptions ?? {} }
}

/** Runs the compiler and returns what it wrote, errors included: those are what it is run for. */
export function runCompiler(compiler: string, args: readonly string[], folder: string): Promise<CompilerRun> {
  return new Promise((done) => {
    const options = { cwd: folder, maxBuffer: 2 ** 28 }
    execFile(process.execPath, [compiler, ...args], options, (error, stdout, stderr) => {
      done({ output: stdout + stderr, failed: error !== null })
    })
  })
}

function nearestConfig(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const config = join(at, "tsconfig.json")
    if (existsSync(config)) return config
    if (dirname(at) === at) break
  }
  throw new CheckFailure(
    `There is no tsconfig.json in ${folder} or above, so the types of the views are not known. ` +
      "Name one with --project <file>, or check without types: --no-types.",
  )
}

function configAt(path: string): string {
  if (!existsSync(path)) throw new CheckFailure(`There is no ${path}.`)
  return path.endsWith(".json") ? path : configAt(join(path, "tsconfig.json"))
}

function compilerOf(folder: string): string {
  try {
    const manifest = createRequire(join(folder, "tsconfig.json")).resolve("typescript/package.json")
    const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly bin?: { readonly tsc?: string } }
    return join(dirname(manifest), bin?.tsc ?? "bin/tsc")
  } catch {
    throw new CheckFailure(
      `TypeScript is not installed for ${folder}. Run \`npm install --save-dev typescript\`, or check without types: --no-types.`,
    )
  }
}

interface ShownConfig {
  readonly compilerOptions?: Readonly<Record<string, unknown>>
  readonly files?: readonly string[]
}

function parseConfig(output: string): ShownConfig | undefined {
  try {
    return JSON.parse(output) as ShownConfig
  } catch {
    return undefined
  }
}
