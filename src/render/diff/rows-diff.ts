/** The difference of a stream's rows, which keeps no old row to compare with: a row that was updated travels whole. */

import type { WireListDiff, WireValue } from "../../protocol/values.js"
import type { TemplateTable } from "../values/template-table.js"
import type { RowChanges } from "../values/values.js"
import { wireValues } from "./wire-value.js"

/** Undefined: nothing has changed. */
export function rowsDiff({ order, added, changed }: RowChanges, table: TemplateTable): WireListDiff | undefined {
  if (order === undefined && changed.length === 0) return undefined
  const difference: { o?: readonly number[]; n?: readonly WireValue[][]; [index: number]: readonly WireValue[] } = {}
  for (const [index, row] of changed) difference[index] = wireValues(row, table)
  if (order !== undefined) difference.o = order
  if (added.length > 0) difference.n = added.map((row) => wireValues(row, table))
  return difference
}
