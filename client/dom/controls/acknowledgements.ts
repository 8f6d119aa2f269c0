/**
 * Which events are under way, what they told of controls, and which controls are to show the server's state once an event
 * is answered: all that it told, whether or not the answer brings a difference. The server's state may be as it was; the
 * control's is not.
 */

import { elementsOf, heldBy, isCheckable, isTextControl, showsDefault, stateName } from "../nodes/control-kinds.js"
import type { Controls } from "./controls.js"
import type { Carried } from "./edits.js"

/** What the user did, as far as locks care. */
export interface SentEvent {
  /** DOM event type of the binding: "submit", "change", "click", … */
  readonly type: string
  /** The control or button it came from, where the binding stands on its form (submitter, changed input). */
  readonly control?: Element | null
}

interface Sent {
  readonly number: number
  readonly source: Element
  /** The form whose controls it told, all of them. */
  readonly form: HTMLFormElement | undefined
  readonly carried: Carried
  /** What the controls held that a submission told. */
  readonly submitted: ReadonlyMap<Element, string> | undefined
}

export class Acknowledgements {
  readonly #controls: Controls
  #last = 0
  #sent: Sent[] = []
  /** Controls that an answered event told, with the last such event. */
  readonly #unsettled = new Map<Element, Sent>()
  /** Controls without a slot that stand in no HTML that came whole. */
  readonly #foreign = new WeakSet<Element>()

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
  answer(number: number, isFailed = false): void {
    for (const sent of this.#sent) {
      // Of what was not handled nothing is the server's: what the user typed stays.
      if (sent.number > number || (isFailed && sent.number === number)) continue
      this.#controls.edits.acknowledge(sent.carried)
      const told = sent.form === undefined ? [sent.source] : elementsOf(sent.form)
      for (const control of [...told, ...sent.carried.map(([use]) => use.control)])
        if (isTaken(control)) this.#unsettled.set(control, sent)
    }
    this.#sent = this.#sent.filter((sent) => sent.number > number)
  }

  /**
   * Settles the controls that answered events told, but for those that are held. Returns controls that have to show the
   * server's state if they stand in HTML that came whole, where no slots are known.
   */
  settle(isHeld: (control: Element) => boolean): Element[] {
    const unknown: Element[] = []
    for (const [control, sent] of this.#unsettled) {
      // A newer event that tells of it is under way.
      if (isHeld(control)) continue
      this.#unsettled.delete(control)
      if (!this.#controls.settle(control) && isTheServers(control, sent) && !this.#foreign.has(control))
        unknown.push(control)
      // An answered submission that leaves the control as it was may have been refused: it is not done with.
      const held = sent.submitted?.get(control)
      if (held !== undefined && held !== heldBy(control)) this.#done(control, sent)
    }
    return unknown
  }

  /** Says of controls that `settle` returned whether they stand in HTML that came whole, where every value is the server's. */
  found(controls: readonly Element[], isMarkup: (control: Element) => boolean): void {
    for (const control of controls) {
      if (!isMarkup(control)) this.#foreign.add(control)
      else {
        this.#controls.serve(control, stateName(control))
        this.#controls.settle(control)
      }
    }
  }

  /** No answer will come any more. */
  clear(): void {
    this.#sent = []
    this.#unsettled.clear()
  }

  #done(control: Element, { carried }: Sent): void {
    this.#controls.edits.forget((use) => {
      return use.control === control && carried.some(([told, revision]) => told === use && revision === use.revision)
    })
  }
}

/**
 * True for what can only be the server's where it stands in a region: a box that tells its clicks itself, and after a
 * submission a text that the HTML gives. Else what the user typed into a field of which the server says nothing would go.
 */
function isTheServers(control: Element, { source, submitted }: Sent): boolean {
  if (showsDefault(control)) return false
  if (isCheckable(control)) return source === control
  const saysText = control.hasAttribute("value") || control instanceof HTMLTextAreaElement
  return submitted !== undefined && isTextControl(control) && saysText
}

/** False of names that every object has: the server drops them, so its state says nothing of what was typed. */
function isTaken(control: Element): boolean {
  return !control
    .getAttribute("name")
    ?.split(/[[\]]/)
    .some((key) => key in {})
}
