/** All views that an app has registered, by name, with their renderers. */

import { LiveError } from "../errors/live-error.js"
import type { Renderer } from "../render/renderer.js"
import { definitionOf, type LiveView, type ViewDefinition } from "./definition.js"
import type { LiveSessionDefinition } from "./live-sessions.js"

/** A view that the app serves. */
export interface RegisteredView {
  readonly definition: ViewDefinition
  /** Has loaded nothing before its first render: the template of a view that is never shown need not compile. */
  readonly renderer: Renderer
  /** The one that the view belongs to, wherever it is served. */
  readonly liveSession?: LiveSessionDefinition | undefined
}

/** Views by name. Names are unique; a view may be added several times. */
export class ViewRegistry {
  readonly #makeRenderer: (definition: ViewDefinition) => Renderer
  readonly #views = new Map<string, RegisteredView>()
  readonly #listeners = new Set<(view: RegisteredView) => void>()
  #persists = false

  constructor(makeRenderer: (definition: ViewDefinition) => Renderer) {
    this.#makeRenderer = makeRenderer
  }

  /**
   * Registers a view, or returns what is registered already. It belongs to one live session or to none: so its guards run
   * whatever path or page it is asked for by.
   *
   * @throws {@link LiveError} LV_DUPLICATE_VIEW when another view has its name, LV_SESSION_OF_VIEW, LV_NOT_A_VIEW
   */
  add(view: LiveView, liveSession?: LiveSessionDefinition): RegisteredView {
    const definition = definitionOf(view)
    const existing = this.#views.get(definition.name)
    if (existing !== undefined) {
      if (existing.definition !== definition) throw new LiveError("LV_DUPLICATE_VIEW", { view: definition.name })
      if (existing.liveSession !== liveSession) {
        const [registered, given] = [existing.liveSession?.name, liveSession?.name]
        throw new LiveError("LV_SESSION_OF_VIEW", { view: definition.name, registered, given })
      }
      return existing
    }
    const registered = { definition, renderer: this.#makeRenderer(definition), liveSession }
    this.#views.set(definition.name, registered)
    this.#persists ||= definition.persist !== undefined
    for (const listener of Array.from(this.#listeners)) listener(registered)
    return registered
  }

  get(name: string): RegisteredView | undefined {
    return this.#views.get(name)
  }

  /** All views registered so far. */
  all(): Iterable<RegisteredView> {
    return this.#views.values()
  }

  /** True if one of them persists something. */
  get persists(): boolean {
    return this.#persists
  }

  /** Calls the listener for every view added from now on. Returns what ends that. */
  onAdded(listener: (view: RegisteredView) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}
