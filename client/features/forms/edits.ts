/**
 * What the user has done in form controls since their form was last reset or done with, by revision: an event carries
 * the revisions of its controls, its acknowledgement says that the server has seen them.
 */

import type { Carried, EditsPort, Use } from "../../dom/controls-port.js"
import { formOf } from "../../dom/nodes/control-kinds.js"

export class Edits implements EditsPort {
  readonly #uses = new Map<Element, Use>()
  #revision = 0

  /** True if the user changed the control since the last acknowledged event that carried its value. */
  has(control: Element): boolean {
    const use = this.#uses.get(control)
    return use !== undefined && use.revision > use.seen
  }

  /** All that is in the page and not done with, also what the server has seen. */
  get uses(): Use[] {
    for (const control of this.#uses.keys()) if (!control.isConnected) this.#uses.delete(control)
    return [...this.#uses.values()]
  }

  /** The forms of edited controls, and edited controls of no form. */
  get dirtyForms(): Element[] {
    const edited = this.uses.filter(({ revision, seen }) => revision > seen)
    return [...new Set(edited.map(({ control }) => formOf(control) ?? control))]
  }

  /** Notes an edit, and returns how to take it back. */
  note(controls: readonly Element[]): () => void {
    const revision = ++this.#revision
    const noted = controls.map((control) => {
      const use = this.#uses.get(control) ?? { control, revision: 0, seen: 0 }
      const last = use.revision
      use.revision = revision
      this.#uses.set(control, use)
      return [use, last] as const
    })
    return () => {
      for (const [use, last] of noted) {
        if (use.revision === revision) use.revision = last
        if (use.revision === 0) this.#uses.delete(use.control)
      }
    }
  }

  /** What an event carries that tells of these controls. */
  carried(isTold: (control: Element) => boolean): Carried {
    return this.uses.filter(({ control }) => isTold(control)).map((use) => [use, use.revision])
  }

  /** The server has seen these revisions: what was not edited since is no longer the user's alone. */
  acknowledge(carried: Carried): void {
    for (const [use, revision] of carried) use.seen = Math.max(use.seen, revision)
  }

  /** The user is done with these: they are what the server says. */
  forget(isDone: (use: Use) => boolean): void {
    for (const [control, use] of this.#uses) if (isDone(use)) this.#uses.delete(control)
  }

  /** Nobody knows any more what the server had seen. */
  unsee(): void {
    for (const use of this.#uses.values()) use.seen = 0
  }

  /** Another element stands for the control of this use. */
  move(use: Use, control: Element): void {
    if (this.#uses.get(use.control) === use) this.#uses.delete(use.control)
    use.control = control
    this.#uses.set(control, use)
  }
}
