/** Hears a topic of whose messages only the newest for each key counts. */

import { currentHops } from "../../pubsub/between/hops.js"
import type { CoalesceKey, KeyOf } from "../../pubsub/topic.js"
import type { Logger } from "../../telemetry/logger.js"
import { type KeyedPlace, NewestByKey } from "../messages/newest-by-key.js"

/** Takes the messages of which none waits that they could take the place of. */
interface InfoTaker {
  info(message: unknown, interval: undefined, hops: number, place?: KeyedPlace): void
}

/** Makes the listener of one view. */
export function newestListener(
  topic: string,
  keyOf: KeyOf,
  taker: InfoTaker,
  logger: Logger,
): (message: unknown) => void {
  const among = new NewestByKey()
  return (message) => {
    const hops = currentHops()
    const key = safeKeyOf(message)
    if (key === undefined) taker.info(message, undefined, hops)
    else if (!among.replace(key, message, hops)) taker.info(message, undefined, hops, { key, among })
  }

  /** A message is handled rather than lost where the app's function fails. */
  function safeKeyOf(message: unknown): CoalesceKey | undefined {
    try {
      return keyOf(message)
    } catch (error) {
      logger.error(`The \`coalesce\` of the topic "${topic}" threw; the message is handled like any other.`, {
        topic,
        error,
      })
      return undefined
    }
  }
}
