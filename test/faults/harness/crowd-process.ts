/** A crowd that is a process of its own, as its driver sees it: so many tabs would keep one processor busy. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import type { CrowdReport, CrowdSettings, People } from "./crowd.js"

/** What a crowd is told. */
export interface CrowdMessage {
  readonly number: number
  readonly does: keyof People
}

export class CrowdProcess implements People {
  readonly #child: ChildProcess
  readonly #answers = new Map<number, (result: unknown) => void>()
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on("message", ({ number, result }: { readonly number: number; readonly result: unknown }) => {
      this.#answers.get(number)?.(result)
      this.#answers.delete(number)
    })
  }

  /** @param file - The program. */
  static async start(file: string, settings: CrowdSettings): Promise<CrowdProcess> {
    const child = fork(file, [JSON.stringify(settings)], { stdio: "inherit" })
    await once(child, "message")
    return new CrowdProcess(child)
  }

  async act(): Promise<void> {
    await this.#ask("act")
  }

  async rest(): Promise<void> {
    await this.#ask("rest")
  }

  async report(): Promise<readonly CrowdReport[]> {
    return (await this.#ask("report")) as readonly CrowdReport[]
  }

  async leave(): Promise<void> {
    await this.#ask("leave")
    const gone = once(this.#child, "exit")
    this.#child.kill("SIGKILL")
    await gone
  }

  #ask(does: keyof People): Promise<unknown> {
    const number = ++this.#asked
    return new Promise((resolve) => {
      this.#answers.set(number, resolve)
      this.#child.send({ number, does } satisfies CrowdMessage)
    })
  }
}
