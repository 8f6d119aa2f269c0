/** A component after its definition was checked. */

import type { Rendered } from "../render/values/values.js"
import type { AttributeSpec } from "./attribute.js"
import type { SlotSpec } from "./slot.js"

/** A component as the engine sees it, without types. */
export interface ComponentDefinition {
  readonly name: string
  readonly doc: string | undefined
  readonly attrs: ReadonlyMap<string, AttributeSpec>
  /** Where attributes that pass through go, and which do beside the global ones. */
  readonly rest: { readonly key: string; readonly names: readonly string[] } | undefined
  readonly slots: ReadonlyMap<string, SlotSpec>
  readonly render: (props: object) => Rendered
}
