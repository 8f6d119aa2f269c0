/** `live-disable-with`: while its event is under way a button says so, and cannot be pressed. */
import {
  bodyOfPage,
  childrenOf,
  controlsOf,
  focusedInPage,
  getAttribute,
  hasAttribute,
  isInPage,
  setAttribute,
  setText,
} from "../../dom/nodes/members.js"
import type { Bound } from "./bound.js"

/** The value of a `disabled` that is this binding's: what else stands there by the end, the server has written meanwhile. */
const OURS = "live"

interface Disabled {
  /** How many events wait. */
  count: number
  restore(): void
}

export class DisableWith {
  readonly #page: Bound
  readonly #attribute: string
  readonly #disabled = new WeakMap<Element, Disabled>()
  /** The buttons that each event's element has disabled. */
  readonly #of = new WeakMap<Element, readonly Element[]>()

  constructor(page: Bound) {
    this.#page = page
    this.#attribute = `${page.prefix}disable-with`
  }

  eventShown(element: Element, type: string, isShown: boolean): void {
    if (type !== "click" && type !== "submit") return
    const view = this.#page.viewOf(element)
    // Before its first HTML is bound nothing in it may move.
    if (!view?.isBound) return
    if (!isShown) {
      const buttons = this.#of.get(element) ?? []
      this.#of.delete(element)
      if (buttons.length > 0) view.frame(() => buttons.forEach((button) => this.#release(button)))
      return
    }
    const controls = element instanceof HTMLFormElement ? [...controlsOf(element)] : [element]
    const buttons = controls.filter((button) => hasAttribute(button, this.#attribute))
    this.#of.set(element, buttons)
    if (buttons.length > 0) view.frame(() => buttons.forEach((button) => this.#disable(button)))
  }

  #disable(button: Element): void {
    const known = this.#disabled.get(button)
    if (known !== undefined) known.count++
    else this.#disabled.set(button, { count: 1, restore: disable(button, getAttribute(button, this.#attribute) ?? "") })
  }

  #release(button: Element): void {
    const known = this.#disabled.get(button)
    if (known === undefined || --known.count > 0) return
    this.#disabled.delete(button)
    known.restore()
  }
}

/** Returns what makes it as it was. Its own nodes are kept: slots stand in them, which may be written meanwhile. */
function disable(button: Element, text: string): () => void {
  const control = button as HTMLButtonElement | HTMLInputElement
  const hadFocus = focusedInPage() === button
  const wasDisabled = control.disabled
  const restoreText = text === "" ? undefined : say(control, text)
  setAttribute(control, "disabled", OURS)
  return () => {
    restoreText?.()
    if (getAttribute(control, "disabled") === OURS) control.disabled = wasDisabled
    const isLost = [null, bodyOfPage()].includes(focusedInPage() as HTMLElement | null)
    if (hadFocus && isLost && isInPage(button)) control.focus()
  }
}

function say(control: HTMLButtonElement | HTMLInputElement, text: string): () => void {
  if (control instanceof HTMLInputElement) {
    const { value } = control
    control.value = text
    return () => {
      control.value = value
    }
  }
  const own = new DocumentFragment()
  own.append(...childrenOf(control))
  setText(control, text)
  return () => control.replaceChildren(own)
}
