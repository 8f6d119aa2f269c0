/** `live-click-away` and `live-dblclick`: what the mouse does beside an element, and twice on it. */
import { closest, contains, isInPage, listenTo, matches, parentOf } from "../../dom/nodes/members.js"
import type { Bound } from "./bound.js"

export class ClickAway {
  readonly #page: Bound
  /** Where the button went down: text that is marked with the mouse from within an element is no click beside it. */
  #origin: Element | undefined

  constructor(page: Bound) {
    this.#page = page
  }

  /** Listens, for as long as the page lives. */
  start(): void {
    listenTo(
      document,
      "mousedown",
      ({ target }) => {
        this.#origin = target instanceof Element ? target : undefined
      },
      { capture: true },
    )
    // Before what is clicked says what it does: a menu that it opens is not to be closed at once.
    listenTo(document, "click", (event: MouseEvent) => this.#clicked(event), { capture: true })
    listenTo(document, "dblclick", ({ target, defaultPrevented }: MouseEvent) => {
      const element = target instanceof Element ? closest(target, `[${this.#page.prefix}dblclick]`) : null
      const isBound = element !== null && this.#page.viewOf(element) === this.#page.viewOf(target as Element)
      if (isBound && !defaultPrevented && !matches(element, ":disabled")) this.#page.userDid(element, "dblclick")
    })
  }

  #clicked({ target, detail }: MouseEvent): void {
    // A click that no mouse has made, by a key or a script.
    const origin = detail === 0 ? target : (this.#origin ?? target)
    this.#origin = undefined
    if (!(origin instanceof Element) || !isInPage(origin)) return
    for (const element of this.#page.elements("click-away")) {
      if (!this.#stands(origin, element) && isSeen(element)) this.#page.userDid(element, "click-away")
    }
  }

  /** True if it stands in the element, also by way of a portal. */
  #stands(origin: Element, element: Element): boolean {
    const { portals } = this.#page.toolbox
    for (let node: Node | null = origin; node !== null; ) {
      if (contains(element, node)) return true
      // Up to the next element that a portal has moved, and on from where it came from.
      while (node !== null && (!portals.has(node as Element) || node instanceof HTMLTemplateElement))
        node = parentOf(node)
      node = (node && portals.get(node as Element)) ?? null
    }
    return false
  }
}

/** True if some of it stands in the window, and is not hidden. */
function isSeen(element: Element): boolean {
  // Not in Safari before 17.4.
  const { checkVisibility } = Element.prototype as Partial<Pick<Element, "checkVisibility">>
  if (checkVisibility?.call(element, { visibilityProperty: true }) === false) return false
  const { width, height, top, bottom, left, right } = element.getBoundingClientRect()
  return width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
}
