/** A real Postgres server. It refuses to run as root, so there it runs as the user that Debian's package made. */

import { spawnSync } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.js"
import { answers, Program } from "./program.js"

const LIBRARY = "/usr/lib/postgresql"

/** The folder of the programs; Debian does not put `initdb` on the path. */
export function postgresFolder(): string {
  if (!existsSync(LIBRARY)) return ""
  const newest = readdirSync(LIBRARY)
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1)
  return newest === undefined ? "" : join(LIBRARY, newest, "bin")
}

export class PostgresServer {
  readonly port: number
  readonly #folder: string
  readonly #program: Program

  private constructor(port: number, folder: string, program: Program) {
    this.port = port
    this.#folder = folder
    this.#program = program
  }

  static async start(): Promise<PostgresServer> {
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), "livemount-postgres-"))
    const user = process.getuid?.() === 0 ? userOf("postgres") : {}
    if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid)
    const data = join(folder, "data")
    const made = spawnSync(join(postgresFolder(), "initdb"), ["-D", data, "-U", "test", "-A", "trust", "-N"], {
      ...user,
      cwd: folder,
      encoding: "utf8",
    })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
    const program = new Program(
      join(postgresFolder(), "postgres"),
      ["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", folder, "-F"],
      { ...user, cwd: folder },
    )
    await answers(port)
    // It takes connections before it takes queries.
    while (spawnSync(join(postgresFolder(), "pg_isready"), ["-h", "127.0.0.1", "-p", `${port}`]).status !== 0) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return new PostgresServer(port, folder, program)
  }

  get url(): string {
    return `postgres://test@127.0.0.1:${this.port}/postgres`
  }

  async close(): Promise<void> {
    await this.#program.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function userOf(name: string): { readonly uid?: number; readonly gid?: number } {
  const id = (flag: string): number => Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout)
  return { uid: id("-u"), gid: id("-g") }
}
