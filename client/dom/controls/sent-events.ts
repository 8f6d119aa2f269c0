/**
 * Which events are under way and what they told of controls. Once one is answered the controls it told are to show the
 * server's state, whether or not the answer brings a difference: that may be as it was, the control's is not. Which of
 * them, the part for it finds out (`client/features/settling/`), which is loaded when a page has a control.
 */

import { heldBy, isControl } from "../nodes/control-kinds.js"
import type { Controls } from "./controls.js"
import type { Carried } from "./edits.js"

/** What the user did, as far as locks care. */
export interface SentEvent {
  /** DOM event type of the binding: "submit", "change", "click", … */
  readonly type: string
  /** The control or button it came from, where the binding stands on its form (submitter, changed input). */
  readonly control?: Element | null
}

export interface Sent {
  readonly number: number
  readonly source: Element
  /** The form whose controls it told, all of them. */
  readonly form: HTMLFormElement | undefined
  readonly carried: Carried
  /** What the controls held that a submission told. */
  readonly submitted: ReadonlyMap<Element, string> | undefined
}

export class SentEvents {
  /** Those that were answered, but not gone through. */
  answered: Sent[] = []
  /** Controls that an answered event told, with the last such event. */
  readonly unsettled: Map<Element, Sent> = new Map<Element, Sent>()
  /** Controls without a slot that stand in no HTML that came whole. */
  readonly foreign: WeakSet<Element> = new WeakSet<Element>()
  readonly #controls: Controls
  #last = 0
  #sent: Sent[] = []

  constructor(controls: Controls) {
    this.#controls = controls
  }

  /** An event leaves; returns its number. `form`: it tells all controls of this form. */
  send(source: Element, form: HTMLFormElement | undefined, { type, control }: SentEvent): number {
    const number = ++this.#last
    const carried = this.#controls.carriedBy(form ?? source, type, control ?? null)
    const submitted =
      type === "submit" ? new Map(carried.map(([use]) => [use.control, heldBy(use.control)] as const)) : undefined
    this.#sent.push({ number, source, form, carried, submitted })
    return number
  }

  /** The server has answered the events up to this number; has not handled that one, if it `isFailed`. */
  answer(number: number, isFailed: boolean): void {
    for (const sent of this.#sent) {
      // Of what was not handled nothing is the server's: what the user typed stays.
      if (sent.number > number || (isFailed && sent.number === number)) continue
      this.#controls.edits.acknowledge(sent.carried)
      if (sent.form !== undefined || isControl(sent.source) || sent.carried.length > 0) this.answered.push(sent)
    }
    this.#sent = this.#sent.filter((sent) => sent.number > number)
  }

  /** True if controls may have to show the server's state. */
  get isDue(): boolean {
    return this.answered.length + this.unsettled.size > 0
  }

  /** No answer will come any more. */
  clear(): void {
    this.#sent = []
    this.answered = []
    this.unsettled.clear()
  }
}
