/** The logger port, and the one that writes to the console. */

import { memberOf, printable } from "../errors/thrown.js"

/**
 * Where livemount says what happens. Any logger with these four methods fits; `details` is a plain object, and an
 * error in it stands under `error`.
 */
export interface Logger {
  debug(message: string, details?: object): void
  info(message: string, details?: object): void
  warn(message: string, details?: object): void
  error(message: string, details?: object): void
}

/** How much a logger says: a level and all that are graver. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent"

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "silent"]

/** Makes a logger that writes to the console, from the given level on. */
export function consoleLogger(level: LogLevel = "info"): Logger {
  const least = LEVELS.indexOf(level)
  const method = (name: Exclude<LogLevel, "silent">): Logger["info"] => {
    if (LEVELS.indexOf(name) < least) return () => {}
    return (message, details) => write(name, `[livemount] ${message}`, details)
  }
  return { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") }
}

/** The console prints what an error says of itself, which may throw. It must not: what is logged is a failure already. */
function write(name: Exclude<LogLevel, "silent">, line: string, details: object | undefined): void {
  try {
    // oxlint-disable-next-line no-console
    if (details === undefined) console[name](line)
    // oxlint-disable-next-line no-console
    else console[name](line, details)
  } catch {
    writeTexts(name, line, details)
  }
}

function writeTexts(name: Exclude<LogLevel, "silent">, line: string, details: object = {}): void {
  try {
    // oxlint-disable-next-line no-console
    console[name](line, printable(details))
  } catch {
    // The console itself is broken: there is nobody left to tell.
  }
}

/**
 * Contains what an app's own logger throws, or rejects with (on details it cannot write, say). Most of what is logged is a failure already,
 * which must be handled to its end all the same.
 */
export function containedLogger(logger: Logger): Logger {
  const fallback = consoleLogger()
  const method =
    (name: keyof Logger): Logger["info"] =>
    (message, details) => {
      const failed = (error: unknown): void => fallback.error(message, { ...details, loggerFailed: error })
      try {
        // A method may be asynchronous, whatever its type says: then its rejection would end the process.
        const written: unknown = logger[name](message, details)
        if (typeof memberOf(written, "then") === "function") Promise.resolve(written).catch(failed)
      } catch (error) {
        failed(error)
      }
    }
  return { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") }
}
