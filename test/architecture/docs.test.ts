/** What the documentation names of this repository is there: a reader, and parity's claims, go by it. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { waysOfData } from "../support/ways.js"

const root = join(__dirname, "../..")
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
const docs = inFolder("docs")
const decisions = inFolder("docs/decisions")

/** Files and folders in backticks; those with a wildcard or a made-up part are patterns. */
const PATH = /`((?:adapters|bench|client|scripts|src|test)\/[\w./-]*\w\/?)`/g

/** What a decision record begins with whose world has changed: a paragraph in italics that says how. */
const HISTORY = /^#.*\n\n\*[^*]/

/** A link to a file of the repository, without the place in it. */
const LINK = /\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)\s]*)?\)/g

function missingPaths(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8")
    if (HISTORY.test(text)) return []
    return [...text.matchAll(PATH)]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${file}: ${path}`)
  })
}

it("of files and folders", () => {
  expect(missingPaths(docs)).toEqual([])
})

it("of files and folders in the decision records, but for those that say what has become of theirs", () => {
  expect(missingPaths(decisions)).toEqual([])
})

it("of what it links to", () => {
  const files = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs, ...decisions]
  const broken = files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(LINK)]
      .filter(([, path = ""]) => !existsSync(join(root, dirname(file), path)))
      .map(([link]) => `${file}: ${link}`),
  )
  expect(broken).toEqual([])
})

it("of the rooms of each way, thirty at most", () => {
  const ways = [...waysOfData()]
  expect(ways.map(([name]) => name)).toEqual(["An event, and back", "An info", "A join", "The first page"])
  for (const [, rooms] of ways) {
    expect(rooms.length).toBeLessThanOrEqual(30)
    expect(rooms.filter((room) => !existsSync(join(root, room)))).toEqual([])
    expect(new Set(rooms).size).toBe(rooms.length)
  }
})
