/** The component `async_result`: shows the state of an `AsyncResult`. */

import { type AsyncResult, isAsyncResult } from "../../async/async-result.js"
import { LiveError } from "../../errors/live-error.js"
import { type HtmlContent, html } from "../../render/values/html.js"
import type { Rendered } from "../../render/values/values.js"
import { attr } from "../attribute.js"
import { type AnyComponent, component } from "../component.js"
import { slot } from "../slot.js"

const NO_RESULT =
  'the attribute `assign` of the component "async_result" has to be an async result: `asyncResult(task)`, or what `socket.assignAsync` makes of it.'

/** What {@link asyncResult} is called with. */
export interface AsyncResultComponent extends AnyComponent {
  <T>(
    attributes: { readonly assign: AsyncResult<T> },
    slots: {
      readonly default: (result: T) => HtmlContent
      readonly loading?: HtmlContent
      readonly failed?: (reason: unknown) => HtmlContent
    },
  ): Rendered
}

/**
 * Shows an `AsyncResult`: the content gets the result, also while it is loaded again; `loading` stands there until the first
 * one comes, `failed` if none came. In nunjucks
 * `{% async_result assign=popular let=posts %}…{% slot "loading" %}…{% endslot %}{% slot "failed" let=reason %}…{% endslot %}{% endasync_result %}`.
 *
 * @example
 * ```ts
 * import { type AsyncResult, components, html } from "livemount"
 *
 * const list = (popular: AsyncResult<readonly string[]>) =>
 *   components.asyncResult(
 *     { assign: popular },
 *     { default: (titles) => html`<ul>${titles.map((title) => html`<li>${title}</li>`)}</ul>`, loading: "One moment …" },
 *   )
 * ```
 */
// The result is what `assign` holds, which a declaration cannot say.
export const asyncResultComponent: AsyncResultComponent = component("async_result", {
  doc: "Shows the state of an asynchronous result.",
  attrs: { assign: attr.of<AsyncResult<unknown>>().required().doc("The result.") },
  slots: {
    default: slot.required<unknown>().doc("Gets the result."),
    loading: slot().doc("Until there is one."),
    failed: slot<unknown>().doc("If none came; gets the reason."),
  },
  render: ({ assign, slots }) => {
    if (!isAsyncResult(assign)) throw new LiveError("LV_COMPONENT_USE", { problem: NO_RESULT })
    const { ok, loading, failed, result } = assign
    if (ok) return html`${slots.default(result)}`
    return html`${loading ? slots.loading?.() : slots.failed?.(failed)}`
  },
}) as unknown as AsyncResultComponent
