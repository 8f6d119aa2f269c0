/** What all connections to one view share. */

import type { ProcessServices } from "../process/process-options.js"
import type { OwnRoutes } from "../process/unit/place/own-routes.js"
import type { Signer } from "../security/signer.js"
import type { Snapshots } from "../snapshot/snapshots.js"
import type { HandOver } from "../supervise/hand-over.js"
import type { KeptViews } from "../supervise/kept-views.js"
import type { Supervisor } from "../supervise/supervisor.js"
import type { Voids } from "../supervise/voids.js"
import type { RegisteredView } from "../view/view-registry.js"
import type { HiddenPace } from "./gate/hidden-page.js"
import type { FrameBudget } from "./ledger/frame-budget.js"
import type { Ledger } from "./ledger/ledger.js"
import type { TransportLimits } from "./limits.js"

export interface NamespaceContext {
  readonly view: RegisteredView
  readonly services: ProcessServices
  readonly signer: Signer
  readonly limits: TransportLimits
  /** How often hidden pages are told. Absent: the default. */
  readonly hiddenPace?: HiddenPace | undefined
  readonly supervisor: Supervisor
  readonly voids: Voids
  /** How much of what pages have not confirmed may be kept for all views. */
  readonly frameBudget: FrameBudget
  /** Gets views that other processes of the app keep. Absent: there are none, or none are kept. */
  readonly handOver?: Pick<HandOver, "ask"> | undefined
  /** Those that pages may come back to. Absent: none are kept. */
  readonly kept?: KeptViews<Ledger> | undefined
  /** Absent where views persist nothing. */
  readonly snapshots?: Snapshots | undefined
  /** Absent where nobody keeps any. */
  readonly routes?: OwnRoutes | undefined
}
