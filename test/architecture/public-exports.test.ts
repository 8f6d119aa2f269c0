/**
 * Every name that the package's entries export, against a list that is committed: what users may rely on changes in no commit
 * without being seen. `UPDATE_EXPORTS=1` writes the list anew.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const root = join(__dirname, "../..")
const list = join(__dirname, "public-exports.txt")

/** The source of an entry: what its declarations are compiled from. */
const entries: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports: Record<string, { types?: string }> })
      .exports,
  ).flatMap(([name, { types }]) =>
    types === undefined ? [] : [[name, types.replace("./dist/", "").replace(/\.d\.ts$/, ".ts")]],
  ),
)

function exportsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8")
  const names = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gms)].flatMap(([, names = ""]) =>
    names.split(",").map((name) =>
      name
        .replace(/^\s*type\s+/, "")
        .trim()
        .replace(/^.* as /, ""),
    ),
  )
  const declared = [...text.matchAll(/^export (?:declare )?(?:async )?(?:interface|type|class|function|const) (\w+)/gm)]
  const all = [...text.matchAll(/^export \* from "(.*)\.js"/gm)].flatMap(([, path = ""]) =>
    exportsOf(join(dirname(file), `${path}.ts`)),
  )
  return [...names, ...declared.map(([, name = ""]) => name), ...all].filter((name) => name !== "")
}

describe("the public exports", () => {
  it("are those of the list", () => {
    const text = Object.entries(entries)
      .map(
        ([name, file]) =>
          `${name}\n${[...new Set(exportsOf(file))]
            .sort()
            .map((each) => `  ${each}\n`)
            .join("")}`,
      )
      .join("")
    if (process.env["UPDATE_EXPORTS"] === "1") writeFileSync(list, text)
    expect(text).toBe(readFileSync(list, "utf8"))
  })
})
