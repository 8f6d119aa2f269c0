/**
 * The package as npm packs it, in projects of all set-ups that the README names: the types of every entry point are
 * found, with the oldest TypeScript and with the newest, and what the compiler wrote runs.
 */

import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

const root = process.cwd()
const folder = join(root, ".cache/set-ups")
const sources = join(root, "test/integration/set-ups")

interface SetUp {
  /** Options of the compiler beside the common ones. */
  readonly options: Readonly<Record<string, unknown>>
  /** `type` of the app's package. */
  readonly type?: "module" | "commonjs"
  /** The page's script alone: nothing of it runs in Node. */
  readonly isPage?: true
}

const bundled = { module: "ESNext", moduleResolution: "Bundler" }

/** Of both compilers. */
const common = {
  "module commonjs": { options: { module: "CommonJS", esModuleInterop: true } },
  "module node16, a CommonJS package": { options: { module: "Node16" } },
  "module node16, an ESM package": { options: { module: "Node16" }, type: "module" },
  "a page's script for a bundler": { options: bundled, isPage: true },
} as const satisfies Readonly<Record<string, SetUp>>

const compilers: Readonly<Record<string, Readonly<Record<string, SetUp>>>> = {
  "TypeScript 5.4": {
    ...common,
    "a page's script, resolution node": { options: { module: "ESNext", moduleResolution: "Node" }, isPage: true },
  },
  "TypeScript 7": {
    ...common,
    "module node18, a CommonJS package": { options: { module: "Node18" } },
    "module node20, a CommonJS package": { options: { module: "Node20" } },
    "module nodenext, a CommonJS package": { options: { module: "NodeNext" } },
    "module nodenext, an ESM package": { options: { module: "NodeNext" }, type: "module" },
    "module esnext for a bundler": { options: bundled, type: "module" },
    "module preserve": { options: { module: "Preserve" }, type: "module" },
    "module node16, declarations checked": { options: { module: "Node16", skipLibCheck: false } },
    "a page's script in a CommonJS package": { options: { module: "Node16" }, isPage: true },
  },
}

const problems = new Map<string, readonly string[]>()

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  const installed = join(folder, "node_modules/livemount")
  mkdirSync(installed, { recursive: true })
  const packed = run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root)
  const [{ filename }] = JSON.parse(packed) as [{ readonly filename: string }]
  run("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", installed], root)

  const old = projects("TypeScript 5.4")
  const compiler = join(root, "node_modules/typescript54")
  const script = join(root, "test/support/compile-projects.mjs")
  const told = run(process.execPath, [...process.execArgv, script, compiler, ...old], folder)
  const wrong = JSON.parse(told) as readonly (readonly string[])[]
  old.forEach((config, n) => problems.set(config, wrong[n] ?? ["not compiled"]))

  // One process for all, which reads each file once.
  const recent = projects("TypeScript 7")
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "--build", "--checkers", "1", "--builders", "1", ...recent],
    { encoding: "utf8", cwd: folder },
  )
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "")
  if (status !== 0 && lines.length === 0) lines.push(`tsc ended with ${status}`)
  for (const config of recent) {
    // What names no project's file is wrong in all of them.
    const own = `${basename(dirname(config))}/`
    const others = recent.filter((other) => other !== config).map((other) => `${basename(dirname(other))}/`)
    const wrong = lines.filter((line) => line.startsWith(own) || !others.some((other) => line.startsWith(other)))
    problems.set(config, wrong)
  }
})

describe.each(Object.keys(compilers))("%s", (compiler) => {
  it.each(Object.keys(compilers[compiler] ?? {}))("finds the types with %s", (name) => {
    expect(problems.get(configOf(compiler, name))).toEqual([])
  })

  // What they write differs in this alone.
  it.each(["module commonjs", "module node16, an ESM package"])("writes what Node runs with %s", (name) => {
    const written = join(folderOf(compiler, name), "app.js")
    expect(run(process.execPath, [written], folder)).toBe("LV_POST_MALFORMED served\n")
  })
})

describe("one app of both kinds of modules", () => {
  it("has one livemount, with the same names for both", () => {
    const file = join(folder, "both.cjs")
    writeFileSync(
      file,
      `for (const entry of ["livemount", "livemount/express", "livemount/koa"]) {
        import(entry).then((esm) => {
          const names = Object.keys(esm), required = require(entry)
          console.log(entry, names.length > 0 && names.every((name) => esm[name] === required[name]))
        })
      }`,
    )
    const told = run(process.execPath, [file], folder).trim().split("\n").sort()
    expect(told).toEqual(["livemount true", "livemount/express true", "livemount/koa true"])
  })
})

function folderOf(compiler: string, name: string): string {
  return join(folder, `${compiler} ${name}`.replace(/\W+/g, "-").toLowerCase())
}

function configOf(compiler: string, name: string): string {
  return join(folderOf(compiler, name), "tsconfig.json")
}

/** Writes the projects for a compiler; returns their tsconfigs. */
function projects(compiler: string): readonly string[] {
  return Object.entries(compilers[compiler] ?? {}).map(([name, setUp]) => project(compiler, name, setUp))
}

function project(compiler: string, name: string, { options, type = "commonjs", isPage }: SetUp): string {
  const at = folderOf(compiler, name)
  const file = isPage ? "page.ts" : "app.ts"
  mkdirSync(at, { recursive: true })
  copyFileSync(join(sources, file), join(at, file))
  writeFileSync(join(at, "package.json"), JSON.stringify({ private: true, type }))
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "DOM"],
    types: isPage ? [] : ["node"],
    strict: true,
    skipLibCheck: true,
    noEmitOnError: true,
    ...options,
  }
  const config = configOf(compiler, name)
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }))
  return config
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" })
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}
