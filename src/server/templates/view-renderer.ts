/**
 * Renders one view for its app: loads what renders the template at the first render, and says around each which app is
 * rendering. This is the one place where a renderer is waited for.
 */

import type { Changes, Renderer } from "../../render/renderer.js"
import { type RenderSetting, setSetting } from "../../render/values/render-setting.js"
import type { Rendered } from "../../render/values/values.js"

export class ViewRenderer implements Renderer {
  readonly #setting: RenderSetting
  readonly #load: () => Renderer | Promise<Renderer>
  #renderer: Renderer | Promise<Renderer> | undefined

  constructor(setting: RenderSetting, load: () => Renderer | Promise<Renderer>) {
    this.#setting = setting
    this.#load = load
  }

  render(assigns: object, changes: Changes | undefined, previous: Rendered | undefined): Rendered | Promise<Rendered> {
    const renderer = (this.#renderer ??= this.#loading())
    // Asynchronous only until it is loaded: a view's events are then rendered without waiting.
    if (renderer instanceof Promise) return renderer.then(() => this.render(assigns, changes, previous))
    // Each event comes by here: no function of its own, as for `rendering`.
    const before = setSetting(this.#setting)
    try {
      return renderer.render(assigns, changes, previous)
    } finally {
      setSetting(before)
    }
  }

  #loading(): Renderer | Promise<Renderer> {
    const loading = this.#load()
    if (!(loading instanceof Promise)) return loading
    return loading.then(
      (renderer) => {
        this.#renderer = renderer
        return renderer
      },
      (error: unknown) => {
        // A template that was mended loads at the next try.
        this.#renderer = undefined
        throw error
      },
    )
  }
}
