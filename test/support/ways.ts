/** The ways that docs/architecture.md takes room by room, and the rooms that a call has come by. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(__dirname, "../..")

/** The files of each way, in order, by its heading. */
export function waysOfData(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(root, "docs/architecture.md"), "utf8")
  const section = /\n## Room by room\n(.*?)\n## /s.exec(text)?.[1] ?? ""
  const ways = [...section.matchAll(/\n### ([^\n]*)\n\n```\n(.*?)```/gs)]
  return new Map(ways.map(([, name = "", rooms = ""]) => [name, rooms.trim().split("\n").map(fileOf)]))
}

function fileOf(line: string): string {
  return line.split(" ")[0] as string
}

type Methods = Record<string, (...values: unknown[]) => unknown>

/** Notes the rooms that are under way, whenever `note` is called. */
export class Walk {
  readonly #rooms = new Set<string>()
  readonly #mend: (() => void)[] = []

  /** Those in these folders, in no order. */
  roomsIn(...folders: readonly string[]): string[] {
    return inFolders([...this.#rooms], folders)
  }

  /** Has it noted, too, whenever this method is called, until the walk is over. */
  noteAt(owner: object, name: string): void {
    const methods = owner as Methods
    const method = methods[name]
    if (method === undefined) throw new Error(`There is no method "${name}".`)
    const note = (): void => this.note()
    methods[name] = function (this: unknown, ...values: unknown[]): unknown {
      note()
      return method.apply(this, values)
    }
    this.#mend.push(() => {
      methods[name] = method
    })
  }

  /** Nothing is noted any more. */
  over(): void {
    for (const mend of this.#mend.splice(0).reverse()) mend()
  }

  note(): void {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 200
    const { stack = "" } = new Error()
    Error.stackTraceLimit = stackTraceLimit
    for (const line of stack.split("\n")) {
      const room = new RegExp(`${root}/((?:src|client|adapters)/[^:]+):`).exec(line)?.[1]
      if (room !== undefined) this.#rooms.add(room)
    }
  }
}

/** Those of a way in these folders. */
export function roomsOf(way: string, ...folders: readonly string[]): string[] {
  return inFolders([...(waysOfData().get(way) ?? [])], folders)
}

function inFolders(rooms: readonly string[], folders: readonly string[]): string[] {
  return rooms.filter((room) => folders.some((folder) => room.startsWith(`${folder}/`))).sort()
}
