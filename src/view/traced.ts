/** Runs what is measured. Who wants to measure listens to the channels of `telemetry/channels.ts`. */

import type { TracingChannel } from "node:diagnostics_channel"
import { isThenable } from "../util/thenable.js"

/** True when someone listens to any part of the span. */
export function isTraced<C extends object>(span: TracingChannel<string, C>): boolean {
  return (
    span.start.hasSubscribers ||
    span.end.hasSubscribers ||
    span.asyncStart.hasSubscribers ||
    span.asyncEnd.hasSubscribers ||
    span.error.hasSubscribers
  )
}

/**
 * Runs a function within a span. Unlike `tracePromise` it leaves a synchronous result synchronous. The result or the
 * error is added to the context, as Node's own tracing does.
 */
export function traced<C extends object, T>(span: TracingChannel<string, C>, context: C, run: () => T): T {
  const seen: C & Outcome = context
  return span.start.runStores(seen, () => {
    try {
      const result = run()
      if (!isThenable(result)) {
        seen.result = result
        return result
      }
      return result.then(
        (value) => {
          seen.result = value
          settled(span, seen)
          return value
        },
        (error: unknown) => {
          seen.error = error
          span.error.publish(seen)
          settled(span, seen)
          throw error
        },
      ) as T
    } catch (error) {
      seen.error = error
      span.error.publish(seen)
      throw error
    } finally {
      span.end.publish(seen)
    }
  })
}

/** What a span's end adds to its context. */
interface Outcome {
  result?: unknown
  error?: unknown
}

function settled<C extends object>(span: TracingChannel<string, C>, seen: C): void {
  span.asyncStart.publish(seen)
  span.asyncEnd.publish(seen)
}
