/** Guards diff-dom, and has it loaded: it may only work where the live nodes still are what the server last said. */

import { byTagName, contains, find, focusedInPage, isEqualNode, matches } from "../../dom/nodes/members.js"
import type { Loadable } from "../../util/lazy.js"

/** Changes `live` from `old` to `next`; false if it could not. */
type Morph = (live: Element, old: Element, next: Element) => boolean

/** diff-dom's time grows fast with the size. */
const MOST_ELEMENTS = 200

/**
 * State that diff-dom would write past our rules: of controls, of media and frames, styles under a CSP; and forms, whose
 * controls may hide what it reads (`members.ts`).
 */
const NOT_FOR_MORPH = "form,input,textarea,select,option,details,dialog,iframe,video,audio,template,[style]"

export class MorphLoader {
  readonly #delicate: string
  readonly #part: Loadable<{ readonly morph: Morph }>

  /** `ignored`: selects elements whose content is left to the page's scripts. */
  constructor(ignored: string, part: Loadable<{ readonly morph: Morph }>) {
    this.#delicate = `${NOT_FOR_MORPH},${ignored}`
    this.#part = part
  }

  /** Like `Morph`. False as long as the chunk has not come: the first difference asks for it. */
  morph(live: Element, old: Element, next: Element): boolean {
    if (byTagName(old, "*").length > MOST_ELEMENTS || !isEqualNode(live, old)) return false
    const { part } = this.#part
    if (part === undefined) {
      // Without it the walk does the work.
      this.#part.want()
      return false
    }
    if (this.#isDelicate(old) || this.#isDelicate(next) || contains(live, focusedInPage())) return false
    return part.morph(live, old, next) && isEqualNode(live, next)
  }

  #isDelicate(element: Element): boolean {
    return matches(element, this.#delicate) || find(element, this.#delicate) !== null
  }
}
