/**
 * Focus wraps: an element between two stops of the Tab key that send the focus back into it. One that appears takes the
 * focus; one that goes gives it back to where it was.
 */
import { FOCUS_ATTRIBUTE, FOCUS_WRAP_ATTRIBUTE } from "../../../src/protocol/markup.js"
import {
  bodyOfPage,
  closest,
  contains,
  find,
  findAll,
  findAllInPage,
  focusedInPage,
  getAttribute,
  isInPage,
  listenTo,
  parentOf,
} from "../../dom/nodes/members.js"

/** What the Tab key may stop at, as far as a selector can say. */
const STOPS =
  "a[href],area[href],button,input:not([type=hidden]),select,textarea,iframe,summary,audio[controls],video[controls],[contenteditable],[tabindex]"

interface Wrap {
  isShown: boolean
  /** Where the focus was before. */
  before: HTMLElement | null
}

export class FocusWraps {
  readonly #wraps = new Map<HTMLElement, Wrap>()

  /** Listens, for as long as the page lives. */
  start(): void {
    listenTo(document, "focusin", ({ target, relatedTarget }: FocusEvent) => {
      if (target instanceof Element) turnBack(target, relatedTarget)
    })
  }

  /** An element with the attribute stands in the page. */
  found(element: HTMLElement): void {
    if (!this.#wraps.has(element)) this.#wraps.set(element, { isShown: false, before: null })
  }

  /** Elements may have come, gone, or become visible or hidden. */
  update(): void {
    const appeared: HTMLElement[] = []
    // First those that go: what comes in their place gives the focus back to where they had it from.
    for (const [element, wrap] of this.#wraps) {
      const isShown =
        isInPage(element) && isVisible((find(element, `[${FOCUS_ATTRIBUTE}]`) as HTMLElement | null) ?? element)
      if (!isInPage(element)) this.#wraps.delete(element)
      if (isShown === wrap.isShown) continue
      wrap.isShown = isShown
      if (isShown) appeared.push(element)
      else giveBack(element, wrap)
    }
    for (const element of appeared) {
      if (contains(element, focusedInPage())) continue
      ;(this.#wraps.get(element) as Wrap).before = focusedElement()
      const stops = stopsIn(element)
      focusFirst([...stops.filter((stop) => stop.hasAttribute("autofocus")), ...stops])
    }
  }
}

/** As dialogs do, unless the user has gone elsewhere. */
function giveBack(element: Element, { before }: Wrap): void {
  const focused = focusedElement()
  if (focused === null || contains(element, focused)) before?.focus({ preventScroll: true })
}

function focusedElement(): HTMLElement | null {
  const activeElement = focusedInPage()
  return activeElement instanceof HTMLElement && activeElement !== bodyOfPage() ? activeElement : null
}

/** The focus has come to one of the two outer stops: from inside it goes to the other end, from outside to this one. */
function turnBack(target: Element, from: EventTarget | null): void {
  const end = getAttribute(target, FOCUS_ATTRIBUTE)
  const element = end === null ? null : closest(target, `[${FOCUS_WRAP_ATTRIBUTE}]`)
  if (element === null) return
  const stops = stopsIn(element)
  const isInside = from instanceof Node && contains(element, from)
  focusFirst(isInside === (end === "start") ? stops.reverse() : stops)
}

/** Not every stop takes the focus; what the selector does not know, the browser does. */
function focusFirst(stops: readonly HTMLElement[]): void {
  for (const stop of stops) {
    stop.focus()
    if (focusedInPage() === stop) return
  }
}

function stopsIn(element: Element): HTMLElement[] {
  return [...(findAll(element, STOPS) as NodeListOf<HTMLElement>)].filter(
    (stop) =>
      stop.tabIndex >= 0 &&
      !stop.hasAttribute(FOCUS_ATTRIBUTE) &&
      stop.closest("[inert]") === null &&
      !stop.matches(":disabled") &&
      !isPassedOver(stop) &&
      isVisible(stop),
  )
}

/** Of radio buttons that switch each other off, Tab stops at the one that is on; where none is, it comes in at an end. */
function isPassedOver(stop: HTMLElement): boolean {
  if (!isRadio(stop) || stop.checked || stop.name === "") return false
  return [...findAllInPage("input")].some(
    (other) => isRadio(other) && other.name === stop.name && other.checked && other.form === stop.form,
  )
}

function isRadio(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === "radio"
}

function isVisible(element: Element): boolean {
  // Not in Safari before 17.4.
  const { checkVisibility } = Element.prototype as Partial<Pick<Element, "checkVisibility">>
  if (checkVisibility !== undefined) return checkVisibility.call(element, { visibilityProperty: true })
  if (getComputedStyle(element).visibility !== "visible") return false
  for (let above: Node | null = element; above instanceof Element; above = parentOf(above)) {
    if (getComputedStyle(above).display === "none") return false
  }
  return true
}
