/**
 * What the DOM half asks of the part that knows form controls, `client/features/forms/`: what the user does in them, and
 * how they get the server's state. Until it has come a root has no controls: what would bring one waits
 * (`client/view/forms-gate.ts`).
 */

import type { TextControl } from "./nodes/control-kinds.js"
import type { Served } from "./nodes/served.js"
import type { Toolbox } from "./toolbox.js"

/** Makes the controls of a root. */
export interface ControlsMaker {
  makeControls(needs: ControlsNeeds): ControlsPort
}

/** What controls need of the root they stand in. */
export interface ControlsNeeds {
  readonly root: Element
  /** The root, and what portals and scripts have moved out of it. */
  readonly places: readonly Element[]
  /** Of the binding attributes. */
  readonly prefix: string
  readonly toolbox: Toolbox
  readonly delegate: ControlsDelegate
}

export interface ControlsDelegate {
  /** The user has used a control. */
  used(): void
  /** Writes the value of a control that has the focus. */
  showFocused(control: TextControl, wanted: string): void
  /** Does writes that no frame has brought: a composition is over. */
  frame(writes: () => void): void
}

/** The controls of one root. */
export interface ControlsPort {
  readonly edits: EditsPort
  readonly sent: SentEventsPort
  /** Which of them show what the server says. */
  readonly served: Served
  readonly places: readonly Element[]
  /** Follows what the user does here too. */
  watch(place: Element): void
  /** Notes a use that nobody has seen here: outside of the root, or by a script that says "change" alone. */
  used(control: Element): void
  /**
   * Takes controls whose state is not their default as edited: by the user before the script came, or by the browser.
   * True if there are controls at all.
   */
  scan(): boolean
  /** A slot gives this to a control or option: names of state, perhaps several. */
  serve(element: Element, names: string): void
  /** Takes over an attribute if it is control state; it is written by `flush`. */
  takes(element: Element, name: string, value: string | null): boolean
  /** True if the write has to wait for the end of a composition in this element. */
  defers(element: Element, write: () => void): boolean
  /** To be called before options below this node are inserted, removed or changed. */
  optionsWillChange(parent: Node): void
  /** Writes the control state of a frame. */
  flush(): void
  /** Has the control show the text that the server has given it last. */
  showText(control: TextControl): void
  /** No answer will come to what was sent: all that the user used is the user's again, until it is told once more. */
  connectionLost(): void
}

/** The use of one control. */
export interface Use {
  /** Another one, once the control was made anew. */
  control: Element
  /** Of the last edit. */
  revision: number
  /** The highest revision that the server has seen. */
  seen: number
}

/** Uses, each with the revision that an event carried. */
export type Carried = readonly (readonly [use: Use, revision: number])[]

/** What the user has done since a form was last reset or done with. */
export interface EditsPort {
  /** All that is in the page and not done with, also what the server has seen. */
  readonly uses: readonly Use[]
  /** The forms of edited controls, and edited controls of no form. */
  readonly dirtyForms: readonly Element[]
  /** True if the user changed the control since the last acknowledged event that carried its value. */
  has(control: Element): boolean
  /** Notes an edit, and returns how to take it back. */
  note(controls: readonly Element[]): () => void
  /** The user is done with these: they are what the server says. */
  forget(isDone: (use: Use) => boolean): void
  /** Another element stands for the control of this use. */
  move(use: Use, control: Element): void
}

/** What the user did, as far as locks care. */
export interface SentEvent {
  /** DOM event type of the binding: "submit", "change", "click", … */
  readonly type: string
  /** The control or button it came from, where the binding stands on its form (submitter, changed input). */
  readonly control?: Element | null
}

/** An event under way. */
export interface Sent {
  readonly number: number
  readonly source: Element
  /** The form whose controls it told, all of them. */
  readonly form: HTMLFormElement | undefined
  readonly carried: Carried
  /** What the controls held that a submission told. */
  readonly submitted: ReadonlyMap<Element, string> | undefined
}

/** Which events are under way and what they told of controls. */
export interface SentEventsPort {
  /** Those that were answered, but not gone through. */
  answered: Sent[]
  /** Controls that an answered event told, with the last such event. */
  readonly unsettled: Map<Element, Sent>
  /** Controls without a slot that stand in no HTML that came whole. */
  readonly foreign: WeakSet<Element>
  /** True if controls may have to show the server's state. */
  readonly isDue: boolean
  /** An event is made that leaves later: it tells what controls hold now. */
  note(source: Element, event: SentEvent): void
  /** An event leaves. `form`: it tells all controls of this form. */
  send(number: number, source: Element, form: HTMLFormElement | undefined, event: SentEvent): void
  /** The server has answered the event with this number; has not handled it, if it `isFailed`. Earlier ones may be under way still. */
  answer(number: number, isFailed: boolean): void
}
