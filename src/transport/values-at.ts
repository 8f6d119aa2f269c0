/** The answer to a request for values. */

import type { ValuesReply } from "../protocol/frames.js"
import { ROOT_SLOT, type WirePath } from "../protocol/values.js"
import { valueAt } from "../render/diff/diff.js"
import { wireNested } from "../render/diff/wire-value.js"
import type { TemplateTable } from "../render/values/template-table.js"
import type { Rendered } from "../render/values/values.js"

/**
 * The values at these places, in order; null where there is nothing any more.
 *
 * @throws RowsGone
 */
export function valuesAt(rendered: Rendered, paths: readonly WirePath[], table: TemplateTable): ValuesReply {
  const d = paths.map((path) =>
    path[0] === ROOT_SLOT ? wireNested(rendered, table) : (valueAt(rendered, path, table) ?? null),
  )
  const t = table.takeAdded()
  return t === undefined ? { d } : { d, e: { t } }
}
