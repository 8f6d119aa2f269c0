/** The components that come with livemount. */

import { asyncResultComponent } from "./async-result.js"
import { dynamicTag } from "./dynamic-tag.js"
import { flashGroup } from "./flash-group.js"
import { focusWrap } from "./focus-wrap.js"
import { form } from "./form.js"
import { input } from "./input.js"
import { inputsFor } from "./inputs-for.js"
import { intersperse } from "./intersperse.js"
import { link } from "./link.js"
import { liveTitle } from "./live-title.js"
import { portal } from "./portal.js"

/** What {@link components} holds. */
export interface Components {
  readonly asyncResult: typeof asyncResultComponent
  readonly dynamicTag: typeof dynamicTag
  readonly flashGroup: typeof flashGroup
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
  asyncResult: asyncResultComponent,
  dynamicTag,
  flashGroup,
  focusWrap,
  form,
  input,
  inputsFor,
  intersperse,
  link,
  liveTitle,
  portal,
}
