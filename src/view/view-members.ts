/** What `liveView` takes: the members of a view, with their types. */

import type { Rendered } from "../render/values/values.js"
import type { Flash } from "../util/flash.js"
import type { CloseReason } from "./definition.js"
import type { EventHandler } from "./event.js"
import type { PersistKey, SavedAssigns } from "./persisted-types.js"
import type { Session } from "./session.js"
import type { MountSocket, Params, Redirect, Restreamed, Socket, StreamName } from "./socket.js"

/** What the callbacks after `mount` see: what it returned, and what guards have added. */
export type WithAdded<Assigns extends object, Added extends object> = [keyof Added] extends [never]
  ? Assigns
  : Assigns & Added

/** What every view has. All callbacks may be asynchronous; a view handles one message at a time, in order. */
export interface ViewMembers<
  Assigns extends object,
  Message = never,
  Added extends object = object,
  OfPage extends object = Params,
> {
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
   * `"socket"`: this view says itself, in `handleParams` or its guards, who may see what, so its page goes from one of its `live.view`
   * paths to another without asking the host. Middleware in front of a path is asked when the page is loaded, and not at a patch.
   *
   * @defaultValue the host's own routes are asked whenever the path changes
   */
  readonly patch?: "socket"
  /**
   * True: the process that renders the page is the one that its script joins. `mount` runs once, in the HTTP request, where
   * `socket.connected` is false; what it subscribes to, its timers and its tasks begin there, and what they bring until the join is shown by
   * it. What needs a client stands in `handleConnected`. Pages that are not joined within some seconds, and those of a
   * browser's first visit, mount again at their join, as without it.
   *
   * @defaultValue false: `mount` runs for the page, and again at each join
   * @example
   * ```ts
   * adopt: true,
   * mount(_params, _session, socket) {
   *   socket.subscribe(orders)
   *   return { orders: db.latest() }
   * },
   * handleConnected(socket) { socket.pushEvent("ready") },
   * ```
   */
  readonly adopt?: boolean
  /**
   * Returns all the assigns, or a redirect. Runs for the first HTML, and again when the page's script joins:
   * `socket.connected` tells which. With `adopt` it runs once.
   */
  readonly mount: (
    params: OfPage,
    session: Readonly<Session>,
    socket: MountSocket<NoInfer<Message>, Added>,
  ) => Assigns | Redirect | Promise<Assigns | Redirect>
  /**
   * Runs after `mount`, for the first HTML and at the join, and whenever the page's URL changes by a patch: what the view
   * shows of its URL is assigned here. `params` are those of the path and of the query (the path's win), `uri` is path and
   * query as the browser shows them. Views with it have a path of their own (`live.view`, `live.page`), so they are no
   * islands.
   *
   * @example
   * ```ts
   * mount: () => ({ page: 1 }),
   * handleParams({ page = "1" }, uri, socket) { socket.assign({ page: Number(page) }) },
   * ```
   */
  readonly handleParams?: (
    params: OfPage,
    uri: string,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
  /**
   * Runs whenever the page's script has joined: after `mount`, where the join has mounted the view, and alone where the view runs
   * already, because its process is that of the page (`adopt`) or that of before a lost connection. Only here, and from here on,
   * `socket.connectParams` says what the page's own code has sent along. What it assigns is in the answer to the join.
   *
   * @example
   * ```ts
   * mount: () => ({ timeZone: "UTC" }),
   * handleConnected(socket) {
   *   const { timeZone } = socket.connectParams
   *   if (typeof timeZone === "string") socket.assign({ timeZone })
   * },
   * ```
   */
  readonly handleConnected?: (socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>) => unknown
  /**
   * Names of assigns that outlive the process of the view: the page keeps them, sealed, and brings them where the view is mounted
   * anew, after a deploy or a crash; a page without JavaScript brings them with each post. They hold plain data: what JSON brings
   * back as it was. Name the type of the assigns, `liveView<CheckoutAssigns>({ … })`: what `mount` returns is only how they begin.
   *
   * A browser may bring an older one again: see `docs/snapshots.md`.
   *
   * @example
   * ```ts
   * persist: ["cart", "step"],
   * mount: () => ({ cart: [], step: 1, countries: countries() }),
   * ```
   */
  readonly persist?: readonly PersistKey<NoInfer<Assigns>>[]
  /**
   * Of what is persisted: a whole number, to be raised where an older version of the app persisted something else under the same
   * names. Without `upgrade` what another version has persisted is not taken.
   * @defaultValue 1
   */
  readonly version?: number
  /**
   * Makes what another version has persisted fit for this one. Where it throws, the view begins anew.
   *
   * @example
   * ```ts
   * version: 2,
   * upgrade: (old, from) => ({ step: from === 1 ? Number(old["page"]) : 1 }),
   * ```
   */
  readonly upgrade?: (
    old: Readonly<Record<string, unknown>>,
    from: number,
  ) => SavedAssigns<NoInfer<Assigns>> | Promise<SavedAssigns<NoInfer<Assigns>>>
  /**
   * Takes what was persisted, after `mount`. Without it each saved assign takes the place of what `mount` returned. Where it throws,
   * the view begins anew.
   *
   * @example
   * ```ts
   * async restore({ cart = [], step = 1 }, socket) {
   *   socket.assign({ cart: await stillForSale(cart), step })
   * },
   * ```
   */
  readonly restore?: (
    saved: SavedAssigns<NoInfer<Assigns>>,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
  /** The events the page may send, by name. */
  readonly events?: { readonly [event: string]: EventHandler<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>> }
  /** Handles events that are not in `events`. Without it they are refused. */
  readonly handleEvent?: (
    event: string,
    params: Params,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
  /** Handles broadcasts on subscribed topics, timers and `live.send`. */
  readonly handleInfo?: (
    message: NoInfer<Message>,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
  /**
   * Runs when broadcasts of other processes may have been missed: the engine of the bus was out of reach, or lost something.
   * `topics` are the names of those concerned. Without it the view mounts anew, with the session and the parameters it was
   * joined with, after `terminate`: its assigns, timers, tasks and subscriptions are those of that `mount` then.
   */
  readonly handleGap?: (
    topics: readonly string[],
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
  /**
   * Gives the items of a stream once more: the server keeps the keys of rows alone, and a page may have lost them. Without it
   * the view mounts anew then, after `terminate`, and the log says so.
   *
   * @example
   * ```ts
   * restream: (name, socket) => db.rows({ before: socket.assigns.newest, limit: 200 })
   * ```
   */
  readonly restream?: (
    name: StreamName<NoInfer<Assigns>>,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => Restreamed<NoInfer<Assigns>> | Promise<Restreamed<NoInfer<Assigns>>>
  /**
   * Runs when a view ends that is connected (or, with `adopt`, might have been), whatever the reason, after the callback that is still running (it is given ten
   * seconds). What it assigns is not rendered.
   */
  readonly terminate?: (
    reason: CloseReason,
    socket: Socket<WithAdded<NoInfer<Assigns>, Added>, NoInfer<Message>>,
  ) => unknown
}

/** What templates see beside the view's own assigns. livemount writes it. */
export interface ReservedAssigns {
  /** What is said to the user now, by kind: see `socket.putFlash`. */
  readonly flash: Flash
  /** The option `action` of the page's route; undefined for islands. */
  readonly action?: string | undefined
}

/** A view shown by a template file. */
export interface TemplateBody {
  /** The name of the template file. */
  readonly template: string
  readonly render?: never
}

/** A view shown by a function. */
export interface RenderBody<Assigns extends object, Added extends object = object> {
  /** Returns what the view shows, as `` html`…` ``. */
  readonly render: (assigns: Readonly<WithAdded<NoInfer<Assigns>, Added>> & ReservedAssigns) => Rendered
  readonly template?: never
}

/** What `liveView` takes: the members, and one of `template` and `render`. */
export type ViewOptions<
  Assigns extends object,
  Message = never,
  Added extends object = object,
  OfPage extends object = Params,
> = ViewMembers<Assigns, Message, Added, OfPage> & (TemplateBody | RenderBody<Assigns, Added>)
