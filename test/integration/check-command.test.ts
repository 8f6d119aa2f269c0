/** The program `livemount check` as users start it: what an app does while it is loaded, and what is not installed. */

import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const root = process.cwd()

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

let folder: string

beforeAll(() => {
  // The package as it is installed, with all that it depends on, and without nunjucks, which it does not.
  folder = mkdtempSync(join(tmpdir(), "check-command-"))
  const installed = join(folder, "node_modules/livemount")
  for (const part of ["server", "src", "adapters"]) {
    cpSync(join(root, "dist", part), join(installed, "dist", part), { recursive: true })
  }
  cpSync(join(root, "package.json"), join(installed, "package.json"))
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object }
  for (const name of [...Object.keys(dependencies), "express", "koa"]) link(name)
})
afterEach(() => rmSync(join(folder, "node_modules/nunjucks"), { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function link(name: string): void {
  const target = join(folder, "node_modules", name)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(join(root, "node_modules", name), target)
}

/** Writes an app and checks it. */
function check(app: string, name = "app.mjs", args: readonly string[] = []): Promise<Ended> {
  mkdirSync(join(folder, "views"), { recursive: true })
  writeFileSync(join(folder, "views/counter.njk"), '<button live-click="add">{{ count }}</button>')
  writeFileSync(join(folder, name), app)
  const program = join(folder, "node_modules/livemount/dist/server/check.js")
  const child = spawn(process.execPath, [...process.execArgv, program, "check", name, "--no-types", ...args], {
    cwd: folder,
  })
  let output = ""
  let errors = ""
  child.stdout.on("data", (text) => (output += text))
  child.stderr.on("data", (text) => (errors += text))
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })))
}

const withTemplate = `
import { liveView } from "livemount"
import { liveMiddleware } from "livemount/express"
export const live = liveMiddleware({ views: "views", secret: "s".repeat(32) })
live.view("/", liveView({ name: "counter", template: "counter.njk", mount: () => ({ count: 0 }), events: { add() {} } }))
`
/** Express takes as long to load as all else: for what is about it. */
const ofExpress = `import express from "express"${withTemplate}export const app = express().use(live)
`
const clean = "1 template view checked, no problems.\n"

describe("without nunjucks", () => {
  it("says what to install where a view has a template of it", async () => {
    const { code, output, errors } = await check(withTemplate)
    expect({ code, output }).toEqual({ code: 2, output: "" })
    expect(errors).toBe(
      "livemount: A nunjucks template is to be rendered, but nunjucks is not installed. Run `npm install nunjucks`.\n",
    )
  })

  it("has nothing to check where no view has one", async () => {
    const app = `
      import { html, liveView } from "livemount"
      import { liveMiddleware } from "livemount/koa"
      export const live = liveMiddleware({ secret: "s".repeat(32) })
      live.view("/", liveView({ name: "a", mount: () => ({}), render: () => html\`<p></p>\` }))`
    expect(await check(app)).toEqual({ code: 0, output: "0 template views checked, no problems.\n", errors: "" })
    expect(JSON.parse((await check(app, "app.mjs", ["--json"])).output)).toEqual({ views: [], problems: [] })
  })

  it("tells how it is used all the same", async () => {
    const { code, errors } = await check("export const other = 1")
    expect([code, errors]).toEqual([2, expect.stringContaining("app.mjs exports no `live`; it exports other.")])
  })
})

describe("an app", () => {
  beforeEach(() => link("nunjucks"))

  it("that only registers its views is checked", async () => {
    expect(await check(ofExpress)).toEqual({ code: 0, output: clean, errors: "" })
  })

  const note = /^livemount: app\.mjs listens when it is loaded: .*app\.mjs:\d+.* Export `live` from a module of its own/

  it.each([
    ["a port", "app.listen(PORT)"],
    ["a port, and looks at its address", "const server = app.listen(PORT, () => console.log(server.address().port))"],
    ["a port of this machine", 'createServer().listen(PORT, "127.0.0.1")'],
    ["a port in an object", 'createServer().listen({ port: PORT, host: "127.0.0.1" })'],
    ["a socket file", 'createServer().listen("/nowhere/at/all.sock")'],
    ["a port, and waits for it", 'await once(createServer().listen(PORT), "listening")'],
    ["a port, and goes on", "createServer().listen(PORT); setInterval(() => {}, 1000)"],
  ])("that listens on %s is checked, opens none, and is told how it would not", async (_, listen) => {
    const taken = createServer().listen(0)
    const { port } = taken.address() as { port: number }
    const imports = 'import { once } from "node:events"\nimport { createServer } from "node:http"\n'
    const app = listen.includes("app.") ? ofExpress : withTemplate
    const { code, output, errors } = await check(imports + app + listen.replace("PORT", String(port)))
    taken.close()
    expect({ code, output }).toEqual({ code: 0, output: clean })
    expect(errors).toMatch(new RegExp(note.source, "m"))
  })

  it("that prints, at once and later, leaves the result as it is", async () => {
    const program = 'console.log("hello"); setImmediate(() => console.log("later"))'
    const { output, errors } = await check(withTemplate + program, "app.mjs", ["--json"])
    expect(JSON.parse(output)).toEqual({ views: ["counter"], problems: [] })
    expect(errors).toBe("hello\nlater\n")
  })

  it("that fails after it was loaded is checked, and its failure told", async () => {
    const program = 'setImmediate(() => { throw new Error("no database") })'
    const { code, output, errors } = await check(withTemplate + program)
    expect({ code, output }).toEqual({ code: 0, output: clean })
    expect(errors).toContain("no database")
  })

  it("that listens and exports no `live` is told both", async () => {
    const { code, errors } = await check('import { createServer } from "node:http"\ncreateServer().listen(0)')
    expect(code).toBe(2)
    expect(errors).toMatch(note)
    expect(errors).toContain("app.mjs exports no `live`; it exports nothing.")
  })

  it("that registers its views and then fails to load ends the check with 2", async () => {
    const { code, output, errors } = await check(`${withTemplate}throw new Error("no database")`)
    expect({ code, output }).toEqual({ code: 2, output: "" })
    expect(errors).toMatch(/app\.mjs could not be loaded: Error: no database/)
  })

  // Without livemount, which takes most of the time: it would not come to be looked at.
  it.each([
    ["waits for ever, with nothing left to do", "await new Promise(() => {})", /never finished loading/],
    ["ends the process", "process.exit(0)", /ended the process \(exit code 0\) while it was loaded/],
    ["throws", 'throw new Error("no database")', /app\.mjs could not be loaded: Error: no database/],
    ["throws nothing", "throw undefined", /app\.mjs could not be loaded: undefined/],
    [
      "fails a little later",
      'setImmediate(() => { throw new Error("no database") }); await new Promise(() => setInterval(() => {}, 1000))',
      /app\.mjs could not be loaded: Error: no database/,
    ],
    [
      "rejects what nobody waits for",
      'Promise.reject(new Error("no database")); await new Promise(() => setInterval(() => {}, 1000))',
      /app\.mjs could not be loaded: Error: no database/,
    ],
  ])("that %s ends the check with 2", async (_, program, message) => {
    const { code, output, errors } = await check(`export const live = {}; ${program}`)
    expect({ code, output }).toEqual({ code: 2, output: "" })
    expect(errors).toMatch(message)
  })

  it("that waits for what does not come is not waited for", async () => {
    const program = "await new Promise(() => setInterval(() => {}, 1000))"
    const { code, errors } = await check(withTemplate + program, "app.mjs", ["--patience", "1"])
    expect([code, errors]).toEqual([2, expect.stringMatching(/app\.mjs did not finish loading in 1 second/)])
  })

  it("in CommonJS is checked", async () => {
    const app = `
      const { liveView } = require("livemount")
      const { liveMiddleware } = require("livemount/express")
      exports.live = liveMiddleware({ views: "views" })
      exports.live.view("/", liveView({ name: "counter", template: "counter.njk", mount: () => ({}), events: { add() {} } }))
      require("node:http").createServer().listen(80)`
    const { code, output, errors } = await check(app, "app.cjs")
    expect({ code, output }).toEqual({ code: 0, output: clean })
    expect(errors).toContain("app.cjs listens when it is loaded")
  })
})
