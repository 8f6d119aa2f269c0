/** What does not fit the page, and the part that mends it: loaded when it is first needed, and at work in frames only. */

import type { Lazy } from "../util/lazy.js"
import type { BrokenPlace } from "./broken-place.js"
import type { RepairPort } from "./ports.js"
import type { RootFrames } from "./root-frames.js"

export class Repairs {
  readonly #part: Lazy<RepairPort>
  readonly #frames: RootFrames
  readonly #development: boolean

  constructor(part: Lazy<RepairPort>, frames: RootFrames, development: boolean) {
    this.#part = part
    this.#frames = frames
    this.#development = development
  }

  /** Does work that needs the part, now or when it has come: what comes later is a frame of its own. */
  use(work: (repair: RepairPort) => void): void {
    this.#part.use((repair) => this.#frames.run(() => work(repair)))
  }

  /** As `use`, but what it leads to is no frame. */
  ask(work: (repair: RepairPort) => void): void {
    this.#part.use(work)
  }

  /** A range, or the whole root, has to be made anew. */
  broke(place?: BrokenPlace): void {
    this.#frames.broke()
    if (place !== undefined) this.report((repair) => repair.report(place))
  }

  /** Tells a developer something. */
  report(work: (repair: RepairPort) => void): void {
    if (this.#development) this.use(work)
  }
}
