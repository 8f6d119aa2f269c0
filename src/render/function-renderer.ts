/** Renders views whose template is a function of their assigns. */

import type { Renderer } from "./renderer.js"
import type { Rendered } from "./values/values.js"

/**
 * A renderer that calls `render` each time: what it reads is not known. The difference then is found value by value, and
 * parts that are the same objects as before are skipped.
 */
export function functionRenderer(render: (assigns: object) => Rendered): Renderer {
  return { render: (assigns) => render(assigns) }
}
