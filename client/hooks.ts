/**
 * Hooks: classes of the page's own scripts that live with an element of a view. The middleware serves this as
 * `hooks.js`; those who bundle their script have it from `livemount/client`.
 *
 * @module
 */
import { HookCommands } from "./hook-commands.js"
import { type HookClass, type HookClient, hookRegistry } from "./util/hook-registry.js"

/** What JSON makes of a value: what a handler has returned, as the page gets it. */
export type Json<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined | void
    ? T
    : T extends { toJSON(...given: never[]): infer Given }
      ? Json<Given>
      : T extends bigint | symbol | ((...given: never[]) => unknown)
        ? never
        : T extends ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
          ? Record<never, never>
          : T extends readonly unknown[]
            ? {
                -readonly [Key in keyof T]: undefined extends T[Key]
                  ? Json<Exclude<T[Key], undefined>> | null
                  : Json<T[Key]>
              }
            : JsonObject<T>

/** What is undefined, a function or a symbol is left out of an object. */
type JsonObject<T> = Plain<
  { -readonly [Key in keyof T as JsonKey<Key, T[Key], false>]: Json<T[Key]> } & {
    -readonly [Key in keyof T as JsonKey<Key, T[Key], true>]?: Json<Exclude<T[Key], undefined>>
  }
>

type JsonKey<Key, Value, MayMiss> = Key extends symbol
  ? never
  : Exclude<Value, undefined> extends symbol | ((...given: never[]) => unknown)
    ? never
    : MayMiss extends (undefined extends Value ? true : false)
      ? Key
      : never

/** One object type instead of an intersection. */
type Plain<T> = { [Key in keyof T]: T[Key] }

/** Of an `event(schema, …)` of the server: for types only. */
interface TypedEvent {
  readonly "~call": (params: never) => unknown
}

/** Any events: nothing is known of them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyEvents = Record<string, (payload?: any) => unknown>

/** What an event takes, as arguments: optional where it may be left out. */
export type EventPayload<Event> = Event extends { readonly "~call": (params: infer Given) => unknown }
  ? Record<never, never> extends Given
    ? [payload?: Given]
    : [payload: Given]
  : Event extends (...given: infer Given) => unknown
    ? Given extends []
      ? []
      : Given extends [unknown, ...unknown[]]
        ? [payload: Given[0]]
        : [payload?: Given[0]]
    : never

/** What comes back. */
export type EventReply<Event> = Event extends TypedEvent
  ? Json<Awaited<ReturnType<Event["~call"]>>>
  : Event extends (...given: never[]) => infer Reply
    ? Json<Awaited<Reply>>
    : never

/** Why an event was not answered: `pushEvent` rejects with it. Tell them apart by the code. */
export interface PushError extends Error {
  /**
   * `LV_EVENT_NOT_SENT`, `LV_EVENT_UNKNOWN`, `LV_EVENT_UNANSWERED`, `LV_HOOK_OUTSIDE`, or what the server says:
   * `LV_UNKNOWN_EVENT`, `LV_EVENT_INVALID`, `LV_CALLBACK_FAILED` and so on.
   */
  readonly code: string
}

/**
 * A script of your own that lives with an element: `live-hook="Chart"` makes a `Chart` when the element comes into the
 * page, and ends it when the element leaves. An exception in a callback is reported and harms nothing else.
 *
 * `Events` says which events of the view it pushes: by signatures, or by `typeof` an `event(schema, …)` that the server's
 * code exports. `El` is the class of its element.
 *
 * @example
 * ```ts
 * import { Hook, registerHooks } from "livemount/client"
 *
 * interface Point { x: number; y: number }
 *
 * class Chart extends Hook<{ zoom(range: { from: number; to: number }): Point[] }, HTMLCanvasElement> {
 *   override mounted(): void {
 *     this.el.addEventListener("click", async () => this.draw(await this.pushEvent("zoom", { from: 0, to: 9 })))
 *   }
 *   draw(points: Point[]): void {
 *     this.el.title = `${points.length} points`
 *   }
 * }
 *
 * registerHooks({ Chart })
 * ```
 */
export abstract class Hook<Events extends object = AnyEvents, El extends Element = HTMLElement> {
  /** The element with `live-hook`. */
  readonly el: El
  readonly #client: HookClient

  /** The client makes hooks: `live-hook` says where. */
  constructor() {
    const { client } = hookRegistry()
    if (client === undefined) {
      throw new TypeError('The client makes hooks: register the class, and write live-hook="Name" on an element.')
    }
    this.#client = client
    this.el = client.element as El
  }

  /** The element is in the page, and its view is joined. Parents come before what stands in them. */
  mounted(): void {}

  /** The view is about to write to the element, or to what stands in it: the last moment to look how it was. Write nothing here. */
  beforeUpdate(): void {}

  /** The view has written to the element, or to what stands in it. */
  updated(): void {}

  /** The element has left the page, or got another `live-hook`. */
  destroyed(): void {}

  /** The view has lost its connection. */
  disconnected(): void {}

  /** The view is joined again, and the page shows its values. */
  reconnected(): void {}

  /**
   * Sends an event to the view of the element. Resolves to what its handler returns, as JSON brings it, once the page
   * shows what the event has changed. Rejects with a {@link PushError} if there is no answer.
   *
   * @example
   * ```ts
   * const points = await this.pushEvent("zoom", { from: 0, to: 9 })
   * ```
   */
  pushEvent<Name extends Extract<keyof Events, string>>(
    name: Name,
    ...[payload]: EventPayload<Events[Name]>
  ): Promise<EventReply<Events[Name]>> {
    return this.#client.pushEvent(name, payload) as Promise<EventReply<Events[Name]>>
  }

  /**
   * Sends an event to the view of another element, or to those of all elements that a selector finds: once to each view.
   *
   * @returns What became of it in each view, as `Promise.allSettled` tells it.
   *
   * @example
   * ```ts
   * await this.pushEventTo("#cart", "refresh")
   * ```
   */
  pushEventTo(target: string | Element, name: string, payload?: unknown): Promise<PromiseSettledResult<unknown>[]> {
    return this.#client.pushEventTo(target, name, payload)
  }

  /**
   * Hears what views of the page send by `socket.pushEvent`, until the hook ends. Called once the frame that brought it
   * is written.
   *
   * @returns What ends it sooner.
   *
   * @example
   * ```ts
   * this.handleEvent<{ id: number }>("highlight", ({ id }) => this.highlight(id))
   * ```
   */
  // oxlint-disable-next-line typescript/no-explicit-any
  handleEvent<Payload = any>(name: string, callback: (payload: Payload) => unknown): () => void {
    return this.#client.handleEvent(name, callback as (payload: unknown) => unknown)
  }

  /**
   * Commands of the browser, each run at once: those of `js` on the server.
   *
   * @example
   * ```ts
   * this.js().show("#menu", { transition: "fade-in" }).focusFirst("#menu")
   * ```
   */
  js(): HookCommands {
    return new HookCommands(this.#client)
  }
}

/**
 * Says which class is meant by which `live-hook`. It may be called before the client has started or after, and as often as
 * you like: elements that wait for a class get their hook then.
 *
 * @example
 * ```ts
 * registerHooks({ Chart, DatePicker })
 * ```
 */
export function registerHooks(classes: Readonly<Record<string, HookClass>>): void {
  const registry = hookRegistry()
  for (const [name, one] of Object.entries(classes)) {
    // A function by an arrow makes nothing, and the Hook of another version has the same methods.
    if (typeof one !== "function" || !one.prototype?.pushEvent) {
      throw new TypeError(`The hook "${name}" is no class. Write: class ${name} extends Hook { mounted() { … } }`)
    }
    if ((registry.classes.get(name) ?? one) !== one) registry.twice.add(name)
    registry.classes.set(name, one)
  }
  for (const tell of registry.listeners) tell()
}
