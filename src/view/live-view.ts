/** `liveView`: how an app declares a view. */

import type { Rendered } from "../render/values/values.js"
import { defineView } from "./define-view.js"
import type { CloseReason, LiveView } from "./definition.js"
import type { EventHandler } from "./event.js"
import type { Session } from "./session.js"
import type { MountSocket, Params, Redirect, Socket } from "./socket.js"

/** What every view has. All callbacks may be asynchronous; a view handles one message at a time, in order. */
export interface ViewMembers<Assigns extends object, Message = never> {
  /** Names the view and its socket.io namespace: `[a-z][a-z0-9-]*`, unique in the app. */
  readonly name: string
  /** The template of the page around the view, by the host's engine. `false`: none. */
  readonly layout?: string | false
  /** The document's title. */
  readonly title?: string
  /**
   * The tag of the root element.
   * @defaultValue "div"
   */
  readonly container?: string
  /**
   * Returns all the assigns, or a redirect. Runs for the first HTML, and again when the page's script joins:
   * `socket.connected` tells which.
   */
  readonly mount: (
    params: Params,
    session: Readonly<Session>,
    socket: MountSocket<NoInfer<Message>>,
  ) => Assigns | Redirect | Promise<Assigns | Redirect>
  /** The events the page may send, by name. */
  readonly events?: { readonly [event: string]: EventHandler<NoInfer<Assigns>, NoInfer<Message>> }
  /** Handles events that are not in `events`. Without it they are refused. */
  readonly handleEvent?: (event: string, params: Params, socket: Socket<NoInfer<Assigns>, NoInfer<Message>>) => unknown
  /** Handles broadcasts on subscribed topics, timers and `live.send`. */
  readonly handleInfo?: (message: NoInfer<Message>, socket: Socket<NoInfer<Assigns>, NoInfer<Message>>) => unknown
  /**
   * Runs when broadcasts of other processes may have been missed: the engine of the bus was out of reach, or lost something.
   * `topics` are the names of those concerned. Without it the view mounts anew, with the session and the parameters it was
   * joined with, after `terminate`: its assigns, timers, tasks and subscriptions are those of that `mount` then.
   */
  readonly handleGap?: (topics: readonly string[], socket: Socket<NoInfer<Assigns>, NoInfer<Message>>) => unknown
  /**
   * Runs when a connected view ends, whatever the reason, after the callback that is still running (it is given ten
   * seconds). What it assigns is not rendered.
   */
  readonly terminate?: (reason: CloseReason, socket: Socket<NoInfer<Assigns>, NoInfer<Message>>) => unknown
}

/** A view shown by a template file. */
export interface TemplateBody {
  /** The name of the template file. */
  readonly template: string
  readonly render?: never
}

/** A view shown by a function. */
export interface RenderBody<Assigns extends object> {
  /** Returns what the view shows, as `` html`…` ``. */
  readonly render: (assigns: Readonly<NoInfer<Assigns>>) => Rendered
  readonly template?: never
}

/** What `liveView` takes: the members, and one of `template` and `render`. */
export type ViewOptions<Assigns extends object, Message = never> = ViewMembers<Assigns, Message> &
  (TemplateBody | RenderBody<Assigns>)

/**
 * Declares a view.
 *
 * Assigns are what `mount` returns; a view that takes messages (`subscribe`, `sendAfter`, `handleInfo`) names both
 * types: `liveView<PageAssigns, PageMessage>({ … })`.
 *
 * @example
 * ```ts
 * import { liveView } from "livemount"
 *
 * export const counter = liveView({
 *   name: "counter",
 *   template: "counter.njk",
 *   mount: () => ({ count: 0 }),
 *   events: {
 *     increment(params, socket) { socket.update("count", (n) => n + 1) },
 *   },
 * })
 * ```
 * @throws {@link LiveError} LV_VIEW_INVALID
 */
export function liveView<Assigns extends object, Message = never>(
  view: ViewOptions<Assigns, Message>,
): LiveView<Message> {
  const definition = defineView(view)
  // The brand has no value: it only carries the type.
  return { name: definition.name, "~message": undefined as Message, "~definition": definition }
}
