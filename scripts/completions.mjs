/** Asks TypeScript's language service what an editor would offer in a view: names must be completed, not only checked. */
import { join } from "node:path"
import ts from "typescript54"

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

/** Returns what is missing, as sentences. */
export function missingCompletions() {
  // A file for each case: one program for all of them.
  const files = new Map(
    cases.map(([code], index) => [join(root, `test/types/completions-${index}.ts`), viewWith(code)]),
  )
  const textOf = (name) => files.get(name)?.replace("^", "") ?? ts.sys.readFile(name)
  const compilerOptions = options()
  const service = ts.createLanguageService({
    getCompilationSettings: () => compilerOptions,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [...files.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const source = textOf(name)
      return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source)
    },
    fileExists: (name) => files.has(name) || ts.sys.fileExists(name),
    readFile: textOf,
    directoryExists: ts.sys.directoryExists,
  })
  return [...files].flatMap(([file, marked], index) => {
    const [code, expected] = cases[index]
    const offered =
      service.getCompletionsAtPosition(file, marked.indexOf("^"), {})?.entries.map(({ name }) => name) ?? []
    return expected.filter((name) => !offered.includes(name)).map((name) => `${code} does not offer ${name}`)
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

function options() {
  const project = join(root, "test/types/tsconfig.json")
  const { config } = ts.readConfigFile(project, ts.sys.readFile)
  return ts.parseJsonConfigFileContent(config, ts.sys, join(root, "test/types"), {}, project).options
}
