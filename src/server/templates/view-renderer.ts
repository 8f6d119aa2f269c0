/** A renderer that is made at its first render, because making it means to load something. */

import type { Changes, Renderer } from "../../render/renderer.js"
import type { Rendered } from "../../render/values/values.js"

export class LazyRenderer implements Renderer {
  readonly #load: () => Promise<Renderer>
  #renderer: Renderer | undefined
  #loading: Promise<Renderer> | undefined

  constructor(load: () => Promise<Renderer>) {
    this.#load = load
  }

  render(assigns: object, changes: Changes | undefined, previous: Rendered | undefined): Rendered | Promise<Rendered> {
    // Asynchronous only until it is loaded: a view's events are then rendered without waiting.
    if (this.#renderer !== undefined) return this.#renderer.render(assigns, changes, previous)
    return this.#loaded().then((renderer) => renderer.render(assigns, changes, previous))
  }

  async #loaded(): Promise<Renderer> {
    this.#loading ??= this.#load()
    try {
      this.#renderer = await this.#loading
      return this.#renderer
    } catch (error) {
      // A template that was mended loads at the next try.
      this.#loading = undefined
      throw error
    }
  }
}
