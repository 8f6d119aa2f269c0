/** The component `flash_group`: shows what is said to the user. */

import { html } from "../../render/values/html.js"
import { CLEAR_FLASH, type Flash } from "../../util/flash.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"

type FlashGroup = Component<
  {
    readonly flash: Attribute<Flash, "required">
    readonly close: Attribute<string, "default">
    readonly rest: GlobalAttribute
  },
  Record<never, never>
>

/**
 * What `socket.putFlash` has said, a box for each kind, with a button that takes it away: `class="live-flash
 * live-flash-info"`. Errors are announced at once (`role="alert"`), all else when the user pauses (`role="status"`). In
 * nunjucks `{% flash_group flash=flash %}`.
 *
 * @example
 * ```ts
 * import { components, html, liveView } from "livemount"
 *
 * export const page = liveView({
 *   name: "page",
 *   mount: () => ({}),
 *   render: ({ flash }) => html`${components.flashGroup({ flash })}<h1>Page</h1>`,
 * })
 * ```
 */
export const flashGroup: FlashGroup = component("flash_group", {
  doc: "Shows what is said to the user, with a button that takes it away.",
  attrs: {
    flash: attr.of<Flash>().required().doc("The assign `flash`."),
    close: attr.string().default("Close").doc("What the button is called."),
    rest: attr.global(),
  },
  render: ({ flash, close, rest }) =>
    html`<div class="live-flash-group" aria-live="polite" ${rest}>${Object.entries(flash).map(
      ([kind, text]) =>
        html`<div class="${`live-flash live-flash-${kind}`}" role="${kind === "error" ? "alert" : "status"}"><p>${text}</p><button aria-label="${close}" live-click="${CLEAR_FLASH}" live-value-key="${kind}">×</button></div>`,
    )}</div>`,
}) as FlashGroup
