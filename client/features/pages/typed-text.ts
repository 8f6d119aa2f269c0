/**
 * What the user has typed and chosen, by entries of the history: who goes back finds it again, as in a page that the browser
 * has loaded. Put in before the views join, so that they are told as of what is typed before the script comes.
 */
import { chooseValues, chosenIn, elementsOf, isCheckable } from "../../dom/nodes/control-kinds.js"
import { findAllInPage, getAttribute, isInPage, listenTo } from "../../dom/nodes/members.js"
import { putNewest } from "../../util/newest.js"

/** What nobody else is to see, or a script cannot write. */
const LEFT = /^(?:password|file|hidden|submit|button|image|reset)$/

/** Browsers keep 50 or so. */
const MOST_ENTRIES = 100

interface Typed {
  readonly key: string
  readonly value: string
  readonly isChecked: boolean
  /** Of a select: there may be several. */
  readonly chosen: readonly string[] | undefined
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export class TypedText {
  /** Controls that the user has used since their form was sent last. */
  readonly #used = new Set<Element>()
  readonly #typed = new Map<number, readonly Typed[]>()

  constructor() {
    listenTo(document, "input", ({ target }: Event) => this.#used.add(target as Element), { capture: true })
    for (const type of ["submit", "reset"]) {
      listenTo(document, type, ({ target }: Event) => this.#forget(target as HTMLFormElement), { capture: true })
    }
  }

  /** The entry is about to be left. */
  keep(position: number): void {
    const keys = keysOfPage()
    const typed: Typed[] = []
    for (const element of this.#used) {
      const control = element as Control
      const key = keys.get(control)
      if (!isInPage(control)) this.#used.delete(control)
      if (key === undefined || LEFT.test(control.type)) continue
      const chosen = control instanceof HTMLSelectElement ? chosenIn(control) : undefined
      typed.push({ key, value: control.value, isChecked: isCheckable(control) && control.checked, chosen })
    }
    if (typed.length === 0) this.#typed.delete(position)
    else putNewest(this.#typed, position, typed, MOST_ENTRIES)
  }

  /** The entry's page is there again. */
  restore(position: number): void {
    const typed = this.#typed.get(position)
    if (typed === undefined) return
    for (const [control, key] of keysOfPage()) {
      const held = typed.find((one) => one.key === key)
      if (held === undefined) continue
      if (isCheckable(control)) control.checked = held.isChecked
      else if (control instanceof HTMLSelectElement) chooseValues(control, held.chosen ?? [])
      else control.value = held.value
      this.#used.add(control)
    }
  }

  #forget(form: HTMLFormElement): void {
    for (const control of elementsOf(form)) this.#used.delete(control)
  }
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
