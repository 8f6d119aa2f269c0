/** Guards diff-dom: it may only work where the live nodes still are what the server last said. */

import { byTagName, contains, find, focusedInPage, isEqualNode, matches, parentOf } from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"
import type { Loadable } from "../../util/lazy.js"

/** The part with diff-dom. */
export interface DiffDom {
  /** Makes `next` of `live`, which equals `old`. False if it could not; `live` is as it was then. */
  morph(live: Element, old: Element, next: Element): boolean
}

/** diff-dom's time grows fast with the size. */
const MOST_ELEMENTS = 200

/**
 * State that diff-dom would write past our rules: of controls, of media and frames, styles under a CSP; and forms, whose
 * controls may hide what it reads (`members.ts`).
 */
const NOT_FOR_MORPH = "form,input,textarea,select,option,details,dialog,iframe,video,audio,template,[style]"

export class GuardedMorph {
  readonly #delicate: string
  readonly #part: Loadable<DiffDom>
  readonly #tools: Toolbox

  /** `ignored`: selects elements whose content is left to the page's scripts. */
  constructor(tools: Toolbox, ignored: string, part: Loadable<DiffDom>) {
    this.#tools = tools
    this.#part = part
    this.#delicate = `${NOT_FOR_MORPH},${ignored}`
  }

  /** See `DiffDom`. False as long as the chunk has not come: the first difference asks for it. */
  morph(live: Element, old: Element, next: Element): boolean {
    if (byTagName(old, "*").length > MOST_ELEMENTS || !isEqualNode(live, old)) return false
    const { part } = this.#part
    // Without it the walk does the work.
    if (part === undefined) {
      this.#part.want()
      return false
    }
    if (this.#isDelicate(old) || this.#isDelicate(next) || contains(live, focusedInPage())) return false
    const observer = new MutationObserver(() => undefined)
    observer.observe(live, { subtree: true, childList: true, attributes: true, characterData: true })
    this.#tools.willWrite(live)
    const isDone = part.morph(live, old, next)
    for (const record of observer.takeRecords()) this.#note(record)
    observer.disconnect()
    return isDone && isEqualNode(live, next)
  }

  /** diff-dom tells nobody what it does. */
  #note({ type, target, addedNodes, removedNodes }: MutationRecord): void {
    const { changed, note } = this.#tools
    changed(type === "characterData" ? parentOf(target) : target)
    for (const node of removedNodes) note("went", node)
    for (const node of addedNodes) note("came", node)
  }

  #isDelicate(element: Element): boolean {
    return matches(element, this.#delicate) || find(element, this.#delicate) !== null
  }
}
