/**
 * What forms and their controls say: `live-submit` and `live-change`. What users do with them becomes a push of their view,
 * or the browser's own submission.
 */
import { controlsOf, findAllInPage, getAttribute } from "../../dom/nodes/members.js"
import type { EventAttributes } from "../../events/event-attributes.js"
import type { RateLimits } from "../../events/rate-limits.js"
import type { PageView } from "../../view/view-page.js"
import { serializeControl, serializeForm } from "./form-data.js"
import { preparePostForm } from "./form-post.js"
import type { InputDelegate } from "./input-observer.js"
import type { SubmitDelegate } from "./submit-observer.js"

const AUTO_RECOVER = "auto-recover"
const NO_UNUSED = "no-unused-field"

export class FormEvents implements SubmitDelegate, InputDelegate {
  readonly #attributes: EventAttributes
  readonly #limits: RateLimits
  /** Controls of which the server was told since their form was last reset. */
  readonly #used = new WeakSet<Element>()
  /** Forms of which the process that was made last is not to be told, until the user goes on. */
  readonly #ignored = new WeakSet<Element>()

  constructor(attributes: EventAttributes, limits: RateLimits) {
    this.#attributes = attributes
    this.#limits = limits
  }

  /** Sends the change of a form whose edits the server has not seen: made before the join, or without a connection. */
  resendChange(dirty: Element, view: PageView): void {
    // Controls may stand in another root than their form, whose view knows of them.
    if (this.#attributes.viewOf(dirty) !== view || this.#ignored.has(dirty)) return
    const edited = (dirty instanceof HTMLFormElement ? [...controlsOf(dirty)] : []).filter((control) =>
      view.isEdited(control),
    )
    for (const control of edited) this.#used.add(control)
    const tells = (element: Element): boolean => this.#attributes.binds(element, "change") && !isOffRadio(element)
    if (tells(dirty)) this.#pushChange(dirty, null, view)
    for (const control of edited) if (tells(control)) this.#pushChange(control, control, view)
  }

  /** Tells a process that was made anew what forms hold, in the order in which they stand in the page. */
  recover(view: PageView, used: readonly Element[]): void {
    const asking = findAllInPage(`form[${this.#attributes.named(AUTO_RECOVER)}]`)
    for (const element of [...new Set([...used, ...asking])].sort(byPlace)) {
      const own = this.#attributes.says(element, AUTO_RECOVER)
      if (own === "ignore") this.#ignored.add(element)
      else if (!own) this.resendChange(element, view)
      else if (this.#attributes.viewOf(element) === view) this.#recover(element, view)
    }
  }

  #recover(form: Element, view: PageView): void {
    const payload = serializeForm(form as HTMLFormElement, { values: this.#attributes.values(form) })
    const event = { ...this.#attributes.event(form, AUTO_RECOVER), type: "change" }
    this.#attributes.fire({ ...event, payload, shown: [form] }, view)
  }

  // Submit observer delegate

  confirmsSubmit(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    // The button's own question was asked when it was clicked; one that closes the dialog submits nothing.
    return (
      isCancel(submitter) ||
      Boolean(submitter && this.#attributes.says(submitter, "confirm")) ||
      this.#attributes.confirms(form)
    )
  }

  willSubmitForm(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    if (isCancel(submitter)) return false
    // The last change is told before the submission, also where the browser submits.
    this.#limits.formSubmitted(form)
    const view = this.#attributes.binds(form, "submit") ? this.#attributes.viewOf(form) : undefined
    if (view === undefined) return false
    if (getAttribute(form, "method")?.toLowerCase() === "dialog" && !submitter?.hasAttribute("formmethod")) {
      // Both: its event is sent, and the browser closes the dialog.
      this.formSubmitted(form, submitter)
      return false
    }
    const isPost = view.readiness === "plain" || leavesPage(form, submitter)
    return !isPost || !preparePostForm(form, this.#attributes.target(form, "submit", view))
  }

  formSubmitted(form: HTMLFormElement, submitter: HTMLElement | null): void {
    const view = this.#attributes.viewOf(form)
    const payload = serializeForm(form, { submitter, values: this.#attributes.values(form) })
    for (const control of controlsOf(form)) this.#used.add(control)
    if (!view || view.isSubmitting(form, payload)) return
    const shown = submitter === null ? [form] : [form, submitter]
    this.#attributes.fire({ ...this.#attributes.event(form, "submit"), control: submitter, payload, shown }, view)
  }

  // Input observer delegate

  controlChanged(control: Element): void {
    const { form } = control as HTMLInputElement
    if (form !== null) this.#ignored.delete(form)
    const element = this.#attributes.binds(control, "change") ? control : form
    const view = element && this.#attributes.binds(element, "change") ? this.#attributes.viewOf(element) : undefined
    if (!element || !view) return
    const run = (): void => this.#pushChange(element, control, view)
    this.#limits.apply({ element: control, fallback: element, type: "change", isState: true, run })
  }

  formReset(form: HTMLFormElement): void {
    this.#limits.formReset(form)
    const view = this.#attributes.binds(form, "change") ? this.#attributes.viewOf(form) : undefined
    for (const control of controlsOf(form)) this.#used.delete(control)
    const button = [...controlsOf(form)].find((element) => (element as HTMLButtonElement).type === "reset")
    if (view) this.#pushChange(form, button ?? null, view)
  }

  #pushChange(element: Element, control: Element | null, view: PageView): void {
    if (!this.#attributes.binds(element, "change")) return
    if (control) this.#used.add(control)
    const target = getAttribute(control ?? element, "name") ?? ""
    const extras = {
      values: this.#attributes.values(element),
      ...(control || !(element instanceof HTMLFormElement) ? { target } : {}),
    }
    const isUsed = (field: Element): boolean => this.#isUsed(field)
    const payload =
      element instanceof HTMLFormElement
        ? serializeForm(element, this.#attributes.has(element, NO_UNUSED) ? extras : { ...extras, isUsed })
        : serializeControl(element, extras)
    const shown = control === null || control === element ? [element] : [element, control]
    this.#attributes.fire({ ...this.#attributes.event(element, "change"), control, payload, shown }, view)
  }

  /** True for controls that count as used: they were, or do not take part. */
  #isUsed(field: Element): boolean {
    return this.#used.has(field) || this.#attributes.has(field, NO_UNUSED)
  }
}

function byPlace(a: Element, b: Element): number {
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}

/** True for a button of a dialog that only closes it, whatever its form does otherwise. */
function isCancel(submitter: HTMLElement | null): boolean {
  return submitter?.getAttribute("formmethod")?.toLowerCase() === "dialog"
}

/** True if the answer is to be shown in a frame or another window: the socket has none to give. */
function leavesPage(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const target = submitter?.getAttribute("formtarget") ?? getAttribute(form, "target")
  return !/^(?:_self|_parent|_top)?$/i.test(target ?? "") && target !== window.name
}

/** Of a group of radio buttons the one that is on tells the choice. */
function isOffRadio(element: Element): boolean {
  return element instanceof HTMLInputElement && element.type === "radio" && !element.checked
}
