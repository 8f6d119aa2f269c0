/**
 * What livemount publishes through `node:diagnostics_channel`. `docs/telemetry.md` describes every channel; a test holds
 * the two together. Nothing is measured, and no context made, while nobody listens.
 */

import { type Channel, channel, tracingChannel } from "node:diagnostics_channel"

/** The process that a message is about: its view, and the id of its root element. */
export interface ViewContext {
  readonly view: string
  readonly id: string
}

/** A `mount`, for the first HTML or for a join. */
export interface MountContext extends ViewContext {
  readonly connected: boolean
  readonly params: object
}

/** A `handleParams`, after a `mount` or for a patch. */
export interface ParamsContext extends ViewContext {
  readonly params: object
  /** Path and query, as the browser shows them. */
  readonly uri: string
}

/** A `handleConnected`, at a join. */
export interface ConnectedContext extends ViewContext {
  readonly connectParams: object
}

/** An event's handler. `params` as they came, not checked yet. */
export interface EventContext extends ViewContext {
  readonly event: string
  readonly params: unknown
}

/** A `handleInfo`. */
export interface InfoContext extends ViewContext {
  readonly message: unknown
}

/** A task of `asyncResult`, `assignAsync` or `startAsync`. */
export interface AsyncContext extends ViewContext {
  /** The assign's key, or the name given to `startAsync`. */
  readonly name: string
}

/** A render and the comparison with the render before. */
export interface RenderContext extends ViewContext {
  /** True for the first render of a process. */
  readonly first: boolean
  /** Set when it ends: how many top-level slots differ, and the bytes of the difference as JSON. */
  changed?: number
  bytes?: number
}

/** A page's script asking for a view. */
export interface JoinContext {
  readonly view: string
  /** Set when it ends: the root element's id, or the code of the refusal. */
  id?: string
  refused?: string
  /** Set when the process of the page was taken over, so that nothing was mounted. */
  adopted?: true
  /** Set where it came back to the process that the page has had. */
  resumed?: true
  /** Set where a new process went on from the snapshot that the page has brought. */
  restored?: true
}

/** An exception in a callback or a render; the view has ended. */
export interface CrashContext extends ViewContext {
  readonly callback: string
  readonly event?: string
  /** What was thrown: not always an error, and not always fit to be printed. */
  readonly error: unknown
  /** Its message, or a description of it. */
  readonly message: string
}

/** A snapshot was not made, or was brought and does not open: its view begins anew where it is mounted. */
export interface SnapshotContext extends ViewContext {
  /** Why: see `docs/snapshots.md`. */
  readonly reason: string
}

/** Something was refused, dropped or held back because it went over a limit. */
export interface LimitContext {
  /** The limit's name, most often in the option `limits`. */
  readonly limit: string
  readonly view?: string
  readonly given?: number
}

/** A view whose page has lost its connection, and what has become of it. */
export interface DetachedContext extends ViewContext {
  /** It waits for its page; its page has come back, and was told what it missed, or all values; it has ended without. */
  readonly became: "detached" | "resumed" | "retold" | "ended"
  /** Why it has ended. */
  readonly code?: "LV_DETACHED_TOO_LONG" | "LV_DETACHED_TOO_MANY"
  /** Which limit was hit, in the option `limits`. */
  readonly limit?: string
}

/**
 * The channels of a span. Not Node's own type, whose type parameters stand in another order in newer declarations of
 * Node: an app that checks its libraries could not compile.
 */
export interface Span<C extends object> {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel
  /** Only in types. */
  readonly "~context"?: C
}

/** Spans: `tracing:livemount.<name>:start`, `end`, `asyncStart`, `asyncEnd`, `error`. */
export const spans: {
  readonly mount: Span<MountContext>
  readonly params: Span<ParamsContext>
  readonly connected: Span<ConnectedContext>
  readonly event: Span<EventContext>
  readonly info: Span<InfoContext>
  readonly async: Span<AsyncContext>
  readonly render: Span<RenderContext>
  readonly join: Span<JoinContext>
} = {
  mount: tracingChannel("livemount.mount"),
  params: tracingChannel("livemount.params"),
  connected: tracingChannel("livemount.connected"),
  event: tracingChannel("livemount.event"),
  info: tracingChannel("livemount.info"),
  async: tracingChannel("livemount.async"),
  render: tracingChannel("livemount.render"),
  join: tracingChannel("livemount.join"),
}

/** Single messages: `livemount.<name>`. */
export const notices: {
  readonly bus: Channel
  readonly crash: Channel
  readonly detached: Channel
  readonly snapshot: Channel
  readonly limit: Channel
} = {
  bus: channel("livemount.bus"),
  crash: channel("livemount.crash"),
  detached: channel("livemount.detached"),
  snapshot: channel("livemount.snapshot"),
  limit: channel("livemount.limit"),
}

/** Publishes that a limit was hit. */
export function limitHit(context: LimitContext): void {
  if (notices.limit.hasSubscribers) notices.limit.publish(context)
}

/** True when someone listens to any part of the span. */
export function isTraced<C extends object>(span: Span<C>): boolean {
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
export function traced<C extends object, T>(span: Span<C>, context: C, run: () => T): T {
  const seen: C & Outcome = context
  return span.start.runStores(seen, () => {
    try {
      const result = run()
      if (!isPromiseLike(result)) {
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

function settled<C extends object>(span: Span<C>, seen: C): void {
  span.asyncStart.publish(seen)
  span.asyncEnd.publish(seen)
}

function isPromiseLike(result: unknown): result is PromiseLike<unknown> {
  return typeof (result as { readonly then?: unknown } | null | undefined)?.then === "function"
}
