/**
 * What the user has typed and chosen, by entries of the history: who goes back finds it again, as in a page that the browser
 * has loaded. Put in before the views join, so that they are told as of what is typed before the script comes; what the page has no room for
 * by then, when it has (`late-typed.ts`). When the document goes, `typed-store.ts` has it for the next one.
 */
import { elementsOf, heldBy, isControl, showsDefault } from "../../../dom/nodes/control-kinds.js"
import { isInPage, listenTo } from "../../../dom/nodes/members.js"
import { putNewest } from "../../../util/newest.js"
import { LateTyped } from "./late-typed.js"
import { type Control, formNameOf, keysOfPage, nameOf, readTyped } from "./typed-controls.js"
import { storedTyped, storeTyped, type Typed } from "./typed-store.js"

/** Browsers keep 50 or so. */
const MOST_ENTRIES = 100

/** What the user does with a control. */
interface Use {
  /** The page may be made anew around it. */
  readonly name: string
  /** What it held when its form was sent, if the user has not gone on since. */
  sent?: string
}

export class TypedText {
  /** Controls that the user has used since their form was reset. */
  readonly #used = new Map<Control, Use>()
  readonly #typed = new Map<string, readonly Typed[]>()
  readonly #late = new LateTyped((control) => this.#use(control))

  /** `of`: tells users from each other; undefined: no other document is to have it. */
  constructor(of?: string) {
    if (of !== undefined) {
      this.#takeStored(of)
      addEventListener("pagehide", () => storeTyped(of, this.#typed))
      // Other documents have been shown meanwhile.
      addEventListener("pageshow", ({ persisted }) => persisted && this.#takeStored(of))
    }
    // Nobody has told of what was typed before this came, or put back by the browser.
    for (const control of keysOfPage().keys()) if (!showsDefault(control)) this.#use(control)
    listenTo(document, "input", ({ target }: Event) => isControl(target) && this.#input(target as Control), {
      capture: true,
    })
    for (const type of ["submit", "reset"]) {
      listenTo(document, type, ({ target }: Event) => this.#done(target as HTMLFormElement, type === "reset"), {
        capture: true,
      })
    }
  }

  /**
   * The entry is about to be left. Of what was sent all that is as it was then is typed still: a view that has something against it leaves it
   * where it is. `isTaken`: its view leads to another page, and has taken it.
   */
  keep(entry: string, isTaken = false): void {
    const keys = keysOfPage()
    this.#follow(keys)
    const typed = [...this.#late.waiting]
    for (const [control, { sent }] of this.#used) {
      if (sent !== undefined && (isTaken || sent !== heldBy(control))) continue
      const key = keys.get(control)
      const read = key === undefined ? undefined : readTyped(control, key)
      if (read !== undefined) typed.push(read)
    }
    if (typed.length === 0) this.#typed.delete(entry)
    else putNewest(this.#typed, entry, typed, MOST_ENTRIES)
  }

  /**
   * Another page is there, that of this entry if it has been there before. What stands in a control by now that is not its default stays. `tell`
   * is told of all others.
   */
  restore(entry: string | undefined, tell: (control: Element) => void = () => {}): void {
    const typed = entry === undefined ? undefined : this.#typed.get(entry)
    if (entry !== undefined) this.#typed.delete(entry)
    for (const control of this.#used.keys()) if (!isInPage(control)) this.#used.delete(control)
    this.#late.put(typed ?? [], tell)
  }

  #takeStored(of: string): void {
    for (const [entry, typed] of storedTyped(of)) putNewest(this.#typed, entry, typed, MOST_ENTRIES)
  }

  #use(control: Control): void {
    this.#used.set(control, { name: nameOf(control) })
  }

  #input(control: Control): void {
    this.#use(control)
    if (this.#late.waiting.length === 0) return
    const own = keysOfPage().get(control)
    this.#late.drop((key) => key === own)
  }

  /** What the page was made anew around is another element by now. Where several have its name it is none of them. */
  #follow(keys: ReadonlyMap<Control, string>): void {
    const byKey = new Map(Array.from(keys, ([control, key]) => [key, control]))
    for (const [control, use] of this.#used) {
      if (isInPage(control)) continue
      this.#used.delete(control)
      const next = byKey.get(`${use.name} 1`)
      if (next !== undefined && !byKey.has(`${use.name} 2`) && !this.#used.has(next)) this.#used.set(next, use)
    }
  }

  #done(form: HTMLFormElement, isReset: boolean): void {
    this.#follow(keysOfPage())
    for (const control of elementsOf(form) as Control[]) {
      const use = this.#used.get(control)
      if (isReset) this.#used.delete(control)
      else if (use !== undefined) use.sent = heldBy(control)
    }
    this.#late.drop((key) => key.startsWith(`${formNameOf(form)} `))
  }
}
