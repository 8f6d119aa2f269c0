/** A view as the rest of livemount sees it: its types erased, its members checked once, when it was made. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { describedWithKind } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import type { Rendered } from "../render/values/values.js"
import type { Persist } from "../snapshot/bring-back.js"
import type { CheckedParts } from "./event.js"
import type { ErasedGuard } from "./on-mount.js"
import type { Params } from "./socket.js"

/** A view, made by `liveView`: to be given to `live.view`, `live.page`, `live.register` and `live.send`. */
export interface LiveView<Message = unknown> {
  readonly name: string
  /** For types only: what its `handleInfo` takes. */
  readonly "~message": Message
  /** @internal */
  readonly "~definition": ViewDefinition
}

/** What ends a view. */
export type CloseReason =
  /** The page has gone on, or dropped the root element. */
  | "leave"
  /** The connection was lost. */
  | "disconnect"
  /** A callback threw. */
  | "crash"
  /** The server stops. */
  | "shutdown"
  /**
   * The view mounts anew: broadcasts may have been missed and it has no `handleGap`, or rows of a stream are needed again and
   * it has no `restream`.
   */
  | "gap"

/** An event's handler, erased: a plain function, or the parts of a checked event. */
export type ErasedEvent = ((params: Params, socket: unknown) => unknown) | CheckedParts

/** A view's members, erased. Functions are bound to the object they were written in. */
export interface ViewDefinition {
  readonly name: string
  readonly template?: string
  readonly render?: (assigns: object) => Rendered
  readonly layout?: string | false
  readonly title?: string
  readonly container: string
  /** It says itself who may see which of its URLs. */
  readonly patch?: "socket"
  /** The process of its page waits for the join, which takes it over. */
  readonly adopt?: boolean
  /** What runs before `mount`, in this order. */
  readonly guards: readonly ErasedGuard[]
  /** What the params of its pages have to pass. */
  readonly paramsSchema?: StandardSchemaV1 | undefined
  readonly mount: (params: Params, session: object, socket: unknown) => unknown
  readonly handleParams?: (params: Params, uri: string, socket: unknown) => unknown
  readonly handleConnected?: (socket: unknown) => unknown
  /** What it persists; undefined: nothing. */
  readonly persist?: Persist | undefined
  readonly events: ReadonlyMap<string, ErasedEvent>
  readonly handleEvent?: (event: string, params: Params, socket: unknown) => unknown
  readonly handleInfo?: (message: unknown, socket: unknown) => unknown
  readonly handleGap?: (topics: readonly string[], socket: unknown) => unknown
  readonly restream?: (name: string, socket: unknown) => unknown
  readonly terminate?: (reason: CloseReason, socket: unknown) => unknown
}

/**
 * Returns the definition of a view.
 *
 * @throws {@link LiveError} LV_NOT_A_VIEW
 */
export function definitionOf(view: LiveView): ViewDefinition {
  const given: unknown = view
  if (typeof given === "object" && given !== null && "~definition" in given) return view["~definition"]
  throw new LiveError("LV_NOT_A_VIEW", { got: describedWithKind(given) })
}
