/**
 * Notices that the user changed a form control, once per change: browsers say "input" and later "change" about the
 * same edit, and scripts that set a value often say "change" alone. Also a form's reset.
 */
import { heldBy } from "../../dom/nodes/control-kinds.js"
import { Observer } from "../../events/observers/observer.js"

export interface InputDelegate {
  controlChanged(control: Element): void
  formReset(form: HTMLFormElement): void
}

export class InputObserver extends Observer<InputDelegate> {
  /** What each control held when it was last reported. */
  readonly #reported = new WeakMap<Element, string>()

  protected override listen(): void {
    this.on("input", ({ target }) => this.#noticed(target, true))
    this.on("change", ({ target }) => this.#noticed(target, false))
    this.on("reset", ({ target, defaultPrevented }) => {
      // The controls take their default values after the event.
      if (!defaultPrevented && target instanceof HTMLFormElement) setTimeout(() => this.delegate.formReset(target))
    })
  }

  #noticed(target: EventTarget | null, isInput: boolean): void {
    if (!(target instanceof Element)) return
    // Said by a script of a whole form, which holds no value. Of what is read below its controls may have the names.
    if (target instanceof HTMLFormElement) return this.delegate.controlChanged(target)
    const state = heldBy(target)
    if (!isInput && this.#reported.get(target) === state) return
    this.#reported.set(target, state)
    // A number input that holds no number has no value to tell: `validity` knows, `value` is "".
    if (!(target as HTMLInputElement).validity?.badInput) this.delegate.controlChanged(target)
  }
}
