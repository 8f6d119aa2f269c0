/** Holds the size of rooms against the code: files, classes and folders that a reader can keep in mind. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative } from "node:path"
// The newest TypeScript has no programming interface.
import ts from "typescript54"
import { declaredExports } from "../support/source-exports.js"

const root = join(__dirname, "../..")
const files = ["src", "adapters", "client"].flatMap((folder) => sourceFiles(join(root, folder)))

/** Tables, which are read line by line and not as a whole. */
const tables: readonly string[] = ["src/errors/table.ts"]

/** Names that the server's half exports twice, and why. */
const serverNamesTwice: Readonly<Record<string, string>> = {
  Frame: "nunjucks calls a scope so, and its types have its own names; elsewhere it is what a page is told",
  hostApp: "of either adapter",
  liveMiddleware: "of either adapter",
  requestEngine: "of either adapter",
}

/** Names that the browser's half exports twice, and why. */
const clientNamesTwice: Readonly<Record<string, string>> = {
  SocketConnection: "over socket.io-client, and the slim one, which the build puts in its place",
  createLiveClient: "of the package's entry, and of what is served as `/live/hooks.js`",
}

interface DeclaredClass {
  readonly file: string
  readonly name: string
  readonly fields: number
}

const classes = files.flatMap(classesIn)

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return path.endsWith(".ts") ? [relative(root, path)] : []
  })
}

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8")
}

function classesIn(file: string): DeclaredClass[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest)
  const found: DeclaredClass[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node))
      found.push({ file, name: node.name?.text ?? "", fields: node.members.filter(isField).length })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isField(member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member)) return false
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) !== true
}

function codeLines(text: string): number {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "")
  return withoutComments.split("\n").filter((line) => line.trim() !== "").length
}

describe("the files", () => {
  it("hold 300 lines at most, but for tables", () => {
    const tooLong = files.filter((file) => !tables.includes(file) && textOf(file).trimEnd().split("\n").length > 300)
    expect(tooLong).toEqual([])
  })

  it("keep the adapters at 100 lines of code each", () => {
    const tooLong = files.filter((file) => file.startsWith("adapters/") && codeLines(textOf(file)) > 100)
    expect(tooLong).toEqual([])
  })

  it("say in a header what they are responsible for", () => {
    // A program has the line that names its interpreter before it.
    const silent = files.filter(
      (file) =>
        !textOf(file)
          .replace(/^#!.*\n/, "")
          .trimStart()
          .startsWith("/**"),
    )
    expect(silent).toEqual([])
  })

  it("are 20 in a folder at most", () => {
    const counts = new Map<string, number>()
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > 20)).toEqual([])
  })
})

describe("the classes", () => {
  it("have ten fields at most", () => {
    expect(classes.filter(({ fields }) => fields > 10)).toEqual([])
  })

  it("have a name that no other has", () => {
    const names = classes.map(({ name }) => name).filter((name) => name !== "")
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })
})

describe("the exported names", () => {
  it("of the server's half stand once, but for those that have a reason", () => {
    expect(exportedTwice("src", "adapters")).toEqual(Object.keys(serverNamesTwice).sort())
  })

  it("of the browser's half stand once, but for those that have a reason", () => {
    expect(exportedTwice("client")).toEqual(Object.keys(clientNamesTwice).sort())
  })
})

/** Names that more than one file of these folders makes and exports. */
function exportedTwice(...folders: readonly string[]): string[] {
  const own = files.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
  const names = own.flatMap((file) => declaredExports(join(root, file)))
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].sort()
}
