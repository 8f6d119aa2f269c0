/**
 * Held writes: while the answer to an event is due, the slots of the control or button that sent it, and the control
 * state of its form, are not written; what comes for them waits here, in the order in which it came.
 */

import { contains, localNameOf } from "./members.js"

/** Elements whose own slots are held: what the user has acted on, and whose text may say so (`live-disable-with`). */
const HELD_WHOLE = /^(?:a|button|input|option|select|summary|textarea)$/

interface Lock {
  /** Of the event it is held for. */
  readonly number: number
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

  /** Locks the control or button, or the control state of the form, for an event: until all of its events are answered. */
  raise(element: Element, number: number): void {
    const name = localNameOf(element)
    const locks = name === "form" ? this.#forms : HELD_WHOLE.test(name) ? this.#whole : undefined
    locks?.push({ number, element })
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
   * Releases the locks of the event with this number; without one, of all events. Not of earlier ones: what is refused is answered
   * before what is being handled. Returns all waiting writes, in order: those that another lock holds come
   * back through `hold`, so that no write overtakes an earlier one of the same slot.
   */
  release(number?: number): W[] {
    const stays = (lock: Lock): boolean => number !== undefined && lock.number !== number
    this.#whole = this.#whole.filter(stays)
    this.#forms = this.#forms.filter(stays)
    const writes = this.#queue
    this.#queue = []
    return writes
  }
}
