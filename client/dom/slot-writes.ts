/** Writes to slots, as those see them that write what stands in them. */

import type { WireChange, WireDiff } from "../../src/protocol/values.js"
import type { Maker } from "./maker.js"
import type { TemplateInstance } from "./templates/template-instance.js"

/** A slot and what is to be written there. */
export interface Write {
  readonly instance: TemplateInstance
  readonly slot: number
  readonly change: WireChange
  /** A whole value, to be compared with what is there; else the difference from it. */
  readonly whole: boolean
}

/** What ranges and lists need of the writer of slots. */
export interface SlotWriter {
  readonly maker: Maker
  /** Writes the slots that differ. */
  write(instance: TemplateInstance, diff: WireDiff): void
  /** Compares an instance with whole values (from `offset` on) and writes what differs. */
  writeValues(instance: TemplateInstance, values: readonly unknown[], offset: number): void
  /** To be called before nodes below `parent` are put in or taken out. */
  childrenWillChange(parent: Node): void
}
