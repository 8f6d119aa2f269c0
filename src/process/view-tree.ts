/** The tree of a view's last render: what the next one is compared with. */

import { describedWithKind } from "../errors/described.js"
import { LiveError } from "../errors/live-error.js"
import type { WireDiff } from "../protocol/values.js"
import { diff } from "../render/diff/diff.js"
import type { Changes, Renderer } from "../render/renderer.js"
import { isRendered, type Rendered } from "../render/values/values.js"
import { isTraced, type RenderContext, spans, traced } from "../telemetry/channels.js"
import { isThenable } from "../util/thenable.js"
import type { ViewState } from "./view-state.js"

/** What differs from the render before: nothing, or now, or (with an asynchronous renderer) later. */
export type Difference = WireDiff | null | PromiseLike<WireDiff | null>

/** Renders one view, and compares each render with the one before. */
export class ViewTree {
  readonly #renderer: Renderer
  #rendered: Rendered | undefined

  constructor(renderer: Renderer) {
    this.#renderer = renderer
  }

  /** The last render. */
  get rendered(): Rendered {
    if (this.#rendered === undefined) throw new Error("A view has no tree before it was rendered.")
    return this.#rendered
  }

  /** Renders the state's assigns. What `changes` does not name may be taken over from the render before. */
  render(state: ViewState, changes: Changes | undefined): Difference {
    const values = state.assigns?.values ?? {}
    if (!isTraced(spans.render)) return this.#renderAndCompare(values, changes, state)
    const context: RenderContext = { view: state.view, id: state.id, first: this.#rendered === undefined }
    return traced(spans.render, context, () => {
      const changed = this.#renderAndCompare(values, changes, state)
      return isThenable(changed) ? changed.then((value) => measured(value, context)) : measured(changed, context)
    })
  }

  #renderAndCompare(values: object, changes: Changes | undefined, state: ViewState): Difference {
    const next = this.#renderer.render(values, changes, this.#rendered)
    return isThenable(next) ? next.then((tree) => this.#compare(tree, state)) : this.#compare(next, state)
  }

  #compare(next: Rendered, { view, output }: ViewState): WireDiff | null {
    // Views need not be written in TypeScript, which would have said so.
    if (!isRendered(next)) throw new LiveError("LV_RENDER_INVALID", { view, got: describedWithKind(next) })
    const previous = this.#rendered
    this.#rendered = next
    // Nobody is there to be told a difference.
    return previous === undefined || output === undefined ? null : diff(previous, next, output.table)
  }
}

function measured(changed: WireDiff | null, context: RenderContext): WireDiff | null {
  context.changed = changed === null ? 0 : Object.keys(changed).length
  context.bytes = changed === null ? 0 : Buffer.byteLength(JSON.stringify(changed))
  return changed
}
