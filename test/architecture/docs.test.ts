/** What the documentation names of this repository is there: a reader, and parity's claims, go by it. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { waysOfData } from "../support/ways.js"

const root = join(__dirname, "../..")
const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))

/** Files and folders in backticks; those with a wildcard or a made-up part are patterns. */
const PATH = /`((?:adapters|bench|client|scripts|src|test)\/[\w./-]*\w\/?)`/g

it("of files and folders", () => {
  const missing = docs.flatMap((file) =>
    [...readFileSync(join(root, "docs", file), "utf8").matchAll(PATH)]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${file}: ${path}`),
  )
  expect(missing).toEqual([])
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
