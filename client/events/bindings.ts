/**
 * From what the observers noticed to an event of a view: finds the element with the binding and its view, applies the
 * rate limit, makes the payload. When the event is sent is the view's matter.
 */
import { ROOT_ATTRIBUTE } from "../../src/protocol/markup.js"
import type { PostTarget } from "../../src/protocol/plain-post.js"
import {
  attributesOf,
  closest,
  controlsOf,
  findAllInPage,
  getAttribute,
  hasAttribute,
  isInPage,
  matches,
} from "../dom/nodes/members.js"
import { rootOf } from "../dom/nodes/root-of.js"
import type { Readiness } from "../view/joiner.js"
import type { ViewEvent } from "../view/view-event.js"
import { serializeControl, serializeForm } from "./form-data.js"
import type { ClickDelegate } from "./observers/click-observer.js"
import type { FocusDelegate } from "./observers/focus-observer.js"
import type { InputDelegate } from "./observers/input-observer.js"
import type { KeyDelegate } from "./observers/key-observer.js"
import type { SubmitDelegate } from "./observers/submit-observer.js"
import { isPostButton, preparePostButton, preparePostForm } from "./plain-post.js"
import { RateLimit } from "./rate-limit.js"

/** A view, as far as bindings know it. */
export interface EventView {
  readonly root: Element
  readonly readiness: Readiness
  push(event: ViewEvent): void
  isSubmitting(form: Element, payload: unknown): boolean
  isEdited(control: Element): boolean
}

export interface BindingsDelegate {
  viewOf(root: Element): EventView | undefined
}

/** A binding that fired. */
interface Fired {
  readonly element: Element
  /** `click`, `window-keydown`, … as in the attribute's name. */
  readonly binding: string
  readonly key?: string
}

export class Bindings implements ClickDelegate, SubmitDelegate, InputDelegate, KeyDelegate, FocusDelegate {
  readonly #prefix: string
  readonly #delegate: BindingsDelegate
  readonly #limit: RateLimit
  /** Controls of which the server was told since their form was last reset. */
  readonly #used = new WeakSet<Element>()
  /** Elements with a window binding, by its name; searched anew after the views wrote to the page. */
  readonly #windowBindings = new Map<string, readonly Element[]>()

  /** What the user has confirmed by a click on a label. */
  #confirmed: Element | null = null
  readonly #noUnused: string

  constructor(prefix: string, delegate: BindingsDelegate) {
    this.#noUnused = `${prefix}no-unused-field`
    this.#prefix = prefix
    this.#delegate = delegate
    this.#limit = new RateLimit(prefix)
  }

  /** Elements may have come or gone, or got other attributes. */
  pagePatched(): void {
    this.#windowBindings.clear()
  }

  /** Sends the change of a form whose edits the server has not seen: made before the join, or without a connection. */
  resendChange(dirty: Element, view: EventView): void {
    // Controls may stand in another root than their form, whose view knows of them.
    if (this.#viewOf(dirty) !== view) return
    const edited = (dirty instanceof HTMLFormElement ? [...controlsOf(dirty)] : []).filter((control) =>
      view.isEdited(control),
    )
    for (const control of edited) this.#used.add(control)
    const tells = (element: Element): boolean => this.#binds(element, "change") && !isOffRadio(element)
    if (tells(dirty)) this.#pushChange(dirty, null, view)
    for (const control of edited) if (tells(control)) this.#pushChange(control, control, view)
  }

  /** Nobody will hear the next click: all that can post says what its binding says by now. */
  leaveToPost(view: EventView): void {
    // In the whole page, where portals may have moved them.
    for (const button of findAllInPage(`[${this.#prefix}click]`)) {
      if (this.#viewOf(button) === view) preparePostButton(button, this.#target(button, "click", view))
    }
    for (const form of findAllInPage<HTMLFormElement>(`form[${this.#prefix}submit]`)) {
      if (this.#viewOf(form) === view) preparePostForm(form, this.#target(form, "submit", view))
    }
  }

  // Click observer delegate

  // Asked before anything else, whatever the view's state: of links, of buttons that post, while there is no connection.
  confirmsClick(target: Element): boolean {
    const element = closest(target, `[${this.#prefix}confirm]:not(form),[${ROOT_ATTRIBUTE}]`)
    const confirmed = element === this.#confirmed || this.#confirms(element)
    const control = (closest(target, "label") as HTMLLabelElement | null)?.control
    // The browser clicks the control at once, or not at all.
    this.#confirmed = confirmed && control && control !== target ? element : null
    setTimeout(() => {
      this.#confirmed = null
    })
    return confirmed
  }

  elementClicked(target: Element): boolean {
    const element = this.#closest(target, "click")
    const view = element && this.#viewOf(element)
    if (!element || !view || matches(element, ":disabled")) return false
    if (view.readiness === "plain" && preparePostButton(element, this.#target(element, "click", view))) return false
    this.#fire({ element, binding: "click" })
    return isPostButton(element) || getAttribute(element, "href") === "#"
  }

  // Submit observer delegate

  confirmsSubmit(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    // The button's own question was asked when it was clicked; one that closes the dialog submits nothing.
    return isCancel(submitter) || Boolean(submitter?.getAttribute(`${this.#prefix}confirm`)) || this.#confirms(form)
  }

  willSubmitForm(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
    if (isCancel(submitter)) return false
    // The last change is told before the submission, also where the browser submits.
    this.#limit.formSubmitted(form)
    const view = this.#binds(form, "submit") ? this.#viewOf(form) : undefined
    if (view === undefined) return false
    if (getAttribute(form, "method")?.toLowerCase() === "dialog" && !submitter?.hasAttribute("formmethod")) {
      // Both: its event is sent, and the browser closes the dialog.
      this.formSubmitted(form, submitter)
      return false
    }
    const isPost = view.readiness === "plain" || leavesPage(form, submitter)
    return !isPost || !preparePostForm(form, this.#target(form, "submit", view))
  }

  formSubmitted(form: HTMLFormElement, submitter: HTMLElement | null): void {
    const view = this.#viewOf(form)
    const payload = serializeForm(form, { submitter, values: this.#values(form) })
    for (const control of controlsOf(form)) this.#used.add(control)
    if (!view || view.isSubmitting(form, payload)) return
    const shown = submitter === null ? [form] : [form, submitter]
    view.push({ ...this.#event(form, "submit"), control: submitter, payload, shown })
  }

  // Input observer delegate

  controlChanged(control: Element): void {
    const { form } = control as HTMLInputElement
    const element = this.#binds(control, "change") ? control : form
    const view = element && this.#binds(element, "change") ? this.#viewOf(element) : undefined
    if (!element || !view) return
    const run = (): void => this.#pushChange(element, control, view)
    this.#limit.apply({ element: control, fallback: element, type: "change", isState: true, run })
  }

  formReset(form: HTMLFormElement): void {
    this.#limit.formReset(form)
    const view = this.#binds(form, "change") ? this.#viewOf(form) : undefined
    for (const control of controlsOf(form)) this.#used.delete(control)
    const button = [...controlsOf(form)].find((element) => (element as HTMLButtonElement).type === "reset")
    if (view) this.#pushChange(form, button ?? null, view)
  }

  // Key observer delegate

  keyPressed(type: "keydown" | "keyup", key: string, target: Element): void {
    const element = this.#closest(target, type)
    if (element) this.#fireKey({ element, binding: type, key })
    else
      for (const other of this.#boundToWindow(type)) this.#fireKey({ element: other, binding: `window-${type}`, key })
  }

  // Focus observer delegate

  focusMoved(type: "focus" | "blur", element: Element): void {
    if (type === "blur") this.#limit.elementBlurred(element)
    this.#fire({ element, binding: type })
  }

  windowFocusMoved(type: "focus" | "blur"): void {
    for (const element of this.#boundToWindow(type)) this.#fire({ element, binding: `window-${type}` })
  }

  // Firing

  #fireKey(fired: Fired): void {
    const filter = getAttribute(fired.element, `${this.#prefix}key`)?.toLowerCase()
    if (filter === undefined || filter === fired.key?.toLowerCase()) this.#fire(fired)
  }

  #fire({ element, binding, key }: Fired): void {
    if (!this.#binds(element, binding)) return
    const type = binding.replace("window-", "")
    const run = (): void => {
      const view = this.#viewOf(element)
      // A debounced event may come late: the element is bound no more.
      if (!this.#binds(element, binding)) return
      const payload = { ...this.#values(element), ...valueOf(element), ...(key === undefined ? {} : { key }) }
      view?.push({ ...this.#event(element, binding), type, payload, shown: [element] })
    }
    // A box that was clicked once more, or the text after the last key. A held key is no value.
    const isState = /^(?:click|keyup)$/.test(binding) && matches(element, "input:not([type=button]),select,textarea")
    const held = type === "keydown" && key !== undefined ? { key } : {}
    this.#limit.apply({ element, type: binding, isState, run, ...held })
  }

  #pushChange(element: Element, control: Element | null, view: EventView): void {
    if (!this.#binds(element, "change")) return
    if (control) this.#used.add(control)
    const target = getAttribute(control ?? element, "name") ?? ""
    const extras = { values: this.#values(element), ...(control || element !== formOf(element) ? { target } : {}) }
    const isUsed = (field: Element): boolean => this.#used.has(field) || hasAttribute(field, this.#noUnused)
    const payload =
      element instanceof HTMLFormElement
        ? serializeForm(element, hasAttribute(element, this.#noUnused) ? extras : { ...extras, isUsed })
        : serializeControl(element, extras)
    const shown = control === null || control === element ? [element] : [element, control]
    view.push({ ...this.#event(element, "change"), control, payload, shown })
  }

  /** An attribute without a value is no binding. */
  #binds(element: Element, binding: string): boolean {
    return Boolean(getAttribute(element, this.#prefix + binding))
  }

  #event(source: Element, binding: string): { name: string; type: string; source: Element } {
    return { name: getAttribute(source, this.#prefix + binding) ?? "", type: binding, source }
  }

  /** What the browser's own POST would have to say. */
  #target(source: Element, binding: string, { root }: EventView): PostTarget {
    const { name: event } = this.#event(source, binding)
    return { root: getAttribute(root, "id") ?? "", event, isForm: binding === "submit", values: this.#values(source) }
  }

  /** Asks the user, if the element says so and is a view's. A portal's own element has both attributes. */
  #confirms(element: Element | null): boolean {
    const question = element && getAttribute(element, `${this.#prefix}confirm`)
    return !element || !question || !this.#viewOf(element) || window.confirm(question)
  }

  /** The element with the binding at or above `target`, not beyond its view. */
  #closest(target: Element, binding: string): Element | null {
    const element = closest(target, `[${this.#prefix}${binding}],[${ROOT_ATTRIBUTE}]`)
    return element && this.#binds(element, binding) ? element : null
  }

  #viewOf(element: Element): EventView | undefined {
    const root = rootOf(element)
    return root === null ? undefined : this.#delegate.viewOf(root)
  }

  #boundToWindow(type: string): readonly Element[] {
    const attribute = `${this.#prefix}window-${type}`
    let elements = this.#windowBindings.get(attribute)
    if (elements === undefined) {
      elements = [...findAllInPage(`[${attribute}]`)]
      this.#windowBindings.set(attribute, elements)
    }
    return elements.filter(isInPage)
  }

  #values(element: Element): Record<string, string> {
    const prefix = `${this.#prefix}value-`
    const values: Record<string, string> = {}
    for (const { name, value } of attributesOf(element)) {
      if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value
    }
    return values
  }
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

function formOf(element: Element): Element | null {
  return element instanceof HTMLFormElement ? element : null
}

/** Of a group of radio buttons the one that is on tells the choice. */
function isOffRadio(element: Element): boolean {
  return element instanceof HTMLInputElement && element.type === "radio" && !element.checked
}

/** What a control holds. An unchecked box holds nothing; a post button's value is the server's own. */
function valueOf(element: Element): { value?: string } {
  if (!matches(element, "input,select,textarea,button[value]") || isPostButton(element)) return {}
  const { type, checked, value } = element as HTMLInputElement
  return (type === "checkbox" || type === "radio") && !checked ? {} : { value }
}
