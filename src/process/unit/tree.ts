/** The tree of a unit's last render: what the next one is compared with. */

import { describedWithKind } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import type { WireDiff } from "../../protocol/values.js"
import { diff } from "../../render/diff/diff.js"
import type { Changes, Renderer } from "../../render/renderer.js"
import type { TemplateTable } from "../../render/values/template-table.js"
import { isRendered, type Rendered } from "../../render/values/values.js"
import { isTraced, type RenderContext, spans, traced, type ViewContext } from "../../telemetry/channels.js"
import { isThenable } from "../../util/thenable.js"

/** What differs from the render before: nothing, or now, or (with an asynchronous renderer) later. */
export type Difference = WireDiff | null | PromiseLike<WireDiff | null>

/** Renders, and compares each render with the one before. */
export class Tree {
  readonly #renderer: Renderer
  #rendered: Rendered | undefined
  /** It is older than the values: the render that was to bring them has thrown. */
  #isBehind = false

  constructor(renderer: Renderer) {
    this.#renderer = renderer
  }

  /** The last render. */
  get rendered(): Rendered {
    if (this.#rendered === undefined) throw new Error("A view has no tree before it was rendered.")
    return this.#rendered
  }

  /**
   * Renders these values. What `changes` does not name may be taken over from the render before.
   *
   * @param table - The template numbers of who is told the difference; without one it is not looked for.
   */
  render(
    values: object,
    changes: Changes | undefined,
    table: TemplateTable | undefined,
    { view, id }: ViewContext,
  ): Difference {
    if (!isTraced(spans.render)) return this.#renderAndCompare(values, changes, table, view)
    const context: RenderContext = { view, id, first: this.#rendered === undefined }
    return traced(spans.render, context, () => {
      const changed = this.#renderAndCompare(values, changes, table, view)
      return isThenable(changed) ? changed.then((value) => measured(value, context)) : measured(changed, context)
    })
  }

  /** The values have changed, and there was no render. */
  fellBehind(): void {
    this.#isBehind = true
  }

  /** The last render was told nobody: the next is compared with this one, as all that changed since may have. */
  goBack(rendered: Rendered): void {
    this.#rendered = rendered
    this.#isBehind = true
  }

  #renderAndCompare(
    values: object,
    changes: Changes | undefined,
    table: TemplateTable | undefined,
    view: string,
  ): Difference {
    const known = this.#isBehind ? undefined : changes
    this.#isBehind = true
    const next = this.#renderer.render(values, known, this.#rendered)
    return isThenable(next) ? next.then((tree) => this.#compare(tree, table, view)) : this.#compare(next, table, view)
  }

  #compare(next: Rendered, table: TemplateTable | undefined, view: string): WireDiff | null {
    // Views need not be written in TypeScript, which would have said so.
    if (!isRendered(next)) throw new LiveError("LV_RENDER_INVALID", { view, got: describedWithKind(next) })
    const previous = this.#rendered
    // What cannot be compared is not what the client shows.
    const changed = previous === undefined || table === undefined ? null : diff(previous, next, table)
    this.#rendered = next
    this.#isBehind = false
    return changed
  }
}

function measured(changed: WireDiff | null, context: RenderContext): WireDiff | null {
  context.changed = changed === null ? 0 : Object.keys(changed).length
  context.bytes = changed === null ? 0 : Buffer.byteLength(JSON.stringify(changed))
  return changed
}
