/**
 * Says in development what a bus between processes would change: with the memory bus a message is handed over as it is, and
 * an app would learn only in production that its dates have become texts.
 */

import type { Logger } from "../telemetry/logger.js"
import { findUnplain } from "../util/plain-data.js"

/** Topics that have been told of; each is told of once. */
const MOST_TOPICS = 1000

/** Looks at messages before they are published. */
export class PlainMessages {
  readonly #logger: Logger
  readonly #told = new Set<string>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  look(topic: string, message: unknown): void {
    if (this.#told.has(topic) || this.#told.size >= MOST_TOPICS) return
    const unplain = message === undefined ? { path: "", got: "undefined" } : findUnplain(message)
    if (unplain === undefined) return
    this.#told.add(topic)
    const where = unplain.path === "" ? "is" : `has \`${unplain.path}\`,`
    this.#logger.warn(
      `A message on the topic "${topic}" ${where} ${unplain.got}: with several processes it travels as JSON, and arrives as ` +
        "something else. Broadcast plain data: texts, numbers, booleans, null, arrays and plain objects.",
      { topic },
    )
  }
}
