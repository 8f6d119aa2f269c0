/**
 * What the user has typed and chosen, by entries of the history: who goes back finds it again, as in a page that the browser
 * has loaded. Put in before the views join, so that they are told as of what is typed before the script comes. When the document
 * goes, `typed-store.ts` has it for the next one.
 */
import { chooseValues, chosenIn, elementsOf, isCheckable } from "../../dom/nodes/control-kinds.js"
import { findAllInPage, getAttribute, isInPage, listenTo } from "../../dom/nodes/members.js"
import { putNewest } from "../../util/newest.js"
import { storedTyped, storeTyped, type Typed } from "./typed-store.js"

/** What nobody else is to see, or a script cannot write. */
const LEFT = /^(?:password|file|hidden|submit|button|image|reset)$/

/** Where their HTML says nothing they show what the browser chooses. */
const OWN_DEFAULT = /^(?:range|color)$/

/** Browsers keep 50 or so. */
const MOST_ENTRIES = 100

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export class TypedText {
  /** Controls that the user has used since their form was sent last. */
  readonly #used = new Set<Element>()
  readonly #typed = new Map<string, readonly Typed[]>()

  /** `of`: tells users from each other; undefined: no other document is to have it. */
  constructor(of?: string) {
    if (of !== undefined) {
      this.#takeStored(of)
      addEventListener("pagehide", () => storeTyped(of, this.#typed))
      // Other documents have been shown meanwhile.
      addEventListener("pageshow", ({ persisted }) => persisted && this.#takeStored(of))
    }
    listenTo(document, "input", ({ target }: Event) => this.#used.add(target as Element), { capture: true })
    for (const type of ["submit", "reset"]) {
      listenTo(document, type, ({ target }: Event) => this.#forget(target as HTMLFormElement), { capture: true })
    }
  }

  /** The entry is about to be left. */
  keep(entry: string): void {
    const keys = keysOfPage()
    const typed: Typed[] = []
    for (const element of this.#used) {
      const control = element as Control
      const key = keys.get(control)
      if (!isInPage(control)) this.#used.delete(control)
      if (key === undefined || LEFT.test(control.type)) continue
      const chosen = control instanceof HTMLSelectElement ? chosenIn(control) : undefined
      typed.push({
        key,
        value: control.value,
        isChecked: isCheckable(control) && control.checked,
        chosen,
        isOff: isOff(control),
      })
    }
    if (typed.length === 0) this.#typed.delete(entry)
    else putNewest(this.#typed, entry, typed, MOST_ENTRIES)
  }

  /** The entry's page is there again. What stands in a control by now that is not its default stays. `tell` is told of all others. */
  restore(entry: string, tell?: (control: Element) => void): void {
    const typed = this.#typed.get(entry)
    if (typed === undefined) return
    this.#typed.delete(entry)
    for (const [control, key] of keysOfPage()) {
      const held = typed.find((one) => one.key === key)
      if (held === undefined) continue
      this.#used.add(control)
      if (!showsDefault(control)) continue
      put(control, held)
      tell?.(control)
    }
  }

  #takeStored(of: string): void {
    for (const [entry, typed] of storedTyped(of)) putNewest(this.#typed, entry, typed, MOST_ENTRIES)
  }

  #forget(form: HTMLFormElement): void {
    for (const control of elementsOf(form)) this.#used.delete(control)
  }
}

function showsDefault(control: Control): boolean {
  if (control instanceof HTMLSelectElement || OWN_DEFAULT.test(control.type)) return true
  return isCheckable(control) ? control.checked === control.defaultChecked : control.value === control.defaultValue
}

function put(control: Control, { value, isChecked, chosen }: Typed): void {
  if (isCheckable(control)) control.checked = isChecked
  else if (control instanceof HTMLSelectElement) chooseValues(control, chosen ?? [])
  else control.value = value
}

function isOff(control: Control): boolean {
  return [control, control.form].some((element) => element && getAttribute(element, "autocomplete") === "off")
}

/** What tells each control from the others. */
function keysOfPage(): Map<Control, string> {
  const keys = new Map<Control, string>()
  const counts = new Map<string, number>()
  for (const control of findAllInPage<Control>("input, textarea, select")) {
    const { form } = control
    const ofForm = form ? `${getAttribute(form, "id")} ${getAttribute(form, "name")}` : ""
    const own = ["id", "name"].map((name) => getAttribute(control, name)).join(" ")
    const key = `${ofForm} ${own} ${isCheckable(control) ? control.value : ""}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    keys.set(control, `${key} ${count}`)
  }
  return keys
}
