/** Where the DOM half gets its lazily loaded parts from (`client/dom/ports.ts`). */

import type { DomParts } from "../dom/ports.js"

export const domParts: DomParts = {
  repair: async (needs) => new (await import("./morph/repair.js")).Repair(needs),
  carryOver: async (needs) => new (await import("./carry-over/carry-over.js")).CarryOver(needs),
}
