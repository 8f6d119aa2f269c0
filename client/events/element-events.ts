/** What elements say: `live-click`, keys, focus, and the same of the window. What users do becomes a push of their view. */
import { findAllInPage, getAttribute, isInPage, matches } from "../dom/nodes/members.js"
import type { Confirmations } from "./confirmations.js"
import type { EventAttributes } from "./event-attributes.js"
import type { ClickDelegate } from "./observers/click-observer.js"
import type { FocusDelegate } from "./observers/focus-observer.js"
import type { KeyDelegate } from "./observers/key-observer.js"
import { isPostButton, preparePostButton } from "./plain-post.js"
import type { RateLimits } from "./rate-limits.js"

/** A binding that fired. */
interface Fired {
  readonly element: Element
  /** `click`, `window-keydown`, … as in the attribute's name. */
  readonly binding: string
  readonly key?: string | undefined
}

export class ElementEvents implements ClickDelegate, KeyDelegate, FocusDelegate {
  readonly #attributes: EventAttributes
  readonly #limits: RateLimits
  readonly #confirmations: Confirmations
  /** Elements with a window binding, by its name; searched anew after the views wrote to the page. */
  readonly #windowBindings = new Map<string, readonly Element[]>()

  constructor(attributes: EventAttributes, limits: RateLimits, confirmations: Confirmations) {
    this.#attributes = attributes
    this.#limits = limits
    this.#confirmations = confirmations
  }

  /** Elements may have come or gone, or got other attributes. */
  pageWritten(): void {
    this.#windowBindings.clear()
  }

  // Click observer delegate

  confirmsClick(target: Element): boolean {
    return this.#confirmations.confirmsClick(target)
  }

  elementClicked(target: Element): boolean {
    const element = this.#closest(target, "click")
    const view = element && this.#attributes.viewOf(element)
    if (!element || !view || matches(element, ":disabled")) return false
    if (view.readiness === "plain" && preparePostButton(element, this.#attributes.target(element, "click", view)))
      return false
    this.#fire({ element, binding: "click" })
    return isPostButton(element) || getAttribute(element, "href") === "#"
  }

  // Key observer delegate

  keyPressed(type: "keydown" | "keyup", key: string, target: Element): void {
    const element = this.#closest(target, type)
    if (element) this.#fireKey({ element, binding: type, key })
    else
      for (const other of this.#boundToWindow(type)) this.#fireKey({ element: other, binding: `window-${type}`, key })
  }

  // Focus observer delegate

  focusMoved(type: "focus" | "blur", element: Element): void {
    if (type === "blur") this.#limits.elementBlurred(element)
    this.#fire({ element, binding: type })
  }

  windowFocusMoved(type: "focus" | "blur"): void {
    for (const element of this.#boundToWindow(type)) this.#fire({ element, binding: `window-${type}` })
  }

  // What other parts notice

  /** Something happened to an element that is bound to it. */
  happened(element: Element, binding: string): Promise<unknown> | undefined {
    return this.#attributes.binds(element, binding) ? this.#say({ element, binding }) : undefined
  }

  /** The user did something, as often as the element wants to know. */
  userDid(element: Element, binding: string): void {
    this.#fire({ element, binding })
  }

  // Firing

  #fireKey(fired: Fired): void {
    const filter = this.#attributes.says(fired.element, "key")?.toLowerCase()
    if (filter === undefined || filter === fired.key?.toLowerCase()) this.#fire(fired)
  }

  #fire(fired: Fired): void {
    const { element, binding, key } = fired
    if (!this.#attributes.binds(element, binding)) return
    if (!this.#limits.concern(element)) {
      this.#say(fired)
      return
    }
    const type = binding.replace("window-", "")
    const run = (): void => {
      // A debounced event may come late: the element is bound no more.
      if (this.#attributes.binds(element, binding)) this.#say(fired)
    }
    // A box that was clicked once more, or the text after the last key. A held key is no value.
    const isState = /^(?:click|keyup)$/.test(binding) && matches(element, "input:not([type=button]),select,textarea")
    const held = type === "keydown" && key !== undefined ? { key } : {}
    this.#limits.apply({ element, type: binding, isState, run, ...held })
  }

  /** Returns what the transitions of its commands are over with. */
  #say({ element, binding, key }: Fired): Promise<unknown> | undefined {
    const payload = {
      ...this.#attributes.values(element),
      ...valueOf(element),
      ...(key === undefined ? {} : { key }),
    }
    const type = binding.replace("window-", "")
    const event = { ...this.#attributes.event(element, binding), type, payload, shown: [element] }
    return this.#attributes.fire(event, this.#attributes.viewOf(element))
  }

  /** The element with the binding at or above `target`, not beyond its view. */
  #closest(target: Element, binding: string): Element | null {
    const element = this.#attributes.closest(target, binding)
    return element && this.#attributes.binds(element, binding) ? element : null
  }

  #boundToWindow(type: string): readonly Element[] {
    const attribute = this.#attributes.named(`window-${type}`)
    let elements = this.#windowBindings.get(attribute)
    if (elements === undefined) {
      elements = [...findAllInPage(`[${attribute}]`)]
      this.#windowBindings.set(attribute, elements)
    }
    return elements.filter(isInPage)
  }
}

/** What a control holds. An unchecked box holds nothing; a post button's value is the server's own. */
function valueOf(element: Element): { value?: string } {
  if (!matches(element, "input,select,textarea,button[value]") || isPostButton(element)) return {}
  const { type, checked, value } = element as HTMLInputElement
  return (type === "checkbox" || type === "radio") && !checked ? {} : { value }
}
