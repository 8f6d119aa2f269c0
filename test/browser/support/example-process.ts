/** Runs a built example as a process of its own, on a free port, as a user would start it. */

import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"

export type ExampleName = "express" | "koa"

/** What can be started: the Express example on several processes, too. */
type ProgramName = ExampleName | "cluster"

const programs: Readonly<Record<ProgramName, string>> = {
  express: "example-express/main.js",
  koa: "example-koa/main.js",
  cluster: "example-express/cluster.js",
}

const root = join(__dirname, "..", "..", "..")

export class ExampleProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** Resolves when the example listens. `port` 0 takes a free one. */
  static async start(name: ProgramName, port = 0, more: NodeJS.ProcessEnv = {}): Promise<ExampleProcess> {
    const program = join(root, "dist", programs[name])
    if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first.`)
    const child = spawn(process.execPath, [...process.execArgv, program], {
      cwd: root,
      env: { ...process.env, PORT: String(port), NODE_ENV: "development", ...more },
      stdio: ["ignore", "pipe", "pipe"],
    })
    const url = await new Promise<string>((resolve, reject) => {
      let output = ""
      const read = (chunk: Buffer): void => {
        output += chunk.toString()
        const listening = /http:\/\/localhost:\d+/.exec(output)
        if (listening !== null) resolve(listening[0])
      }
      child.stdout?.on("data", read)
      child.stderr?.on("data", read)
      child.once("exit", (code) => reject(new Error(`The ${name} example ended with ${code}:\n${output}`)))
    })
    return new ExampleProcess(child, url)
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Ends it; resolves with the exit code when it is gone. */
  stop(): Promise<number | null> {
    return this.#end("SIGTERM")
  }

  /** Ends it without its doing anything more. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL")
  }

  #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null) return Promise.resolve(this.#child.exitCode)
    const gone = new Promise<number | null>((resolve) => this.#child.once("exit", (code) => resolve(code)))
    this.#child.kill(signal)
    return gone
  }
}
