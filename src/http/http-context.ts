/** What the parts of the HTTP side share: made once, by the composition root. */

import type { ProcessServices } from "../process/process-options.js"
import type { OwnRoutes } from "../process/unit/place/own-routes.js"
import type { ClientConfig } from "../protocol/markup.js"
import type { OriginPolicy } from "../security/origin.js"
import type { Signer } from "../security/signer.js"
import type { Snapshots } from "../snapshot/snapshots.js"
import type { Supervisor } from "../supervise/supervisor.js"
import type { ViewRegistry } from "../view/view-registry.js"
import type { Assets } from "./assets.js"
import type { BasePaths } from "./base-path.js"
import type { RequestHooks } from "./host/request-hooks.js"
import type { LayoutRenderer } from "./layout.js"
import type { PageMarks } from "./page-marks.js"
import type { StrayBindings } from "./stray-bindings.js"

/** The collaborators and settings of the HTTP side. */
export interface HttpContext {
  readonly registry: ViewRegistry
  readonly services: ProcessServices
  /** Makes the processes that roots are rendered in. */
  readonly supervisor: Supervisor
  readonly signer: Signer
  readonly origins: OriginPolicy
  readonly assets: Assets
  readonly layouts: LayoutRenderer
  readonly hooks: RequestHooks
  /** Marks the pages that hold live roots. */
  readonly marks: PageMarks
  readonly basePaths: BasePaths
  /** For views that vouch for their URLs themselves. */
  readonly routes?: OwnRoutes | undefined
  /** Seals and opens what views persist. Absent: they persist nothing. */
  readonly snapshots?: Snapshots | undefined
  /** What the browser's script is told, whatever the page. Paths are the server's, without what a proxy has stripped. */
  readonly config: Omit<ClientConfig, "development">
  /** Told of what stands around views. Absent in production. */
  readonly strays?: StrayBindings | undefined
  /** Told what a request holds that templates of live views do not see. Absent in production. */
  readonly seeLocals?: ((locals: object, place: string) => void) | undefined
  /** How large the join of a page is that has this token and these templates, and how large it may be. */
  readonly joins: {
    readonly limit: number
    sizeOf(token: string, templates: readonly string[]): number
  }
  /** Milliseconds that a token holds. */
  readonly tokenAge: number
}
