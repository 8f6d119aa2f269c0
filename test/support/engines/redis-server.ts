/** Real Redis servers: one alone, one with a sentinel, and a cluster of three. */

import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./free-port.js"
import { answers, Program } from "./program.js"

const PLAIN = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]

export class RedisServer {
  readonly port: number
  readonly #folder: string
  readonly #more: readonly string[]
  #program: Program | undefined

  private constructor(port: number, more: readonly string[]) {
    this.port = port
    this.#more = more
    this.#folder = mkdtempSync(join(tmpdir(), "livemount-redis-"))
  }

  static async start(...more: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), more)
    await server.begin()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it (again). */
  async begin(): Promise<void> {
    this.#program = new Program("redis-server", [...PLAIN, "--port", `${this.port}`, ...this.#more], {
      cwd: this.#folder,
    })
    await answers(this.port)
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    await this.#program?.kill()
    this.#program = undefined
  }

  /** Runs a command with `redis-cli`; returns what it printed. */
  ask(...command: readonly string[]): string {
    return spawnSync("redis-cli", ["-p", `${this.port}`, ...command], { encoding: "utf8" }).stdout.trim()
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Three masters that share the slots. */
export class RedisCluster {
  readonly nodes: readonly RedisServer[]

  private constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes
  }

  static async start(): Promise<RedisCluster> {
    // The port that the nodes of a cluster talk over is theirs + 10,000 by default, which may be taken, or none.
    const start = async (): Promise<RedisServer> =>
      RedisServer.start(
        "--cluster-enabled",
        "yes",
        "--cluster-node-timeout",
        "2000",
        "--cluster-port",
        `${await freePort()}`,
      )
    const nodes = [await start(), await start(), await start()]
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`)
    spawnSync("redis-cli", ["--cluster", "create", ...addresses, "--cluster-yes"], { encoding: "utf8" })
    while (!nodes.every((node) => node.ask("cluster", "info").includes("cluster_state:ok"))) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return new RedisCluster(nodes)
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()))
  }
}

/** A sentinel that knows one master, by the name "main". */
export class RedisSentinel {
  readonly port: number
  readonly #folder: string
  readonly #program: Program

  private constructor(port: number, folder: string, program: Program) {
    this.port = port
    this.#folder = folder
    this.#program = program
  }

  static async start(master: RedisServer): Promise<RedisSentinel> {
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), "livemount-sentinel-"))
    const file = join(folder, "sentinel.conf")
    writeFileSync(file, `bind 127.0.0.1\nport ${port}\nsentinel monitor main 127.0.0.1 ${master.port} 1\n`)
    const program = new Program("redis-server", [file, "--sentinel"], { cwd: folder })
    await answers(port)
    return new RedisSentinel(port, folder, program)
  }

  async close(): Promise<void> {
    await this.#program.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
