/** The components that come with livemount. */

import { asyncResult } from "./built-in/async-result.js"
import { dynamicTag } from "./built-in/dynamic-tag.js"
import { focusWrap } from "./built-in/focus-wrap.js"
import { form } from "./built-in/form.js"
import { input } from "./built-in/input.js"
import { inputsFor } from "./built-in/inputs-for.js"
import { intersperse } from "./built-in/intersperse.js"
import { link } from "./built-in/link.js"
import { liveTitle } from "./built-in/live-title.js"
import { portal } from "./built-in/portal.js"

/** What {@link components} holds. */
export interface Components {
  readonly asyncResult: typeof asyncResult
  readonly dynamicTag: typeof dynamicTag
  readonly focusWrap: typeof focusWrap
  readonly form: typeof form
  readonly input: typeof input
  readonly inputsFor: typeof inputsFor
  readonly intersperse: typeof intersperse
  readonly link: typeof link
  readonly liveTitle: typeof liveTitle
  readonly portal: typeof portal
}

/**
 * livemount's own components, for `` html`…` ``. In nunjucks they are tags that are always there, in snake case:
 * `{% link href="/" %}Home{% endlink %}`. A component of the app with the same tag takes its place.
 *
 * @example
 * ```ts
 * import { components, html } from "livemount"
 *
 * const page = html`${components.link({ href: "/" }, "Home")}`
 * ```
 */
export const components: Components = {
  asyncResult,
  dynamicTag,
  focusWrap,
  form,
  input,
  inputsFor,
  intersperse,
  link,
  liveTitle,
  portal,
}
