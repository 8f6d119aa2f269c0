/**
 * The system's Firefox, by WebDriver BiDi over its own remote agent: as much of that as our tests need. (Playwright
 * speaks BiDi too, but with commands that Firefox ESR does not know.)
 */

import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { WebSocket } from "ws"

const usualPaths = ["/usr/bin/firefox-esr", "/usr/bin/firefox"]

/** Where Firefox is, if there is one. `FIREFOX` says it, if it is not at a usual place. */
export const firefoxPath: string | undefined = [process.env["FIREFOX"], ...usualPaths].find(
  (path) => path !== undefined && path !== "" && existsSync(path),
)

interface Answer {
  readonly id?: number
  readonly type?: string
  readonly method?: string
  readonly params?: { readonly level?: string; readonly text?: string }
  readonly error?: string
  readonly message?: string
  readonly result?: unknown
}

export class Firefox {
  /** Errors and warnings of all pages. */
  readonly complaints: string[] = []
  readonly #child: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  #sent = 0

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.#child = child
    this.#profile = profile
    this.#socket = socket
    socket.on("message", (data: Buffer) => this.#take(JSON.parse(data.toString()) as Answer))
  }

  static async launch(path: string): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), "firefox-"))
    const args = ["--headless", "--remote-debugging-port=0", "--profile", profile, "--no-remote", "about:blank"]
    const child = spawn(path, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: profile } })
    const address = await new Promise<string>((resolve, reject) => {
      let output = ""
      child.stderr?.on("data", (chunk: Buffer) => {
        output += chunk.toString()
        const listening = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(output)
        if (listening?.[1] !== undefined) resolve(listening[1])
      })
      child.once("exit", (code) => reject(new Error(`Firefox ended with ${code}:\n${output}`)))
    })
    const socket = new WebSocket(`${address}/session`)
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject))
    const firefox = new Firefox(child, profile, socket)
    await firefox.send("session.new", { capabilities: {} })
    await firefox.send("session.subscribe", { events: ["log.entryAdded"] })
    return firefox
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string): Promise<FirefoxPage> {
    const { context } = (await this.send("browsingContext.create", { type: "tab" })) as { readonly context: string }
    const page = new FirefoxPage(this, context)
    await page.goto(url)
    return page
  }

  send(method: string, params: object): Promise<unknown> {
    const id = ++this.#sent
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once("exit", resolve))
    await this.send("browser.close", {})
    await gone
    rmSync(this.#profile, { recursive: true, force: true })
  }

  #take({ id, method, params, error, message, result }: Answer): void {
    if (method === "log.entryAdded" && (params?.level === "error" || params?.level === "warn")) {
      this.complaints.push(params.text ?? "")
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id)
    if (id === undefined || waiting === undefined) return
    this.#waiting.delete(id)
    if (error === undefined) waiting.resolve(result)
    else waiting.reject(new Error(`${error}: ${message}`))
  }
}

export class FirefoxPage {
  readonly #firefox: Firefox
  readonly #context: string

  constructor(firefox: Firefox, context: string) {
    this.#firefox = firefox
    this.#context = context
  }

  async goto(url: string): Promise<void> {
    await this.#firefox.send("browsingContext.navigate", { context: this.#context, url, wait: "complete" })
  }

  /** The value of an expression: a text, a number, true or false, or null. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = (await this.#firefox.send("script.evaluate", {
      expression,
      target: { context: this.#context },
      awaitPromise: true,
    })) as { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: { readonly text: string } }
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text)
    return answer.result?.value ?? null
  }

  text(selector: string): Promise<unknown> {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? null`)
  }

  /** Clicks as a user does: with the mouse, on the middle of the element. */
  async click(selector: string): Promise<void> {
    const [x, y] = String(
      await this.evaluate(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)})
        element.scrollIntoView({ block: "center", behavior: "instant" })
        const box = element.getBoundingClientRect()
        return Math.round(box.x + box.width / 2) + " " + Math.round(box.y + box.height / 2)
      })()`),
    ).split(" ")
    const pointer = [
      { type: "pointerMove", x: Number(x), y: Number(y) },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ]
    await this.#perform({ type: "pointer", id: "mouse", actions: pointer })
  }

  /** Types as a user does, key by key, into what has the focus. */
  async type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ])
    await this.#perform({ type: "key", id: "keyboard", actions })
  }

  async #perform(action: object): Promise<void> {
    await this.#firefox.send("input.performActions", { context: this.#context, actions: [action] })
  }
}
