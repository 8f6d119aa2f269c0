/** A slot in the making: what its emitters hand to each other. */

import type { PlannedSlot } from "../../render/template/template-plan.js"
import type { AstNode, Frame } from "../internals/internals.js"

/** A slot and where it is emitted. */
export interface SlotContext {
  readonly slot: PlannedSlot<AstNode>
  /** Its index in the tree: 1 for the first. */
  readonly index: number
  readonly frame: Frame
  /** The static text behind it. */
  readonly following: string
  /** Variable with the previous tree of its level, "" without one. */
  readonly previous: string
}

/** Code of the value that the slot had in the previous render. */
export function previousValue({ previous, index }: SlotContext): string {
  return previous === "" ? "undefined" : `(${previous} === undefined ? undefined : ${previous}[${index}])`
}
