/** The logger port, and the one that writes to the console. */

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
    return (message, details) => {
      const line = `[livemount] ${message}`
      // oxlint-disable-next-line no-console
      if (details === undefined) console[name](line)
      // oxlint-disable-next-line no-console
      else console[name](line, details)
    }
  }
  return { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") }
}

/**
 * Contains what an app's own logger throws (on details it cannot write, say). Most of what is logged is a failure already,
 * which must be handled to its end all the same.
 */
export function containedLogger(logger: Logger): Logger {
  const fallback = consoleLogger()
  const method =
    (name: keyof Logger): Logger["info"] =>
    (message, details) => {
      try {
        logger[name](message, details)
      } catch (error) {
        fallback.error(message, { ...details, loggerFailed: error })
      }
    }
  return { debug: method("debug"), info: method("info"), warn: method("warn"), error: method("error") }
}
