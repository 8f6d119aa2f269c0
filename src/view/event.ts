/** Events of a view: plain handlers, and handlers whose parameters a schema has checked. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { LiveError } from "../errors/live-error.js"
import { isThenable } from "../util/thenable.js"
import type { Params, Socket } from "./socket.js"

/** What a schema says is wrong. */
export type Issue = StandardSchemaV1.Issue

/** A handler of an event whose parameters nothing has checked. What it returns is the reply. */
export type PlainEvent<Assigns extends object, Message> = (params: Params, socket: Socket<Assigns, Message>) => unknown

/** A handler made by {@link event}. `Given` and `Reply`: what a hook may push, and what comes back. */
export interface CheckedEvent<Assigns extends object, Message, Given = never, Reply = unknown> {
  /** For types only: the socket that its handler takes. */
  readonly "~event": (socket: Socket<Assigns, Message>) => void
  /** For types only: the event as a hook sees it, `Hook<{ search: typeof search }>`. */
  readonly "~call": (params: Given) => Reply
  /** @internal */
  readonly "~parts": CheckedParts
}

/** What stands in a view's `events`. */
export type EventHandler<Assigns extends object, Message> =
  | PlainEvent<Assigns, Message>
  | CheckedEvent<Assigns, Message>

/** The parts of a checked event, their types erased. */
export interface CheckedParts {
  readonly schema: StandardSchemaV1
  readonly run: (params: unknown, socket: unknown, sent: Params) => unknown
  readonly invalid: ((issues: readonly Issue[], params: Params, socket: unknown) => unknown) | undefined
}

/**
 * Makes an event handler that gets checked parameters; and, as the last argument, those that were sent, for a form that is
 * shown again as the user left it.
 *
 * Without `invalid`, parameters that do not pass are refused: the handler is not called, the page is told so.
 *
 * In a view with checked events name the types, `liveView<Assigns>({ … })`: TypeScript infers `socket` from them.
 *
 * @example
 * ```ts
 * import { event, liveView } from "livemount"
 * import { z } from "zod"
 *
 * liveView<{ q: string }>({
 *   name: "search",
 *   template: "search.njk",
 *   mount: () => ({ q: "" }),
 *   events: { search: event(z.object({ q: z.string() }), ({ q }, socket) => socket.assign({ q })) },
 * })
 * ```
 */
export function event<S extends StandardSchemaV1, Assigns extends object, Message, Reply = unknown>(
  schema: S,
  run: (params: StandardSchemaV1.InferOutput<S>, socket: Socket<Assigns, Message>, sent: Params) => Reply,
): CheckedEvent<Assigns, Message, StandardSchemaV1.InferInput<S>, Awaited<Reply>>
export function event<
  S extends StandardSchemaV1,
  Assigns extends object,
  Message,
  Reply = unknown,
  OfInvalid = unknown,
>(
  schema: S,
  run: (params: StandardSchemaV1.InferOutput<S>, socket: Socket<Assigns, Message>, sent: Params) => Reply,
  invalid: (issues: readonly Issue[], params: Params, socket: Socket<Assigns, Message>) => OfInvalid,
): CheckedEvent<Assigns, Message, StandardSchemaV1.InferInput<S>, Awaited<Reply | OfInvalid>>
export function event(schema: StandardSchemaV1, run: unknown, invalid?: unknown): unknown {
  // The process calls `run` with the schema's output and the view's own socket only: that is what the types say.
  const parts = { schema, run, invalid } as CheckedParts
  return { "~event": () => {}, "~call": () => {}, "~parts": parts }
}

/** What an event comes to that the client should not have sent. */
export class Refusal {
  readonly error: LiveError
  constructor(error: LiveError) {
    this.error = error
  }
}

/** An event that was sent, for {@link runChecked}. */
interface SentEvent {
  readonly view: string
  readonly event: string
  readonly params: unknown
}

/**
 * Checks the parameters and runs the handler, or its `invalid`. Returns what that returns (a promise too if the schema is
 * asynchronous), or a {@link Refusal}.
 *
 * @internal
 */
export function runChecked(parts: CheckedParts, sent: SentEvent, socket: unknown): unknown {
  const checked = parts.schema["~standard"].validate(sent.params)
  if (!isThenable(checked)) return runWith(parts, checked, sent, socket)
  return checked.then((result) => runWith(parts, result, sent, socket))
}

function runWith(
  parts: CheckedParts,
  checked: StandardSchemaV1.Result<unknown>,
  { view, event, params }: SentEvent,
  socket: unknown,
): unknown {
  if (checked.issues === undefined) return parts.run(checked.value, socket, asParams(params))
  if (parts.invalid !== undefined) return parts.invalid(checked.issues, asParams(params), socket)
  return new Refusal(new LiveError("LV_EVENT_INVALID", { view, event, issues: checked.issues.map(describeIssue) }))
}

/** Where in the parameters something is wrong, and what. */
export function describeIssue({ message, path = [] }: Issue): string {
  const where = path.map((segment) => String(typeof segment === "object" ? segment.key : segment)).join(".")
  return where === "" ? message : `${where}: ${message}`
}

/** Parameters that are no object (a hook may push any JSON) stand under `value`, as those of an element do. */
export function asParams(params: unknown): Params {
  if (params === undefined || params === null) return {}
  return typeof params === "object" && !Array.isArray(params) ? (params as Params) : { value: params }
}
