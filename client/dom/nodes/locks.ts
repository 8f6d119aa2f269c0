/**
 * Held writes: while the answer to an event is due, the slots of the control or button that sent it, and the control
 * state of its form, are not written; what comes for them waits here, in the order in which it came.
 */

import { contains, localNameOf } from "./members.js"

/** Elements whose own slots are held: what the user has acted on, and whose text may say so (`live-disable-with`). */
const HELD_WHOLE = /^(?:a|button|input|option|select|summary|textarea)$/

interface Lock {
  number: number
  readonly element: Element
}

/** `W` is a write: what to do when it is no longer held. */
export class Locks<W> {
  #whole: Lock[] = []
  #forms: Lock[] = []
  /** Held by what runs on them, not by an event. */
  readonly #blocked = new Set<Element>()
  #queue: W[] = []

  get active(): boolean {
    return this.#whole.length > 0 || this.#forms.length > 0 || this.#blocked.size > 0
  }

  /** Locks the control or button, or the control state of the form. A newer event of the same element raises its lock. */
  raise(element: Element, number: number): void {
    const name = localNameOf(element)
    const locks = name === "form" ? this.#forms : HELD_WHOLE.test(name) ? this.#whole : undefined
    const lock = locks?.find((held) => held.element === element)
    if (lock === undefined) locks?.push({ number, element })
    else lock.number = number
  }

  /** True if a slot with this node has to wait; `control`: it is state of a form control. */
  holds(node: Node, control: boolean): boolean {
    if (this.#whole.some(({ element }) => contains(element, node))) return true
    for (const element of this.#blocked) if (contains(element, node)) return true
    if (!control) return false
    const { form } = node as { form?: HTMLFormElement | null }
    return this.#forms.some(({ element }) => element === form || contains(element, node))
  }

  /** Holds the element, and what stands in it, until it is unblocked. */
  block(element: Element): void {
    this.#blocked.add(element)
  }

  /** As `release`. */
  unblock(element: Element): W[] {
    this.#blocked.delete(element)
    return this.release(0)
  }

  hold(write: W): void {
    this.#queue.push(write)
  }

  /**
   * Releases the locks up to this number. Returns all waiting writes, in order: those that another lock holds come
   * back through `hold`, so that no write overtakes an earlier one of the same slot.
   */
  release(number: number): W[] {
    const newer = (lock: Lock): boolean => lock.number > number
    this.#whole = this.#whole.filter(newer)
    this.#forms = this.#forms.filter(newer)
    const writes = this.#queue
    this.#queue = []
    return writes
  }
}
