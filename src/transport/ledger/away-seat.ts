/** In place of the seat of a page that is away: of the one before only the templates' numbers are left, and nothing of its connection. */

import type { TemplateTable } from "../../render/values/template-table.js"
import type { LedgerSeat } from "./ledger-seat.js"

export class AwaySeat implements LedgerSeat {
  readonly table: TemplateTable
  readonly isAnswered = false

  constructor(table: TemplateTable) {
    this.table = table
  }

  mayBeTold(): boolean {
    return false
  }

  answer(): void {}
  push(): void {}
  exit(): void {}
  releaseWaiting(): void {}
  fence(): void {}
}
