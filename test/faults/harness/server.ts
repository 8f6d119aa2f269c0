/** The fault suite's server as its driver sees it: a child process that is started, killed, stopped and asked. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"

export interface ServerSettings {
  readonly journal: string
  readonly secret: readonly string[]
  /** Which build of the app it is. */
  readonly build: string
  /** The address of the Redis that is its bus. */
  readonly redis?: string
  /** Further options of livemount. */
  readonly options?: object
}

export type ServerQuestion = "state" | "info" | "news" | "collect"

export interface ServerState {
  readonly processes: number
  readonly timers: number
  /** Sockets, on any side. */
  readonly connections: number
  /** Listeners of the HTTP server, of socket.io and of Node.js's process. */
  readonly listeners: number
  readonly heap: number
  /** What was logged as an error since it was asked last. */
  readonly errors: readonly string[]
}

export class Server {
  readonly port: number
  readonly #child: ChildProcess
  #asked = 0

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  /** @param flags - Of Node.js. */
  static async start(program: string, settings: ServerSettings, flags: readonly string[]): Promise<Server> {
    const execArgv = [...process.execArgv, "--expose-gc", ...flags]
    const child = fork(program, [JSON.stringify(settings)], { execArgv, stdio: "inherit" })
    const [{ port }] = (await once(child, "message")) as [{ port: number }]
    return new Server(child, port)
  }

  async ask(question: ServerQuestion): Promise<ServerState> {
    const number = ++this.#asked
    return new Promise((resolve) => {
      const take = (message: { number?: number; state: ServerState }): void => {
        if (message.number !== number) return
        this.#child.off("message", take)
        resolve(message.state)
      }
      this.#child.on("message", take)
      this.#child.send({ question, number })
    })
  }

  /** SIGKILL: it says nothing to anybody. SIGTERM: it drains. Resolves when it is gone. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, "exit")
    this.#child.kill(signal)
    await gone
  }
}
