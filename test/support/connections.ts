/**
 * The client's connection with socket.io-client as it is, and with the slim one that the built script has; and what
 * remembers what a connection told.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Channel, ChannelDelegate, NumberedEvent, WireChanges } from "../../client/connection/connection.js"
import { SocketConnection } from "../../client/connection/socket-connection.js"
import type { ValuesReply } from "../../src/protocol/frames.js"
import type { WirePath } from "../../src/protocol/values.js"

const root = join(__dirname, "../..")

export const KINDS = ["socket.io-client", "slim socket.io-client"] as const

/** The class by its kind. The slim one is bundled once. */
export function connectionOf(kind: (typeof KINDS)[number]): typeof SocketConnection {
  // What browsers have and Node.js 20 has not: taken from socket.io's own dependency.
  const engine = createRequire(createRequire(__filename).resolve("socket.io/package.json")).resolve("engine.io")
  const nothing = (): void => {}
  Object.assign(globalThis, {
    WebSocket: createRequire(engine)("ws"),
    addEventListener: nothing,
    removeEventListener: nothing,
  })
  if (kind === "socket.io-client") return SocketConnection
  const folder = mkdtempSync(join(tmpdir(), "livemount-"))
  try {
    return slimConnection(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Bundles the connection as scripts/build-client.mjs does, for this process. */
function slimConnection(folder: string): typeof SocketConnection {
  const file = join(folder, "connection.cjs")
  const plugin = pathToFileURL(join(root, "scripts/slim-socket.mjs")).href
  const program = `
    import { build } from "esbuild"
    import { slimSocketIo } from ${JSON.stringify(plugin)}
    await build({ entryPoints: ["client/connection/slim/socket-connection.ts"], outfile: ${JSON.stringify(file)},
      bundle: true, format: "cjs", platform: "browser", plugins: [slimSocketIo] })`
  execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root })
  return (require(file) as { SocketConnection: typeof SocketConnection }).SocketConnection
}

/** Remembers what it was told, and lets a test wait for it. */
export class Recorder implements ChannelDelegate {
  readonly heard: unknown[][] = []
  /** Who waits for the answer to an event, by its number. */
  readonly #answers = new Map<number, (diff: WireChanges) => void>()
  readonly #asked = new Map<readonly WirePath[], (values: ValuesReply) => void>()
  #lastNumber = 0
  #waiting: { readonly isThere: () => boolean; readonly done: () => void } | undefined

  channelOpened(): void {
    this.#hear("opened")
  }
  channelClosed(byServer: boolean): void {
    this.#hear("closed", byServer)
  }
  channelRefused(reason: string): void {
    this.#hear("refused", reason)
  }
  frameArrived(instance: number, answers: number, ...diff: [WireChanges, unknown?]): void {
    if (answers === 0) this.diffArrived(instance, ...diff)
    else this.#answers.get(answers)?.(diff[0])
  }
  diffArrived(...diff: unknown[]): void {
    this.#hear("diff", ...diff)
  }
  valuesArrived(_instance: number, paths: readonly WirePath[], values: ValuesReply): void {
    this.#asked.get(paths)?.(values)
  }
  viewDrained(...drain: unknown[]): void {
    this.#hear("drain", ...drain)
  }
  viewExited(...exit: unknown[]): void {
    this.#hear("exit", ...exit)
  }
  connectionOpened(): void {
    this.#hear("connection opened")
  }
  connectionLost(): void {
    this.#hear("connection lost")
  }
  connectionRefused(): void {
    this.#hear("connection refused")
  }

  /** Has an event sent to instance 0, or this one; each under a number of its own, as far as it has none. */
  push(
    channel: Channel,
    { number = ++this.#lastNumber, ...event }: Omit<NumberedEvent, "number"> & { readonly number?: number },
    answered: (diff: WireChanges) => void = () => {},
    instance = 0,
  ): void {
    this.#answers.set(number, answered)
    channel.push(instance, { ...event, number })
  }

  ask(channel: Channel, instance: number, paths: readonly WirePath[]): Promise<ValuesReply> {
    return new Promise((done) => {
      this.#asked.set(paths, done)
      channel.values(instance, paths)
    })
  }

  /** Until it has heard so much, or this. */
  has(what: number | (() => boolean)): Promise<void> {
    const isThere = typeof what === "number" ? () => this.heard.length >= what : what
    return new Promise((done) => {
      this.#waiting = { isThere, done }
      this.#check()
    })
  }

  #hear(...what: unknown[]): void {
    this.heard.push(what)
    this.#check()
  }

  #check(): void {
    if (this.#waiting?.isThere()) this.#waiting.done()
  }
}
