/** Hands the DOM half the parts it has ports for (`client/dom/ports.ts`): of those that remember something each root has its own. */

import type { DomParts } from "../dom/ports.js"
import type * as carryOver from "./carry-over/carry-over.js"
import type * as diffDom from "./diff-dom/diff-dom.js"
import type * as fewestMoves from "./fewest-moves/fewest-moves.js"
import type * as forms from "./forms/forms.js"
import type * as repair from "./morph/repair.js"
import type * as recovery from "./recovery/recovery.js"
import type { Features } from "./registry.js"
import type * as settling from "./settling/settling.js"

/** The features it takes. */
export interface DomFeatures {
  /** Regions, and the places where the page is not as its template made it. */
  readonly repair: typeof repair
  /** Keeps what the user typed while the page is made anew. */
  readonly carryOver: typeof carryOver
  /** Has forms tell a new process what they hold before it writes to the page. Wanted with what keeps that. */
  readonly recovery: typeof recovery
  /** Morphs what nobody but the server has written to: for the repair. */
  readonly diffDom: typeof diffDom
  /** Finds the fewest moves for a new order of a list. */
  readonly fewestMoves: typeof fewestMoves
  /** Knows form controls, and what users do with them. */
  readonly forms: typeof forms
  /** Has controls show the server's state once an event is answered. */
  readonly settling: typeof settling
}

export function domParts({
  repair,
  carryOver,
  recovery,
  diffDom,
  fewestMoves,
  forms,
  settling,
}: Features<DomFeatures>): DomParts {
  return {
    repair: async (needs) => new (await repair.get()).Repair(needs, diffDom),
    carryOver: async (needs) => {
      recovery.want()
      return new (await carryOver.get()).CarryOver(needs)
    },
    fewestMoves,
    forms,
    settling,
  }
}
