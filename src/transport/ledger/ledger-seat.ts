/** The port of a ledger: the place that its page has on a connection. */

import type { Frame } from "../../process/output/frame.js"
import type { Problem } from "../../protocol/frames.js"
import type { TemplateTable } from "../../render/values/template-table.js"

/** The function that acknowledges a message. */
export type Acknowledge = (...values: readonly unknown[]) => void

/** The seat that a page has. */
export interface LedgerSeat {
  readonly table: TemplateTable
  /** Its join has been answered. Before, nothing can be told over it. */
  readonly isAnswered: boolean
  /** Tells a frame that answers an event or ticket; `acknowledge`: how, if the page wants to know. */
  answer(number: number, frame: Frame, acknowledge: Acknowledge | undefined): void
  push(frame: Frame): void
  exit(problem: Problem): void
  mayBeTold(): boolean
  /** What was counted as waiting has been handled. */
  releaseWaiting(size: number): void
  /** The page is on another seat now: nothing goes through this one any more. */
  fence(): void
}
