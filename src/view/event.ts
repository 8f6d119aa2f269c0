/** Events of a view: plain handlers, and handlers whose parameters a schema has checked. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { isThenable } from "../util/thenable.js"
import type { Params, Socket } from "./socket.js"

/** A validator of any library that speaks Standard Schema: Zod, Valibot, ArkType and others. */
export type Schema<Output = unknown> = StandardSchemaV1<unknown, Output>

/** What a schema says is wrong. */
export type Issue = StandardSchemaV1.Issue

/** A handler of an event whose parameters nothing has checked. What it returns is the reply. */
export type PlainEvent<Assigns extends object, Message> = (params: Params, socket: Socket<Assigns, Message>) => unknown

/** A handler made by {@link event}. */
export interface CheckedEvent<Assigns extends object, Message> {
  /** For types only: the socket that its handler takes. */
  readonly "~event": (socket: Socket<Assigns, Message>) => void
  /** @internal */
  readonly "~parts": CheckedParts
}

/** What stands in a view's `events`. */
export type EventHandler<Assigns extends object, Message> = PlainEvent<Assigns, Message> | CheckedEvent<Assigns, Message>

/**
 * The parts of a checked event, their types erased.
 *
 * @internal
 */
export interface CheckedParts {
  readonly schema: StandardSchemaV1
  readonly run: (params: unknown, socket: unknown) => unknown
  readonly invalid: ((issues: readonly Issue[], params: Params, socket: unknown) => unknown) | undefined
}

/**
 * Makes an event handler that gets checked parameters.
 *
 * Without `invalid`, parameters that do not pass are refused: the handler is not called, the page is told so.
 *
 * @example
 * ```ts
 * import { event, liveView } from "livemount"
 * import { z } from "zod"
 *
 * const search = event(z.object({ q: z.string() }), ({ q }, socket) => socket.assign({ q }))
 * ```
 */
export function event<S extends StandardSchemaV1, Assigns extends object, Message>(
  schema: S,
  run: (params: StandardSchemaV1.InferOutput<S>, socket: Socket<Assigns, Message>) => unknown,
  invalid?: (issues: readonly Issue[], params: Params, socket: Socket<Assigns, Message>) => unknown,
): CheckedEvent<Assigns, Message> {
  // The process calls `run` with the schema's output and the view's own socket only: that is what the types say.
  const parts = { schema, run, invalid } as unknown as CheckedParts
  return { "~event": () => {}, "~parts": parts }
}

/** What became of a checked event. */
export type CheckOutcome =
  | { readonly kind: "ran"; readonly result: unknown }
  | { readonly kind: "refused"; readonly issues: readonly Issue[] }

/**
 * Checks the parameters and runs the handler, or its `invalid`. The outcome is a promise only where the schema is
 * asynchronous; a handler's own promise is in `result`.
 *
 * @internal
 */
export function runChecked(parts: CheckedParts, params: unknown, socket: unknown): CheckOutcome | Promise<CheckOutcome> {
  const checked = parts.schema["~standard"].validate(params)
  if (!isThenable(checked)) return runWith(parts, checked, params, socket)
  return Promise.resolve(checked).then((result) => runWith(parts, result, params, socket))
}

function runWith(
  parts: CheckedParts,
  checked: StandardSchemaV1.Result<unknown>,
  params: unknown,
  socket: unknown,
): CheckOutcome {
  if (checked.issues === undefined) return { kind: "ran", result: parts.run(checked.value, socket) }
  if (parts.invalid === undefined) return { kind: "refused", issues: checked.issues }
  return { kind: "ran", result: parts.invalid(checked.issues, asParams(params), socket) }
}

/** Parameters that are no object (a hook may push any JSON) stand under `value`, as those of an element do. */
export function asParams(params: unknown): Params {
  if (params === undefined || params === null) return {}
  return typeof params === "object" && !Array.isArray(params) ? (params as Params) : { value: params }
}
