/** Holds the names that the build leaves as they are against the code that the page's own scripts meet. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
// The newest TypeScript has no programming interface.
import ts from "typescript54"

const root = join(__dirname, "../..")
const registry = "client/util/hook-registry.ts"
const met = [registry, "client/hooks.ts", "client/hook-commands.ts", "client/live-client.ts"]

/** The build's lists. */
const lists = JSON.parse(
  execFileSync(
    process.execPath,
    [
      "-e",
      `Promise.all([import("./scripts/private-names.mjs"), import("./scripts/public-names.mjs")]).then((all) =>
        console.log(JSON.stringify(Object.assign({}, ...all))))`,
    ],
    { cwd: root, encoding: "utf8" },
  ),
) as Readonly<Record<"ownNames" | "hookMembers" | "registryNames" | "publicNames", readonly string[]>>

/** Names of the members that types and classes of a file have, or classes alone, but for private ones. */
function membersOf(file: string, ofTypes = true): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest)
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    const isMember = ts.isClassElement(node) || (ofTypes && ts.isTypeElement(node))
    if (isMember && node.name !== undefined && ts.isIdentifier(node.name)) found.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...found].sort()
}

describe("the names that the build leaves as they are", () => {
  it("have all by which hooks and the client meet, and no other of them", () => {
    expect(membersOf(registry)).toEqual([...lists.registryNames].sort())
  })

  it("have all of a hook", () => {
    const members = membersOf("client/hooks.ts", false)
    expect(members.filter((name) => !lists.publicNames.includes(name))).toEqual([])
    expect(members).toEqual(expect.arrayContaining([...lists.hookMembers]))
  })

  it("are none that it shortens", () => {
    expect(lists.ownNames.length).toBeGreaterThan(100)
    expect(lists.publicNames.filter((name) => lists.ownNames.includes(name))).toEqual([])
    expect(met.flatMap((file) => membersOf(file)).filter((name) => lists.ownNames.includes(name))).toEqual([])
  })
})
