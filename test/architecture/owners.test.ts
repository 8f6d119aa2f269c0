/** Holds against the code who may do what nobody else may: that what lives long has one owner. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, relative } from "node:path"

const root = join(__dirname, "../..")
const files = ["src", "adapters"].flatMap((folder) => sourceFiles(join(root, folder)))

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return path.endsWith(".ts") ? [relative(root, path)] : []
  })
}

/** Lines of code, but for comments, that have this, as "file: line". */
function found(pattern: RegExp, among: readonly string[] = files): string[] {
  return among.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
}

const filesOf = (lines: readonly string[]): string[] =>
  [...new Set(lines.map((line) => line.split(": ")[0] as string))].sort()

describe("a process", () => {
  it("is made by the supervisor", () => {
    expect(filesOf(found(/\bnew ViewProcess\(/))).toEqual(["src/supervise/supervisor.ts"])
  })

  it("is ended by the supervisor and by where it waits, and by itself", () => {
    // By what it is called, or by the reason that it is given.
    const ending = /\bprocess[?!]?\.close\(|\.close\(\s*["'`](?:leave|disconnect|crash|shutdown|gap)["'`]/
    const others = files.filter((file) => !/^src\/(?:process|supervise)\//.test(file))
    expect(found(ending, others)).toEqual([])
    // It is found where it is.
    expect(filesOf(found(ending))).toEqual([
      "src/process/message-loop.ts",
      "src/process/view-process.ts",
      "src/supervise/detached-views.ts",
      "src/supervise/parking.ts",
      "src/supervise/supervisor.ts",
    ])
  })
})

describe("the time", () => {
  it("is handed in, by who puts things together: livemount, and what an app makes before", () => {
    expect(filesOf(found(/\bsystemClock\b/))).toEqual([
      "src/pubsub/between/carried-bus.ts",
      "src/pubsub/cluster/cluster-bus.ts",
      "src/pubsub/redis/redis-bus.ts",
      "src/server/create-live.ts",
      "src/snapshot/memory-snapshots.ts",
      "src/util/clock.ts",
    ])
  })
})
