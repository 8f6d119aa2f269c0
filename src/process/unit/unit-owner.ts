/** What a unit, and the sockets of its callbacks, have of the process that they live in. */

import type { Logger } from "../../telemetry/logger.js"
import type { Params } from "../../view/socket.js"
import type { Effect } from "../output/effects.js"
import type { Resources } from "../resources/resources.js"
import type { Persisted } from "./persisted.js"
import type { Whereabouts } from "./place/patch-target.js"
import type { UnitFlash } from "./unit-flash.js"

/** What of the app's services is asked for wherever something is to be told. All processes have the same. */
export interface TellingServices {
  readonly development: boolean
  readonly logger: Logger
}

/** What is known of a process from its beginning. As an object it stands for the process: who sent a message, who listens. */
export interface ProcessFacts extends Whereabouts {
  readonly id: string
  /** It lives on after its first render. */
  readonly isLive: boolean
  /** What the page's own code has sent along; nothing, as long as it has not joined. */
  connectParams: Params
  /** The callback that runs as a part of another one, or has thrown in it. */
  inner: "handleParams" | "handleConnected" | undefined
  readonly services: TellingServices
  /** What it persists; undefined, as of most views: nothing. */
  readonly persisted: Persisted | undefined
}

export interface UnitOwner {
  readonly facts: ProcessFacts
  /** What is still written goes nowhere. */
  readonly isEnded: boolean
  /** The page's script has joined. */
  readonly connected: boolean
  /** An HTTP response is made of the view: it shows one URL, and what is thrown is the host's to handle. */
  readonly isForResponse: boolean
  /** Broadcasts of other processes may be missed: then the view mounts anew. */
  readonly mayMiss: boolean
  /** To be asked for only where something is to be held, or may be held: most views hold nothing. */
  readonly resources: Resources
  /** Settles when what was subscribed to holds for other processes too; undefined if that need not be waited for. */
  confirmed(): Promise<void> | undefined
  /** What is said to the user. */
  readonly flash: UnitFlash
  /** Lets go of all that is held. */
  releaseResources(): void
  /** Rows of streams that have been sent are needed again. */
  restream(): void
  /** Notes an effect for the client. */
  ask(effect: Effect): void
  /** Something was written. A running callback's end finds it; else it has to be looked at. */
  touched(): void
}
