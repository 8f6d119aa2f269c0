/**
 * Loads an app's module for the check. Apps do more than register views when they are loaded: they listen, connect, wait,
 * fail later, or end the process. None of it may take a port, or keep the command from ending with what it has to say.
 * Meant for a process of its own: what it changes of Node stays so.
 */

import { Server } from "node:net"
import { relative } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { messageOf, stackOf } from "../errors/thrown.js"
import { CheckFailure } from "./check-failure.js"

export interface LoadOptions {
  /** What the user called it. */
  readonly module: string
  readonly folder: string
  /** Seconds that it may take. */
  readonly patience: number
  /** Takes what the user should know, a line at a time. */
  note(text: string): void
}

/**
 * Imports the module.
 *
 * @throws {@link CheckFailure} if it does not finish; whatever it throws itself.
 */
export async function loadApp(path: string, options: LoadOptions): Promise<object> {
  const { module, patience } = options
  listenElsewhere(options)
  let isLoaded = false
  const broken = new Promise<never>((_, reject) => {
    const fail = (text: string): void => reject(new CheckFailure(`${module} ${text}`))
    const thrown = (error: unknown): void => {
      const text = stackOf(error) ?? messageOf(error)
      if (isLoaded) options.note(`${module} failed after it was loaded: ${text}`)
      else fail(`could not be loaded: ${text}`)
    }
    process.on("uncaughtException", thrown)
    process.on("unhandledRejection", thrown)
    // Nothing is left to do, and the module still waits.
    process.once("beforeExit", () => fail("never finished loading: it waits for something that does not come."))
    setTimeout(() => {
      const seconds = patience === 1 ? "1 second" : `${patience} seconds`
      fail(
        `did not finish loading in ${seconds}. Export \`live\` from a module that waits for nothing, or give --patience.`,
      )
    }, patience * 1000).unref()
  })
  try {
    return (await Promise.race([import(pathToFileURL(path).href), broken])) as object
  } finally {
    isLoaded = true
  }
}

/** Servers of the app listen on a free port that only this machine sees: the real one may be taken, by the app itself. */
function listenElsewhere({ module, folder, note }: LoadOptions): void {
  const { listen } = Server.prototype
  let isTold = false
  Server.prototype.listen = function (this: Server, ...given: unknown[]): Server {
    if (!isTold) {
      isTold = true
      const at = callerOf(new Error().stack ?? "", folder)
      note(
        `${module} listens when it is loaded${at === undefined ? "" : `: ${at}`}. It got a free port for the check. ` +
          "Export `live` from a module of its own, and listen in another one that imports it.",
      )
    }
    const done = given.findLast((argument) => typeof argument === "function") as (() => void) | undefined
    return listen.call(this, { port: 0, host: "127.0.0.1" }, done)
  } as typeof listen
}

/** The app's own line in a stack: the first that is neither Node's nor a package's. */
function callerOf(stack: string, folder: string): string | undefined {
  const places = stack
    .split("\n")
    .flatMap((line) => /\(?((?:file:\/\/)?\/?[^\s()]+):(\d+):\d+\)?$/.exec(line)?.slice(1, 3) ?? [])
  for (let n = 0; n < places.length; n += 2) {
    const [file = "", line] = [places[n], places[n + 1]]
    if (file.startsWith("node:") || file.includes("node_modules") || file === import.meta.url) continue
    return `${relative(folder, file.startsWith("file:") ? fileURLToPath(file) : file)}:${line}`
  }
  return undefined
}
