/** The component `link`: links, and links that send a form. */

import { LiveError } from "../../errors/live-error.js"
import type { SafeUrl } from "../../html/text/safe-url.js"
import { html } from "../../render/values/html.js"
import { type Attribute, attr, type GlobalAttribute } from "../attribute.js"
import { type Component, component } from "../component.js"
import { type Slot, slot } from "../slot.js"
import { type CsrfField, type FormMethod, methodFields, methods } from "./method-fields.js"

const passed = [
  "disabled",
  "download",
  "hreflang",
  "name",
  "ping",
  "referrerpolicy",
  "rel",
  "target",
  "type",
  "value",
] as const

type Link = Component<
  {
    readonly href: Attribute<string | SafeUrl>
    readonly patch: Attribute<string>
    readonly navigate: Attribute<string>
    readonly replace: Attribute<boolean, "default">
    readonly method: Attribute<FormMethod, "default">
    readonly csrf: Attribute<CsrfField>
    readonly rest: GlobalAttribute<(typeof passed)[number]>
  },
  { readonly default: Slot<void, true> }
>

/**
 * A link: `href` loads a page; `patch` is another state of this view, `navigate` another view, both with `replace` for no
 * entry of their own in the history. With a `method` other than `get` it is a form with one button, which works without
 * the script: `put`, `patch` and `delete` are sent as POST with a field `_method`, as method-override reads it.
 * In nunjucks `{% link href="/about" %}About{% endlink %}`.
 *
 * @example
 * ```ts
 * import { components, html } from "livemount"
 *
 * const menu = (csrf: { name: string; value: string }) => html`
 *   ${components.link({ navigate: "/posts", class: "tab" }, "Posts")}
 *   ${components.link({ href: "/session", method: "delete", csrf, "live-confirm": "Log out?" }, "Log out")}`
 * ```
 *
 * @throws {@link LiveError} LV_COMPONENT_USE unless one of `href`, `patch` and `navigate` is given, and for a `method` of the
 * latter two
 */
export const link: Link = component("link", {
  doc: "A link; with a method other than get, a form with one button.",
  attrs: {
    href: attr.of<string | SafeUrl>().doc("Loads this page."),
    patch: attr.string().doc("Shows this address in the same view."),
    navigate: attr.string().doc("Shows the view at this address."),
    replace: attr.boolean().default(false).doc("With `patch` and `navigate`: no entry of its own in the history."),
    method: attr.oneOf(methods).default("get").doc("How `href` is sent."),
    csrf: attr.of<CsrfField>().doc("The field that the app's own CSRF protection asks for."),
    rest: attr.global(passed),
  },
  slots: { default: slot.required() },
  render: ({ href, patch, navigate, replace, method, csrf, rest, slots }) => {
    if ([href, patch, navigate].filter((target) => target !== undefined).length !== 1) {
      return refuse("takes one of `href`, `patch` and `navigate`.")
    }
    if (method === "get") {
      const state = replace ? "replace" : ""
      return html`<a href="${href ?? patch ?? navigate}" live-patch="${patch && state}" live-navigate="${navigate && state}" ${rest}>${slots.default()}</a>`
    }
    if (href === undefined) return refuse(`has a \`method\`, which goes with \`href\` only.`)
    return html`<form class="live-link" action="${href}" method="post">${methodFields(method, csrf)}<button ${rest}>${slots.default()}</button></form>`
  },
})

function refuse(why: string): never {
  throw new LiveError("LV_COMPONENT_USE", { problem: `the component "link" ${why}` })
}
