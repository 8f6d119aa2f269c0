/** Guards and loads diff-dom: it may only work where the live nodes still are what the server last said. */

import { byTagName, contains, find, focusedInPage, isEqualNode, matches } from "../../dom/nodes/members.js"

type Morph = (live: Element, old: Element, next: Element) => boolean

/** diff-dom's time grows fast with the size. */
const MOST_ELEMENTS = 200

/**
 * State that diff-dom would write past our rules: of controls, of media and frames, styles under a CSP; and forms, whose
 * controls may hide what it reads (`members.ts`).
 */
const NOT_FOR_MORPH = "form,input,textarea,select,option,details,dialog,iframe,video,audio,template,[style]"

/** In ms, before a chunk that could not be loaded is asked for again. */
const PAUSE = 30_000

export class MorphLoader {
  readonly #delicate: string
  #morph: Morph | undefined
  #loading = false

  /** `ignored`: selects elements whose content is left to the page's scripts. */
  constructor(ignored: string) {
    this.#delicate = `${NOT_FOR_MORPH},${ignored}`
  }

  /** Like `Morph`. False as long as the chunk has not come: the first difference asks for it. */
  morph(live: Element, old: Element, next: Element): boolean {
    if (byTagName(old, "*").length > MOST_ELEMENTS || !isEqualNode(live, old)) return false
    if (this.#morph === undefined) {
      this.#load()
      return false
    }
    if (this.#isDelicate(old) || this.#isDelicate(next) || contains(live, focusedInPage())) return false
    return this.#morph(live, old, next) && isEqualNode(live, next)
  }

  #load(): void {
    if (this.#loading) return
    this.#loading = true
    import("./diff-dom.js").then(
      ({ morph }) => {
        this.#morph = morph
      },
      // Without it the walk does the work. Later differences ask again, not in a loop.
      () =>
        setTimeout(() => {
          this.#loading = false
        }, PAUSE),
    )
  }

  #isDelicate(element: Element): boolean {
    return matches(element, this.#delicate) || find(element, this.#delicate) !== null
  }
}
