/** The port through which a view is rendered: whatever makes a tree of values from assigns. */

import type { Rendered } from "./values/values.js"

/** Which assigns changed since the previous render. */
export interface Changes {
  /** Names assigned since then, whose value is another one now. */
  readonly dirty: ReadonlySet<string>
  /** Names assigned again with the *same* object: taken as mutated in place, so nothing inside is trusted as equal. */
  readonly mutated: ReadonlySet<string>
}

/** Makes the tree of a view's template. Holds no state of a view: what it needs to skip work is in `previous`. */
export interface Renderer {
  /**
   * Renders the assigns. With `previous` (the tree of the render just before, for the same view) parts whose inputs are
   * not in `changes` may be taken over from it.
   */
  render(assigns: object, changes: Changes | undefined, previous: Rendered | undefined): Rendered | Promise<Rendered>
}
