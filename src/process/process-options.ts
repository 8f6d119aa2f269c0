/** What a view process is made of, and what it gives to the one who made it. */

import type { PubSub } from "../pubsub/pubsub.js"
import type { Renderer } from "../render/renderer.js"
import type { Rendered } from "../render/values/values.js"
import type { SnapshotSeries } from "../snapshot/snapshot-series.js"
import type { Clock } from "../util/clock.js"
import type { ViewDefinition } from "../view/definition.js"
import type { Params } from "../view/socket.js"
import type { ErrorAudience } from "./crash.js"
import type { InfoLimit } from "./info-limit.js"
import type { Effects } from "./output/effects.js"
import type { MountArguments } from "./unit/mount-arguments.js"
import type { OwnRoutes } from "./unit/place/own-routes.js"
import type { RootPlace } from "./unit/place/root-place.js"

/** What all processes of an app share. */
export interface ProcessServices extends ErrorAudience, Partial<InfoLimit> {
  readonly pubsub: PubSub
  readonly clock: Clock
  readonly development: boolean
}

/** What a process is made of. */
export interface ProcessOptions extends MountArguments {
  readonly definition: ViewDefinition
  readonly renderer: Renderer
  /** The id of the root element. */
  readonly id: string
  /**
   * Whether it lives on after its first render: with subscriptions, timers and tasks, which end with it. The process of
   * an HTTP response does not. Whether a client is there is another matter, see `attach`.
   */
  readonly isLive: boolean
  readonly services: ProcessServices
  readonly connectParams?: Params | undefined
  /** Where in the app its root stands. */
  readonly place?: RootPlace | undefined
  /** Of a view that persists: its snapshots. Absent: none are made. */
  readonly series?: SnapshotSeries | undefined
  /** For views that vouch for their URLs themselves. */
  readonly routes?: OwnRoutes | undefined
  /** What a proxy strips from the app's paths, to be put before those that the view redirects to. */
  readonly basePath?: string | undefined
}

/** Lets go of a process that has ended, for whatever reason. Each is called once. */
export interface ProcessKeeper<Process> {
  /** It handles nothing more. What it cleans up may take longer. */
  ended(process: Process): void
  /** It has cleaned up, `terminate` included. */
  gone(process: Process): void
}

/** What became of `start`. */
export type Started =
  | { readonly kind: "rendered"; readonly rendered: Rendered; readonly effects: Effects }
  | { readonly kind: "redirect"; readonly to: string }
