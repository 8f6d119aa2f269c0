/**
 * What the page waits for before it can hold a form or a control: the part that knows them (`client/features/forms/`).
 *
 * A page that has some is, until then, as it is before the script comes: it keeps what is typed, and its forms post. A page
 * that has none goes on without, up to the first message that may bring one; that waits, and all that come behind it.
 */
import { POST_ATTRIBUTE } from "../../src/protocol/markup.js"
import { STATE_NAMES } from "../dom/nodes/control-kinds.js"
import { findInPage } from "../dom/nodes/members.js"
import type { Loadable } from "../util/lazy.js"

export class FormsGate {
  readonly #forms: Loadable<unknown>
  /** What of the page is, or tells of, a control; but for what the server adds for clicks that post. */
  readonly #selector: string
  /** The same in a message. A splice of HTML may make one of what was there before. */
  readonly #text: RegExp
  #isShut = false

  /** `prefix`: of the binding attributes. */
  constructor(forms: Loadable<unknown>, prefix: string) {
    this.#forms = forms
    this.#selector = `:is(form,${STATE_NAMES},[${prefix}change],[${prefix}submit]):not([${POST_ATTRIBUTE}])`
    this.#text = new RegExp(`<(form|${STATE_NAMES.join("|")})|${prefix}(change|submit)|"s":`, "i")
  }

  /** True if this message, or the page as it stands, has to wait for the part; all is to wait from then on. */
  isShutFor(message?: unknown, extras?: unknown): boolean {
    if (this.#forms.part !== undefined) return false
    this.#isShut ||= findInPage(this.#selector) !== null || this.#text.test(JSON.stringify([message, extras]))
    return this.#isShut
  }

  /** Does the work when the part has come. The same waits once. */
  opens(work: () => void): void {
    this.#forms.use(work)
  }
}
