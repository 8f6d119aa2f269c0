/** What the attributes of an element say about events: which event, of which view, with which values, after which question. */

import { COMMANDS, postedBy } from "../../src/protocol/commands.js"
import { ROOT_ATTRIBUTE } from "../../src/protocol/markup.js"
import type { PostTarget } from "../../src/protocol/plain-post.js"
import { attributesOf, closest, getAttribute, hasAttribute } from "../dom/nodes/members.js"
import { rootOf } from "../dom/nodes/root-of.js"
import type { Loadable } from "../util/lazy.js"
import type { ViewEvent } from "../view/view-event.js"
import type { PageView } from "../view/view-page.js"
import type { CommandsPort } from "./commands-port.js"

/** Knows the views of the page by their roots. */
export interface EventViews {
  of(root: Element): PageView | undefined
}

export class EventAttributes {
  readonly #prefix: string
  readonly #views: EventViews
  readonly #commands: Loadable<CommandsPort>

  constructor(prefix: string, views: EventViews, commands: Loadable<CommandsPort>) {
    this.#prefix = prefix
    this.#views = views
    this.#commands = commands
  }

  /** The attribute's name, with the prefix. */
  named(name: string): string {
    return this.#prefix + name
  }

  says(element: Element, name: string): string | null {
    return getAttribute(element, this.named(name))
  }

  has(element: Element, name: string): boolean {
    return hasAttribute(element, this.named(name))
  }

  /** An attribute without a value is no binding. */
  binds(element: Element, binding: string): boolean {
    return Boolean(this.says(element, binding))
  }

  /** The element with the attribute at or above `target`, or the root of its view. */
  closest(target: Element, name: string, not = ""): Element | null {
    return closest(target, `[${this.named(name)}]${not},[${ROOT_ATTRIBUTE}]`)
  }

  viewOf(element: Element): PageView | undefined {
    const root = rootOf(element)
    return root === null ? undefined : this.#views.of(root)
  }

  /** What accompanies an event: `live-value-*`. */
  values(element: Element): Record<string, string> {
    const prefix = this.named("value-")
    const values: Record<string, string> = {}
    for (const { name, value } of attributesOf(element)) {
      if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value
    }
    return values
  }

  event(source: Element, binding: string): Pick<ViewEvent, "name" | "type" | "source" | "id"> {
    const event = { name: this.says(source, binding) ?? "", type: binding, source }
    return this.has(source, "retry") ? { ...event, id: newId() } : event
  }

  /**
   * What a binding says happens: its event goes to its view, or its commands run. These wait for the part that knows them.
   * Returns what the transitions of commands are over with, if there may be any.
   */
  fire(event: ViewEvent, view: PageView | undefined): Promise<unknown> | undefined {
    if (view === undefined) return undefined
    if (!event.name.startsWith(COMMANDS)) {
      view.push(event)
      return undefined
    }
    const { part } = this.#commands
    if (part !== undefined) return part.run(event.name, event)
    return new Promise((resolve) => this.#commands.use((commands) => resolve(commands.run(event.name, event))))
  }

  /** What the browser's own POST would have to say; undefined for commands that push nothing. */
  target(source: Element, binding: string, { root }: PageView): PostTarget | undefined {
    const posted = postedBy(this.event(source, binding).name, this.values(source))
    return posted ? { root: getAttribute(root, "id") ?? "", isForm: binding === "submit", ...posted } : undefined
  }

  /** Asks the user, if the element says so and is a view's. A portal's own element has both attributes. */
  confirms(element: Element | null): boolean {
    const question = element && this.says(element, "confirm")
    return !element || !question || !this.viewOf(element) || window.confirm(question)
  }
}

/** Of this event alone; in a page that is not secure, too, in which browsers make no UUID. */
function newId(): string {
  return `${Date.now()}${Math.random()}`
}
