/**
 * Which events are under way and what they told of controls. Once one is answered the controls it told are to show the
 * server's state, whether or not the answer brings a difference: that may be as it was, the control's is not. Which of
 * them, the part for it finds out (`client/features/used-controls/`), which is loaded when a page has a control.
 */

import type { Carried, EditsPort, Sent, SentEvent, SentEventsPort } from "../../dom/controls-port.js"
import { heldBy, isControl } from "../../dom/nodes/control-kinds.js"

/** What it has to know of the controls of its root. */
export interface ToldControls {
  readonly edits: EditsPort & { acknowledge(carried: Carried): void }
  /** What an event of this element tells; with `control`, what it is about. */
  carriedBy(source: Element, type: string, control: Element | null): Carried
}

type Told = Pick<Sent, "carried" | "submitted">

export class SentEvents implements SentEventsPort {
  /** Those that were answered, but not gone through. */
  answered: Sent[] = []
  /** Controls that an answered event told, with the last such event. */
  readonly unsettled: Map<Element, Sent> = new Map<Element, Sent>()
  /** Controls without a slot that stand in no HTML that came whole. */
  readonly foreign: WeakSet<Element> = new WeakSet<Element>()
  readonly #controls: ToldControls
  #sent: Sent[] = []
  /** What each tells, from when it was made or left first: of what is done until it leaves, or is given to a second process, nothing. */
  readonly #told = new WeakMap<SentEvent, Told>()

  constructor(controls: ToldControls) {
    this.#controls = controls
  }

  send(number: number, source: Element, form: HTMLFormElement | undefined, event: SentEvent): void {
    const told = this.#told.get(event) ?? this.#tell(source, event)
    this.#told.set(event, told)
    this.#sent.push({ number, source, form, ...told })
  }

  note(source: Element, event: SentEvent): void {
    const told = this.#tell(source, event)
    // Before its view is bound nothing is known of the controls: what it tells is seen when it leaves.
    if (told.carried.length > 0) this.#told.set(event, told)
  }

  #tell(source: Element, { type, control }: SentEvent): Told {
    const carried = this.#controls.carriedBy(source, type, control ?? null)
    const submitted =
      type === "submit" ? new Map(carried.map(([use]) => [use.control, heldBy(use.control)] as const)) : undefined
    return { carried, submitted }
  }

  answer(number: number, isFailed: boolean): void {
    const answered = this.#sent.find((sent) => sent.number === number)
    this.#sent = this.#sent.filter((sent) => sent !== answered)
    // Of what was not handled nothing is the server's: what the user typed stays.
    if (answered === undefined || isFailed) return
    const { source, form, carried } = answered
    this.#controls.edits.acknowledge(carried)
    if (form !== undefined || isControl(source) || carried.length > 0) this.answered.push(answered)
  }

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
