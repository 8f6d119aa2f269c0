/**
 * The views of the page by their root elements: finds those that came, leaves those that went, and knows which of them
 * wait for their first answer.
 */
import { ROOT_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../src/protocol/markup.js"
import type { Connection } from "../connection/connection.js"
import { findAllInPage, getAttribute, isInPage } from "../dom/nodes/members.js"
import { ClientView } from "./client-view.js"
import { ViewChannel } from "./view-channel.js"
import type { TemplateTexts } from "./view-dom.js"
import type { PageView, ViewPage } from "./view-page.js"

/** What {@link Views} work with. */
export interface ViewsOptions {
  readonly connection: Connection
  readonly templates: TemplateTexts
  readonly page: ViewPage
  /** No view waits for its first answer any more. */
  allAnswered(): void
}

export class Views {
  readonly #options: ViewsOptions
  readonly #channels = new Map<string, ViewChannel>()
  readonly #views = new Map<Element, ClientView>()
  /** Views whose roots another script took out of the page: they may come back, and are not the first HTML then. */
  readonly #gone = new WeakMap<Element, ClientView>()
  readonly #awaited = new Set<PageView>()

  constructor(options: ViewsOptions) {
    this.#options = options
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

  /** Takes up the views that stand in the page and leaves those that do not; returns false if there are none. */
  find(): boolean {
    for (const [root, view] of this.#views) if (!isInPage(root)) this.#remove(root, view)
    for (const root of findAllInPage<HTMLElement>(`[${ROOT_ATTRIBUTE}][${TOKEN_ATTRIBUTE}]`)) {
      if (!this.#views.has(root)) this.#add(root)
    }
    return this.#views.size > 0
  }

  /** The view has been answered, or told why it will not be. */
  answered(view: PageView): void {
    if (this.#awaited.delete(view) && !this.areAwaited) this.#options.allAnswered()
  }

  /** The connection has been gone for so long that the user should see it. */
  missed(): void {
    for (const view of this.#views.values()) view.connectionMissed()
  }

  #add(root: HTMLElement): void {
    const { connection, templates, page } = this.#options
    const name = getAttribute(root, ROOT_ATTRIBUTE) ?? ""
    let channel = this.#channels.get(name)
    if (channel === undefined) {
      channel = new ViewChannel(connection, name, templates)
      this.#channels.set(name, channel)
    }
    const view = this.#gone.get(root) ?? new ClientView(root, channel, page)
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
