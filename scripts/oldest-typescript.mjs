/**
 * Asks the oldest TypeScript what is wrong in a project, and what an editor would offer in a view: names must be completed,
 * not only checked. One language service answers both: half of the time goes into reading the declarations.
 */
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

// An `import` reads the nine megabytes twice more, for what they export: half a second.
const ts = createRequire(import.meta.url)("typescript54")

// Comments are read as `tsc` itself reads them: as far as they could hold an error.
const jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors

const root = join(import.meta.dirname, "..")

/** What stands in the view's code (`^` is the caret), and what must be offered there. */
const cases = [
  ["socket.assign({ ^ })", ["count", "title"]],
  ["socket.assign({ count: 1, ^ })", ["title"]],
  ['socket.assign("^", 1)', ["count", "title"]],
  ['socket.update("^", (value) => value)', ["count", "title"]],
  ["socket.assigns.^", ["count", "title"]],
  ["socket.^", ["assign", "update", "pushEvent", "subscribe", "redirect"]],
  ['socket.sendAfter(1, { type: "^" })', ["tick", "tock"]],
]

/** Returns what is wrong, as text for people, and what is not offered, as sentences. */
export function askOldest(project) {
  const config = join(root, project)
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => unusable.push(diagnostic) }
  const unusable = []
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(config, {}, host)
  // A file for each case: one program for all of them.
  const views = new Map(
    cases.map(([code], index) => [join(dirname(config), `completions-${index}.ts`), viewWith(code)]),
  )
  const textOf = (name) => views.get(name)?.replace("^", "") ?? ts.sys.readFile(name)
  const languageHost = {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [...fileNames, ...views.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const source = textOf(name)
      return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source)
    },
    fileExists: (name) => views.has(name) || ts.sys.fileExists(name),
    readFile: textOf,
    jsDocParsingMode,
    directoryExists: ts.sys.directoryExists,
  }
  const files = ts.createDocumentRegistry(true, root, jsDocParsingMode)
  const service = ts.createLanguageService(languageHost, files)

  const program = service.getProgram()
  const wrong = [...unusable, ...errors, ...program.getOptionsDiagnostics()]
  for (const file of program.getSourceFiles()) {
    if (!views.has(file.fileName))
      wrong.push(...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file))
  }
  // Known when all files have been looked at.
  wrong.push(...program.getGlobalDiagnostics())
  const missing = [...views].flatMap(([file, marked], index) => {
    const [code, expected] = cases[index]
    const offered =
      service.getCompletionsAtPosition(file, marked.indexOf("^"), {})?.entries.map(({ name }) => name) ?? []
    return expected.filter((name) => !offered.includes(name)).map((name) => `${code} does not offer ${name}`)
  })
  return { version: ts.version, wrong: told(wrong), missing }
}

function told(diagnostics) {
  return ts.formatDiagnosticsWithColorAndContext(diagnostics, {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    getNewLine: () => "\n",
  })
}

function viewWith(code) {
  return `import { liveView } from "livemount"
liveView<{ count: number; title: string }, { type: "tick" } | { type: "tock" }>({
  name: "a",
  template: "a.njk",
  mount: () => ({ count: 0, title: "" }),
  events: { go(params, socket) { ${code} } },
})`
}
