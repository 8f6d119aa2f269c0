/** A logger that keeps what it is told. */

import type { Logger } from "../../src/telemetry/logger.js"

export interface LogEntry {
  readonly level: keyof Logger
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

export class RecordingLogger implements Logger {
  readonly entries: LogEntry[] = []

  debug(message: string, details?: object): void {
    this.#note("debug", message, details)
  }

  info(message: string, details?: object): void {
    this.#note("info", message, details)
  }

  warn(message: string, details?: object): void {
    this.#note("warn", message, details)
  }

  error(message: string, details?: object): void {
    this.#note("error", message, details)
  }

  /** Messages of one level. */
  at(level: keyof Logger): string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ message }) => message)
  }

  #note(level: keyof Logger, message: string, details: object = {}): void {
    this.entries.push({ level, message, details: details as Readonly<Record<string, unknown>> })
  }
}
