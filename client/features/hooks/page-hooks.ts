/**
 * Hooks of the page's own scripts, loaded when the page, or a template, has a `live-hook`. Elements come and go by frames,
 * by portals and by other scripts, also where there is no view: an observer sees them all, and what was only moved has
 * not left. Of what a frame writes the DOM half tells right before it does.
 */
import { findAllFrom, findAllInPage, getAttribute, inOrder, isInPage, parentOf } from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"
import { hookRegistry } from "../../util/hook-registry.js"
import { type HookPage, MountedHook } from "./mounted-hook.js"

export interface HooksPage extends HookPage {
  readonly toolbox: Pick<Toolbox, "rootOf" | "watchWrites">
}

export class PageHooks {
  readonly #page: HooksPage
  readonly #attribute: string
  readonly #registry = hookRegistry()
  /** In the order in which they were mounted. */
  readonly #mounted = new Map<Element, MountedHook>()
  /** Elements whose class is not registered, or whose view is not bound. */
  readonly #waiting = new Set<Element>()
  /** Those to which the frame under way has written. */
  readonly #touched = new Set<MountedHook>()
  readonly #observer = new MutationObserver((records) => this.#changed(records))

  constructor(page: HooksPage) {
    this.#page = page
    this.#attribute = `${page.prefix}hook`
    this.#observer.observe(document, { childList: true, subtree: true, attributeFilter: [this.#attribute] })
    this.#registry.listeners.add(() => this.#mount())
    page.toolbox.watchWrites((node) => this.#willWrite(node))
    this.#found(findAllInPage(`[${this.#attribute}]`))
    this.#mount()
  }

  /** A view was bound, or has written to the page. */
  pageWritten(): void {
    this.#changed(this.#observer.takeRecords())
  }

  viewLost({ root }: { readonly root: Element }): void {
    for (const hook of this.#mounted.values()) {
      if (hook.root !== root || hook.isDisconnected) continue
      hook.isDisconnected = true
      hook.call("disconnected")
    }
  }

  viewJoined({ root }: { readonly root: Element }): void {
    for (const hook of this.#mounted.values()) {
      if (hook.root !== root || !hook.isDisconnected) continue
      hook.isDisconnected = false
      hook.call("reconnected")
    }
  }

  /** A view has sent an event to the page. */
  eventArrived(name: string, payload: unknown): void {
    for (const hook of this.#mounted.values()) hook.eventArrived(name, payload)
  }

  #willWrite(node: Node): void {
    const above: MountedHook[] = []
    for (let one: Node | null = node; one !== null; one = parentOf(one)) {
      const hook = this.#mounted.get(one as Element)
      if (hook !== undefined && !this.#touched.has(hook)) above.unshift(hook)
    }
    for (const hook of above) {
      this.#touched.add(hook)
      hook.call("beforeUpdate")
    }
  }

  #changed(records: readonly MutationRecord[]): void {
    if (records.length > 0) this.#endThoseThatLeft()
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") this.#waiting.add(target as Element)
      else
        for (const node of addedNodes)
          if (node instanceof Element) this.#found(findAllFrom(node, `[${this.#attribute}]`))
    }
    const touched = inOrder([...this.#touched].map(({ element }) => element))
    this.#touched.clear()
    for (const element of touched) this.#mounted.get(element)?.call("updated")
    this.#mount()
  }

  #endThoseThatLeft(): void {
    for (const [element, hook] of this.#mounted) {
      if (isInPage(element) && this.#nameOf(element) === hook.name) continue
      this.#mounted.delete(element)
      this.#touched.delete(hook)
      hook.end()
    }
  }

  /** Elements that shall have a hook. */
  #found(elements: Iterable<Element>): void {
    for (const element of elements) this.#waiting.add(element)
  }

  /** Gives those that wait their hook, as far as that is possible by now. */
  #mount(): void {
    if (this.#waiting.size === 0) return
    for (const element of inOrder(this.#waiting)) {
      const name = this.#nameOf(element)
      if (!isInPage(element) || name === "" || this.#mounted.has(element)) {
        this.#waiting.delete(element)
        continue
      }
      const Class = this.#registry.classes.get(name)
      const hook = new MountedHook(element, name, this.#page)
      if (Class !== undefined && (hook.root === null || this.#page.viewOf(hook.root)?.isBound)) {
        this.#waiting.delete(element)
        this.#mounted.set(element, hook)
        hook.mount(Class, this.#registry)
      }
    }
  }

  #nameOf(element: Element): string {
    return getAttribute(element, this.#attribute) ?? ""
  }
}
