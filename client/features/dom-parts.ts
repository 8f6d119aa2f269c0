/** Hands the DOM half the parts it has ports for (`client/dom/ports.ts`): of those that remember something each root has its own. */

import type { DomParts } from "../dom/ports.js"
import type * as diffDom from "./diff-dom/diff-dom.js"
import type * as fewestMoves from "./fewest-moves/fewest-moves.js"
import type * as forms from "./forms/forms.js"
import type * as repair from "./morph/repair.js"
import type { Features } from "./registry.js"
import type * as usedControls from "./used-controls/used-controls.js"

/** The features it takes. */
export interface DomFeatures {
  /** Regions, and the places where the page is not as its template made it. */
  readonly repair: typeof repair
  /** Morphs what nobody but the server has written to: for the repair. */
  readonly diffDom: typeof diffDom
  /** Finds the fewest moves for a new order of a list. */
  readonly fewestMoves: typeof fewestMoves
  /** Knows form controls, and what users do with them. */
  readonly forms: typeof forms
  /**
   * Keeps what the user typed while the page is made anew, has forms tell a new process what they hold before it writes to the page, and
   * controls show the server's state once an event is answered.
   */
  readonly usedControls: typeof usedControls
}

export function domParts({ repair, diffDom, fewestMoves, forms, usedControls }: Features<DomFeatures>): DomParts {
  return {
    repair: async (needs) => new (await repair.get()).Repair(needs, diffDom),
    carryOver: async (needs) => new (await usedControls.get()).CarryOver(needs),
    fewestMoves,
    forms,
    settling: usedControls,
  }
}
