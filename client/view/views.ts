/**
 * The views of the page by their root elements: finds those that came, leaves those that went, and knows which of them
 * wait for their first answer.
 */
import { ROOT_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import { findAllInPage, isInPage } from "../dom/nodes/members.js"
import type { ClientView } from "./client-view.js"
import type { PageView } from "./view-page.js"

export class Views {
  readonly #allAnswered: () => void
  readonly #views = new Map<Element, ClientView>()
  /** Views whose roots another script took out of the page: they may come back, and are not the first HTML then. */
  readonly #gone = new WeakMap<Element, ClientView>()
  readonly #awaited = new Set<PageView>()

  /** `allAnswered` is told when no view waits for its first answer any more. */
  constructor(allAnswered: () => void) {
    this.#allAnswered = allAnswered
  }

  get all(): readonly ClientView[] {
    return [...this.#views.values()]
  }

  /** True while a view waits for its first answer. */
  get areAwaited(): boolean {
    return this.#awaited.size > 0
  }

  of(root: Element): ClientView | undefined {
    return this.#views.get(root)
  }

  /**
   * Takes up the views that stand in the page, which `make` makes, and leaves those that do not; returns false if there are
   * none.
   */
  find(make: (root: HTMLElement) => ClientView): boolean {
    for (const [root, view] of this.#views) if (!isInPage(root)) this.#remove(root, view)
    for (const root of findAllInPage<HTMLElement>(`[${ROOT_ATTRIBUTE}][${TOKEN_ATTRIBUTE}]`)) {
      if (!this.#views.has(root)) this.#add(root, this.#gone.get(root) ?? make(root))
    }
    return this.#views.size > 0
  }

  /** The view has been answered, or told why it will not be. */
  answered(view: PageView): void {
    if (this.#awaited.delete(view) && !this.areAwaited) this.#allAnswered()
  }

  /** The connection has been gone for so long that the user should see it. */
  missed(): void {
    for (const view of this.#views.values()) view.connectionMissed()
  }

  #add(root: HTMLElement, view: ClientView): void {
    this.#views.set(root, view)
    this.#awaited.add(view)
    view.start()
  }

  #remove(root: Element, view: ClientView): void {
    view.stop()
    this.#views.delete(root)
    this.#gone.set(root, view)
    this.answered(view)
  }
}
