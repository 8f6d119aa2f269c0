/**
 * What callbacks get as `socket`: types only. Members are methods, not function properties: so `Socket` takes part in
 * inference, and helpers may take a socket with fewer assigns. They return `void`, because what an arrow handler
 * returns is the reply to the hook that pushed the event.
 */

import type { AsyncOutcome, AsyncResult, AsyncTask } from "../async/async-result.js"
import type { Sender } from "../pubsub/sender.js"
import type { Topic } from "../pubsub/topic.js"
import type { Stream } from "../render/stream/stream.js"
import type { StreamHandle } from "../render/stream/stream-handle.js"
import type { ExternalTarget } from "../security/redirect.js"
import type { Flash } from "../util/flash.js"

/** Parameters of a page or an event. Nothing has checked them yet, so their values are `unknown`. */
export type Params = Readonly<Record<string, unknown>>

/** What `socket.redirect` gives in `mount`, to be returned instead of assigns. */
export interface Redirect {
  /** Where to: a path of the app, or an http(s) URL. */
  readonly "~redirect": string
}

/** What all sockets have. */
export interface BaseSocket<Message = never> extends Sender {
  /** False while the first HTML is made, and in a plain POST. True when the page's script has joined. */
  readonly connected: boolean
  /** The id of the root element: it tells this view from others of its name. */
  readonly id: string
  /** The view's name. */
  readonly view: string
  /**
   * Path and query of the page as the browser shows them, with all that proxies and mount paths put before; no hash. Of an
   * island: those that its page had when it was made.
   */
  readonly uri: string
  /** The option `action` of the page's route: `live.view("/posts/new", posts, { action: "new" })`. */
  readonly action: string | undefined
  /** What the page's own code sent along when it joined; empty before that. See `handleConnected`. */
  readonly connectParams: Params

  /**
   * Has `handleInfo` called with every message broadcast on the topic, from this moment until the view ends. Does
   * nothing where a page is written by a view without `adopt`, or when subscribed already.
   */
  subscribe(topic: Topic<Message>): void
  unsubscribe(topic: Topic<Message>): void

  /** Has `handleInfo` called with the message once, after `ms` milliseconds, unless the view has ended by then. */
  sendAfter(ms: number, message: Message): void
  /** Has `handleInfo` called with the message every `ms` milliseconds. A tick is left out while the last one waits. */
  sendInterval(ms: number, message: Message): void

  /** Dispatches `live:<name>` on the page's window, after what this callback changed is in the DOM. */
  pushEvent(name: string, payload?: unknown): void

  /**
   * Has the page show another URL of this view without being loaded anew: `handleParams` runs for it. `to` is written as a
   * link's `href`, path and query (`"?page=2"` keeps the path); `replace` puts it in the place of the history's entry.
   *
   * On the page's own path `handleParams` runs as soon as this callback is done, and what it changes is told together with
   * what this callback changes. For another path of the view the page asks the host's own routes first, so `handleParams`
   * runs if they, and the view's guards, let it. In an HTTP request it is a redirect.
   *
   * @example
   * ```ts
   * events: {
   *   search({ q }, socket) { socket.pushPatch(`?q=${encodeURIComponent(String(q))}`, { replace: true }) },
   * }
   * ```
   * @throws {@link LiveError} LV_PATCH_REFUSED
   */
  pushPatch(to: string, options?: { readonly replace?: boolean }): void

  /** What is said to the user now, by kind. Templates have it as the assign `flash`. */
  readonly flash: Flash

  /**
   * Says something to the user, once: this page shows it, or beside a redirect the next one.
   *
   * @example
   * ```ts
   * socket.putFlash("info", "Saved.")
   * ```
   * @throws {@link LiveError} LV_FLASH_INVALID
   */
  putFlash(kind: string, text: string): void

  /** Takes away what was said: of one kind, or all. */
  clearFlash(kind?: string): void

  /** Sets the document's title. */
  title(text: string): void
}

/** The socket of `mount`: it has nothing that writes assigns, since `mount` returns them all. */
export interface MountSocket<Message = never, Added extends object = object> extends BaseSocket<Message> {
  /** What the view's guards have added: see `liveView.onMount`. */
  readonly assigns: Readonly<Added>

  /**
   * Returns what the HTTP request holds under that key (`res.locals`, `ctx.state`), else what `make` makes: so a user
   * that a middleware has loaded is not loaded again.
   */
  assignNew<T>(key: string, make: () => T): T | Awaited<T>

  /** Makes a redirect, to be returned from `mount`: `return socket.redirect("/login")`. See `Socket.redirect`. */
  redirect(to: string | ExternalTarget): Redirect
}

/**
 * Some assigns, or all (for completions). `never` when there are no keys: else a socket whose assigns could not be inferred
 * would take any object.
 */
export type AssignValues<Assigns extends object, K extends keyof Assigns> = [keyof Assigns] extends [never]
  ? never
  : Pick<Assigns, K> | Assigns

/** The keys of assigns that are an `AsyncResult`. */
export type AsyncKey<Assigns extends object> = {
  [K in keyof Assigns]-?: [Extract<Assigns[K], AsyncResult<unknown>>] extends [never] ? never : K
}[keyof Assigns]

/** What the task of such an assign fetches. */
export type AsyncResultValue<Result> = Result extends { readonly ok: true; readonly result: infer T } ? T : never

/** The keys of assigns that are a `Stream`. */
export type StreamName<Assigns extends object> = {
  [K in keyof Assigns]-?: [Extract<Assigns[K], Stream<unknown>>] extends [never] ? never : K
}[keyof Assigns] &
  string

/** What the rows of such an assign are made of. */
export type StreamItem<Rows> = Rows extends Stream<infer T> ? T : never

/** Items of any of the streams. */
export type Restreamed<Assigns extends object> = Iterable<StreamItem<Assigns[StreamName<Assigns>]>>

/** The socket of all other callbacks. */
export interface Socket<Assigns extends object = object, Message = never> extends BaseSocket<Message> {
  /**
   * The assigns as they are now, for reading: a write throws `LV_ASSIGN_DIRECT`. What stands inside of them is yours: after a
   * change in place (`assigns.user.name = "Ada"`), say so by `assign("user", assigns.user)`, or better give a new object.
   *
   * For a copy to keep or to send elsewhere take `{ ...socket.assigns }`; `structuredClone` clones that, and not the guard.
   */
  readonly assigns: Readonly<Assigns>

  /**
   * The id of the event that is being handled, if its element has `live-retry`; else `undefined`. Such an event is sent once more, with
   * the same id, where the process that it was sent to is gone before it has answered: it may have been handled there. Hand the id on to
   * what must not be done twice.
   *
   * @example
   * ```ts
   * async pay(params, socket) {
   *   await payments.charge(socket.assigns.order, { idempotencyKey: socket.eventId })
   * }
   * ```
   */
  readonly eventId: string | undefined

  /**
   * Sets assigns. A different value is an immutable update: what is the same in it is not looked at again. The same
   * object again means that it was changed in place: all that reads it is evaluated again.
   *
   * Where the assigns are not known (in an `event(…)` of a view whose types are not named) it takes nothing.
   */
  assign<K extends keyof Assigns>(values: AssignValues<Assigns, K>): void
  assign<K extends keyof Assigns>(key: K, value: Assigns[K]): void

  /** Sets an assign to what the function makes of its value. */
  update<K extends keyof Assigns>(key: K, change: (value: Assigns[K]) => Assigns[K]): void

  /** Sets an assign that is `undefined` so far; calls `make` only then. */
  assignNew<K extends keyof Assigns>(key: K, make: () => Assigns[K]): void

  /**
   * The rows of a stream that `mount` has returned, to be changed. What is changed is told with all else that the callback
   * changes.
   *
   * @example
   * ```ts
   * socket.stream("lines").insert(line, { at: "start" })
   * ```
   * @throws {@link LiveError} LV_STREAM_UNKNOWN
   */
  stream<K extends StreamName<Assigns>>(name: K): StreamHandle<StreamItem<Assigns[K]>>

  /**
   * Has the browser load another page: a path of this app, or `{ external: "https://…" }`.
   *
   * @throws {@link LiveError} LV_BAD_REDIRECT
   */
  redirect(to: string | ExternalTarget): void

  /**
   * Shows another page of this app: its root takes the place of this one's, over the connection that is there, and the host's
   * own routes answer for it. Where that cannot be (another live session, a page that is not livemount's, a redirect) the
   * browser loads it. In a plain POST it is a redirect.
   *
   * @param to - A path of this app, with its query.
   * @example
   * ```ts
   * save(params, socket) {
   *   const order = orders.add(params)
   *   socket.pushNavigate(`/orders/${order.id}`)
   * }
   * ```
   * @throws {@link LiveError} LV_BAD_REDIRECT
   */
  pushNavigate(to: string, options?: { readonly replace?: boolean }): void

  /**
   * Loads an assign (anew) that is an `AsyncResult`: it is loading at once, and the task starts when the code that runs
   * now is done (a synchronous callback with its render, an asynchronous one up to its next `await`). A value that is
   * there stays meanwhile, unless `reset` is set, and also when the task fails. A task that is still at work for this
   * assign is aborted. Where a page is written by a view without `adopt` nothing is started.
   *
   * @throws {@link LiveError} LV_ASYNC_INVALID
   */
  assignAsync<K extends AsyncKey<Assigns>>(
    key: K,
    task: AsyncTask<AsyncResultValue<Assigns[K]>>,
    options?: { readonly reset?: boolean },
  ): void

  /**
   * Runs a task beside the view, and has `handleAsync` called with what became of it. A task of that name that is still at
   * work is aborted, and ignored. Where a page is written by a view without `adopt` nothing is started.
   *
   * @throws {@link LiveError} LV_ASYNC_INVALID
   */
  startAsync<T>(
    name: string,
    task: AsyncTask<T>,
    handleAsync: (outcome: AsyncOutcome<NoInfer<T>>, socket: Socket<Assigns, Message>) => unknown,
  ): void

  /**
   * Aborts the task of an assign, or of a name given to `startAsync`: it fails with the reason, by default the
   * `AbortError` of the signal it has.
   */
  cancelAsync(name: string, reason?: unknown): void
}
