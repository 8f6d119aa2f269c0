/**
 * `livemount check` on a project with seeded mistakes, and on one without, judged by the oldest and the newest TypeScript.
 * The project has the package's types as they were built, as every app has: its sources would be judged anew in each run.
 */

import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join, relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { html, liveView } from "livemount"
import { liveMiddleware } from "livemount/express"
import { checkLive } from "../../src/check/check-live.js"
import type { CheckOptions, CheckResult } from "../../src/check/check-result.js"
import { type ExitCode, runCommand } from "../../src/check/command.js"
import type { CheckProblem } from "../../src/check/sources/problem.js"
import { type Inspection, inspectionOf } from "../../src/view/inspection.js"
import { cleanLive, live } from "./check-project/live.js"

const root = process.cwd()
const folder = join(root, "test/integration/check-project")
const compilers = {
  "TypeScript 7": join(root, "node_modules/typescript/bin/tsc"),
  "TypeScript 5.4": join(root, "node_modules/typescript54/bin/tsc"),
}

const check = (app: unknown, options: Partial<CheckOptions> = {}): Promise<CheckResult> =>
  checkLive(inspectionOf(app) as Inspection, { folder, ...options })

const place = ({ file, line, column, rule, suggestion }: CheckProblem): string =>
  `${relative(folder, file)}:${line}:${column} ${rule}${suggestion === undefined ? "" : ` → ${suggestion}`}`

const withoutTypes = [
  "views/broken.njk:1:35 unknown-macro → card",
  "views/broken.njk:8:12 unknown-filter",
  "views/broken.njk:9:19 unknown-test → defined",
  "views/broken.njk:14:19 unknown-parameter",
  "views/broken.njk:15:11 unknown-macro → badge",
  "views/broken.njk:16:12 missing-template → details.njk",
  "views/broken.njk:20:21 unknown-event → save",
  "views/broken.njk:20:78 unknown-event → remove",
  "views/inferred.njk:2:21 unknown-event → increment",
  "views/macros.njk:2:62 unknown-name → post",
  "views/macros.njk:5:37 unknown-filter → upper",
  "views/unparsed.njk:2:4 compile",
  "views/forms.njk:1:31 unknown-event → save",
  "views/uses.njk:2:36 unknown-event → save",
  "views/uses.njk:17:9 unknown-view → clean",
]

const ofTypes = [
  "views.ts:121:13 missing-template → unparsed.njk",
  "views.ts:126:9 untyped-view",
  "views/broken.njk:3:8 unknown-assign → posts",
  "views/broken.njk:4:31 unknown-property",
  "views/broken.njk:5:21 unknown-property → title",
  "views/broken.njk:5:46 unknown-property → name",
  "views/broken.njk:5:61 unknown-property → index",
  "views/broken.njk:7:4 unknown-assign → posts",
  "views/broken.njk:10:7 type",
  "views/broken.njk:11:10 type",
  "views/broken.njk:11:19 type",
  "views/broken.njk:12:20 unknown-property → title",
  "views/broken.njk:13:49 unknown-property",
  "views/broken.njk:18:29 unknown-property",
  "views/broken.njk:19:41 unknown-property",
  "views/broken.njk:22:62 unknown-property → title",
  "views/child.njk:3:52 unknown-property → length",
  "views/child.njk:4:22 unknown-assign",
  "views/details.njk:2:13 unknown-property → state",
  "views/forms.njk:1:13 type",
  "views/forms.njk:2:23 unknown-property → title",
  "views/forms.njk:3:18 type",
  "views/forms.njk:4:70 unknown-property → name",
  "views/forms.njk:7:34 unknown-property → title",
  "views/forms.njk:7:55 type",
  "views/forms.njk:7:70 type",
  "views/forms.njk:9:24 unknown-assign → post",
  "views/forms.njk:10:22 type",
  "views/forms.njk:10:54 unknown-property → title",
  "views/inferred.njk:1:19 unknown-assign → connected",
  "views/macros.njk:2:50 unknown-property → author",
  "views/parent.njk:3:20 unknown-assign → selected",
  "views/uses.njk:1:17 type",
  "views/uses.njk:1:37 type",
  "views/uses.njk:1:51 type",
  "views/uses.njk:1:69 type",
  "views/uses.njk:1:98 unknown-property → title",
  "views/uses.njk:4:26 type",
  "views/uses.njk:4:47 unknown-property → title",
  "views/uses.njk:5:26 unknown-attribute → label",
  "views/uses.njk:6:6 type",
  "views/uses.njk:7:6 type",
  "views/uses.njk:8:45 type",
  "views/uses.njk:8:73 unknown-property → name",
  "views/uses.njk:10:38 unknown-property → title",
  "views/uses.njk:10:116 unknown-property → name",
  "views/uses.njk:11:50 unknown-property → name",
  "views/uses.njk:12:42 unknown-assign",
  "views/uses.njk:12:83 unknown-property → length",
  "views/uses.njk:13:21 type",
  "views/uses.njk:13:39 type",
  "views/uses.njk:13:56 unknown-assign",
  "views/uses.njk:14:24 unknown-property",
  "views/uses.njk:14:43 type → wide",
  "views/uses.njk:15:31 type",
  "views/uses.njk:16:4 type",
  "views/uses.njk:16:32 type",
  "views/uses.njk:16:55 unknown-property → name",
  "views/uses.njk:16:71 type",
  "views/uses.njk:17:38 type",
  "views/uses.njk:17:47 type",
  "views/uses.njk:17:65 unknown-property",
  "views/uses.njk:18:20 type",
  "views/uses.njk:18:38 unknown-assign",
  "views/uses.njk:19:68 type",
  "views/uses.njk:19:93 unknown-property → title",
  "views/uses.njk:19:109 unknown-property → title",
  "views/uses.njk:20:71 unknown-property → title",
  "views/uses.njk:20:126 type",
  "views/uses.njk:21:13 type",
  "views/uses.njk:21:40 unknown-property → title",
]

/** How the mistakes at components are told. */
const sentences = {
  "views/uses.njk:1:17":
    'The attribute "status" of the component "badge" may be undefined; it has to be "draft" | "public".',
  "views/forms.njk:3:18":
    'The attribute "field" of the component "input" is of the type FieldValue; it has to be ShownField.',
  "views/uses.njk:1:51": 'The attribute "label" of the component "badge" is of the type number; it has to be string.',
  "views/uses.njk:5:26": 'The slot "column" of the component "grid" has no attribute "lable". Did you mean "label"?',
  "views/uses.njk:6:6": 'The slot "column" of the component "grid" needs the attribute "label".',
  "views/uses.njk:7:6":
    'The slot "caption" of the component "grid" hands nothing to its content, so there is nothing for `let` to name.',
  "views/uses.njk:14:43": expect.stringMatching(
    /^The attribute "kind" of the component "grid" is "wode"; it has to be "\w+" \| "\w+"\. Did you mean "wide"\?$/,
  ) as string,
}

it.each(Object.entries(compilers))(
  "finds every seeded mistake, at its place, and nothing else, with %s",
  async (_, compiler) => {
    const { problems, views } = await check(live, { compiler })
    expect(problems.map(place).sort()).toEqual([...withoutTypes, ...ofTypes].sort())
    expect(views).toEqual([
      "broken",
      "inferred",
      "child",
      "unparsed",
      "missing",
      "anything",
      "clean",
      "uses",
      "forms",
      "clean-uses",
      "clean-forms",
    ])
    const told = problems.map((problem) => [place(problem).split(" ")[0] ?? "", problem.message])
    expect(Object.fromEntries(told)).toMatchObject(sentences)
  },
)

it("finds nothing where nothing is wrong, and leaves nothing behind", async () => {
  expect(await check(cleanLive)).toEqual({ problems: [], views: ["clean", "clean-uses", "clean-forms"] })
  const left = readdirSync(join(root, "node_modules/.cache/livemount")).filter((name) => name.startsWith(".check-"))
  expect(left).toEqual([])
})

it("does without types where none are wanted", async () => {
  const { problems } = await check(live, { types: false })
  expect(problems.map(place).sort()).toEqual([":0:0 missing-template → unparsed.njk", ...withoutTypes].sort())
})

describe("the project", () => {
  let temporary = ""

  beforeEach(() => {
    mkdirSync(join(root, ".cache"), { recursive: true })
    temporary = mkdtempSync(join(root, ".cache", "check-"))
  })
  afterEach(() => rmSync(temporary, { recursive: true, force: true }))

  /** A tsconfig beside some files of its own. */
  function projectOf(files: readonly string[], own: Readonly<Record<string, string>>, options: object = {}): string {
    for (const [name, text] of Object.entries(own)) writeFileSync(join(temporary, name), text)
    const config = join(temporary, "tsconfig.json")
    const compilerOptions = { composite: false, rootDir: root, ...options }
    writeFileSync(
      config,
      JSON.stringify({ extends: join(folder, "tsconfig.json"), compilerOptions, include: [], files }),
    )
    return config
  }

  it("may find its modules as bundlers do", async () => {
    const project = projectOf([join(folder, "live.ts")], {}, { module: "ESNext", moduleResolution: "Bundler" })
    const { problems } = await check(live, { project })
    expect(problems.map(place).sort()).toEqual([...withoutTypes, ...ofTypes].sort())
  })

  it("must hold the declarations of the views", async () => {
    const project = projectOf(["other.ts"], { "other.ts": "export const other = 1\n" })
    const { problems } = await check(cleanLive, { project })
    expect(problems).toMatchObject([
      { rule: "untyped-view", file: project, views: ["clean"] },
      { rule: "untyped-view", file: project, views: ["clean-uses"] },
      { rule: "untyped-view", file: project, views: ["clean-forms"] },
    ])
    expect(problems[0]?.message).toContain('The declaration of the view "clean" was not found')
  })

  it("may have its packages behind a link", async () => {
    const project = projectOf([join(folder, "live.ts")], {})
    symlinkSync(join(root, "node_modules"), join(temporary, "node_modules"))
    const { problems } = await check(live, { project })
    expect(problems.map(place).sort()).toEqual([...withoutTypes, ...ofTypes].sort())
    expect(readdirSync(temporary).sort()).toEqual(["node_modules", "tsconfig.json"])
  })

  it("may name its entry only, and be behind a link itself", async () => {
    const project = projectOf([join(folder, "live.ts")], {})
    const link = `${temporary}-link`
    symlinkSync(temporary, link)
    try {
      const { problems } = await check(live, { project: join(link, basename(project)) })
      expect(problems.map(place).sort()).toEqual([...withoutTypes, ...ofTypes].sort())
    } finally {
      rmSync(link)
    }
  })

  it("must be such that types can be checked", async () => {
    const project = projectOf(["broken.ts", join(folder, "views.ts")], { "broken.ts": "export const = 1\n" })
    await expect(check(cleanLive, { project })).rejects.toThrow(/TypeScript could not check the project:\n.*broken\.ts/)
  })
})

describe("the command", () => {
  interface Run {
    readonly code: ExitCode
    readonly output: string
    readonly errors: string
  }

  async function run(
    args: readonly string[],
    loaded: object | Error = { live: cleanLive },
    home = folder,
  ): Promise<Run> {
    let output = ""
    let errors = ""
    const code = await runCommand(args, {
      folder: home,
      load: async () => {
        if (loaded instanceof Error) throw loaded
        return loaded
      },
      write: (text) => {
        output += text
      },
      writeError: (text) => {
        errors += text
      },
    })
    return { code, output, errors }
  }

  it("ends with 0 where nothing is wrong", async () => {
    expect(await run(["check", "live.js", "--no-types"])).toEqual({
      code: 0,
      output: "3 template views checked, no problems.\n",
      errors: "",
    })
  })

  it("ends with 1 where something is, and prints place, message and frame", async () => {
    const { code, output } = await run(["check", "live.js"], { live })
    expect(code).toBe(1)
    const lines = [
      'views/inferred.njk:1:19  "conected" is not an assign of the view "inferred". Did you mean "connected"?  [unknown-assign, TS2551]',
      "",
      "  > 1 | <p>{{ count }} {{ conected }}</p>",
      "      |                   ^",
      '    2 | <button live-click="incremnt">+</button>',
    ]
    expect(output).toContain(lines.join("\n"))
    expect(output).toMatch(/\n11 template views checked, 86 problems\.\n$/)
  })

  it("prints JSON", async () => {
    const { code, output } = await run(["check", "live.js", "--json", "--no-types"], { live })
    const { views, problems } = JSON.parse(output) as CheckResult
    expect(code).toBe(1)
    expect(views).toContain("inferred")
    expect(problems.find(({ suggestion }) => suggestion === "increment")).toEqual({
      rule: "unknown-event",
      file: join(folder, "views/inferred.njk"),
      line: 2,
      column: 21,
      message: 'The view "inferred" has no event "incremnt". Did you mean "increment"?',
      suggestion: "increment",
      views: ["inferred"],
      frame: expect.stringContaining("> 2 |") as string,
    })
  })

  it.each([
    [[], "No command was given"],
    [["chekc", "live.js"], 'There is no command "chekc"'],
    [["check"], "Give one module"],
    [["check", "a.js", "b.js"], "Give one module"],
    [["check", "a.js", "--jsn"], "--jsn"],
    [["check", "a.js", "--project", "nowhere.json"], "nowhere.json"],
  ])("ends with 2 for %j", async (args, text) => {
    const { code, errors } = await run(args)
    expect(code).toBe(2)
    expect(errors).toContain(text)
  })

  it("ends with 2 for a module that does not load, or exports no `live`", async () => {
    expect(await run(["check", "a.js"], new Error("no such file"))).toMatchObject({ code: 2 })
    const missing = Object.assign(new Error("Cannot find module"), {
      code: "ERR_MODULE_NOT_FOUND",
      url: pathToFileURL(resolve(folder, "a.js")).href,
    })
    expect((await run(["check", "a.js"], missing)).errors).toBe(
      "livemount: There is no module a.js. Where the app is built from TypeScript, build it first.\n",
    )
    const aFolder = Object.assign(new Error("Directory import"), {
      code: "ERR_UNSUPPORTED_DIR_IMPORT",
      url: pathToFileURL(folder).href,
    })
    expect((await run(["check", "."], aFolder)).errors).toBe(
      'livemount: "." is a folder. Give the module in it that exports `live`.\n',
    )
    const inside = Object.assign(new Error("Directory import"), { ...aFolder, url: pathToFileURL(`${folder}/b`).href })
    expect((await run(["check", "."], inside)).errors).toContain("could not be loaded: Error: Directory import")
    const unknown = Object.assign(new Error('Unknown file extension ".ts"'), { code: "ERR_UNKNOWN_FILE_EXTENSION" })
    expect((await run(["check", "a.ts"], unknown)).errors).toMatch(
      /a\.ts could not be loaded: Error: Unknown file extension ".ts"[\s\S]*\nIf that is TypeScript, check the module that it is built to, or have Node load it: NODE_OPTIONS="--import tsx"\.\n$/,
    )
    const { code, errors } = await run(["check", "a.js"], { app: 1 })
    expect([code, errors]).toEqual([2, expect.stringContaining("exports no `live`; it exports app")])
    expect((await run(["check", "a.js"], { live: {} })).errors).toContain("not what liveMiddleware() returned")
  })

  it("looks at views that have no template: with the project's sources, and not without", async () => {
    const render = () => html``
    const app = liveMiddleware({ secret: "x".repeat(32) })
    app.register(liveView({ name: "menu", mount: () => ({}), render, events: { open: () => {} } }))
    const source =
      'liveView({ name: "menu", mount: () => ({}), render: () => html`<b live-click="${js.push("opne")}">` })\n'
    const home = mkdtempSync(join(tmpdir(), "check-rendered-"))
    try {
      writeFileSync(join(home, "menu.ts"), source)
      expect(await run(["check", "app.js"], { live: app }, home)).toEqual({
        code: 0,
        output: "0 template views checked, no problems.\n",
        errors: "",
      })
      const project = join(home, "tsconfig.json")
      writeFileSync(project, JSON.stringify({ files: ["menu.ts"] }))
      mkdirSync(join(home, "node_modules"))
      symlinkSync(join(root, "node_modules/typescript"), join(home, "node_modules/typescript"))
      const { code, output } = await run(["check", "app.js", "--project", project], { live: app }, home)
      expect(code).toBe(1)
      expect(output).toMatch(/^menu\.ts:1:89 {2}The view "menu" has no event "opne"\. Did you mean "open"\?/)
      expect(output).toMatch(/\n0 template views and 1 render function checked, 1 problem\.\n$/)
    } finally {
      rmSync(home, { recursive: true })
    }
  })

  it("tells how it is used", async () => {
    const { code, output } = await run(["--help"])
    expect([code, output]).toEqual([0, expect.stringContaining("Usage: livemount check <module>")])
  })
})
