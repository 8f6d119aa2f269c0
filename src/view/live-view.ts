/** `liveView`: how an app declares a view. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { LiveError } from "../errors/live-error.js"
import { type Declared, defineView } from "./define-view.js"
import type { LiveView } from "./definition.js"
import { type ErasedGuard, erasedGuard, type OnMount } from "./on-mount.js"
import type { Params } from "./socket.js"
import type { ViewOptions } from "./view-members.js"

/**
 * What declares views: `liveView` itself; what its `onMount` returns, whose views have the guards that were named; and what its
 * `params` returns, whose views have checked params.
 */
export interface DeclareView<Added extends object = object, OfPage extends object = Params> {
  /** @throws {@link LiveError} LV_VIEW_INVALID */
  <Assigns extends object, Message = never>(view: ViewOptions<Assigns, Message, Added, OfPage>): LiveView<Message>

  /**
   * Returns a `liveView` whose views run this guard before `mount`, after those named before. Their callbacks see what it
   * adds; so does `mount`, as `socket.assigns`.
   *
   * @example
   * ```ts
   * import { liveView, type OnMount } from "livemount"
   *
   * const withNow: OnMount<{ now: Date }> = () => ({ now: new Date() })
   * export const liveViewOfApp = liveView.onMount(withNow)
   * ```
   * @throws {@link LiveError} LV_GUARD_INVALID
   */
  onMount<Adds extends object>(guard: OnMount<Adds, Added>): DeclareView<Added & Adds, OfPage>

  /**
   * Returns a `liveView` whose views get what a schema makes of their page's params, in guards, `mount` and `handleParams`. Params
   * that do not pass have no page: the request goes on as if the route had not matched, and a patch is refused.
   *
   * @example
   * ```ts
   * import { html, liveView } from "livemount"
   * import { z } from "zod"
   *
   * export const posts = liveView.params(z.object({ page: z.coerce.number().int().min(1).default(1) }))({
   *   name: "posts",
   *   mount: ({ page }) => ({ page }),
   *   render: ({ page }) => html`<p>Page ${page}</p>`,
   * })
   * ```
   * @throws {@link LiveError} LV_PARAMS_SCHEMA
   */
  params<Schema extends StandardSchemaV1<unknown, object>>(
    schema: Schema,
  ): DeclareView<Added, StandardSchemaV1.InferOutput<Schema>>
}

/**
 * Declares a view.
 *
 * Assigns are what `mount` returns; a view that takes messages (`subscribe`, `sendAfter`, `handleInfo`) names both
 * types: `liveView<PageAssigns, PageMessage>({ … })`. Guards are named by `liveView.onMount(guard)({ … })`.
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
export const liveView: DeclareView = declaring({})

/** What declares views, with what was named before. */
function declaring<Added extends object, OfPage extends object>(declared: Declared): DeclareView<Added, OfPage> {
  const { guards = [] } = declared
  function declare<Assigns extends object, Message>(
    view: ViewOptions<Assigns, Message, Added, OfPage>,
  ): LiveView<Message> {
    const definition = defineView(view, declared)
    // The brand has no value: it only carries the type.
    return { name: definition.name, "~message": undefined as Message, "~definition": definition }
  }
  const onMount = <Adds extends object>(guard: OnMount<Adds, Added>): DeclareView<Added & Adds, OfPage> =>
    declaring({ ...declared, guards: [...guards, erasedGuard(guard as ErasedGuard, "`liveView.onMount`")] })
  const params = <Schema extends StandardSchemaV1>(
    schema: Schema,
  ): DeclareView<Added, StandardSchemaV1.InferOutput<Schema> & object> => {
    const validate: unknown = (schema as StandardSchemaV1 | undefined)?.["~standard"]?.validate
    if (typeof validate !== "function") throw new LiveError("LV_PARAMS_SCHEMA", { given: schema })
    return declaring({ ...declared, paramsSchema: schema })
  }
  return Object.assign(declare, { onMount, params })
}
