/** The lazily loaded parts of the DOM half, for those who make one without a page client. */
import type { DomParts } from "../../client/dom/ports.js"
import { domParts as partsOf } from "../../client/features/dom-parts.js"
import * as fewestMoves from "../../client/features/fewest-moves/fewest-moves.js"
import * as forms from "../../client/features/forms/forms.js"
import { Registry } from "../../client/features/registry.js"
import { domTable } from "../../client/features/table.js"
import * as settling from "../../client/features/used-controls/settling.js"
import { showValue } from "../../client/features/used-controls/show-value.js"
import type { Loadable } from "../../client/util/lazy.js"

/** What is wanted long before it is needed has come already. */
export const domParts: DomParts = {
  ...partsOf(new Registry(domTable).features),
  fewestMoves: loaded(fewestMoves),
  forms: loaded(forms),
  settling: loaded({ ...settling, showValue }),
}

/** A part that has come. */
export function loaded<T>(part: T): Loadable<T> {
  return { part, isWanted: true, want: () => undefined, use: (work) => work(part), get: async () => part }
}
