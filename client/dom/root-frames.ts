/**
 * What surrounds all that a root has written to it: before it, what other scripts have moved is noted; after it come the
 * state of controls, what the user had typed, the values that have to be asked for, and word of what was done.
 *
 *            run                    broke
 *   idle ───────────► writing ──────────────► broken
 *    ▲                   │                      │
 *    └──── written ──────┴───── ask for it ─────┘
 */

import type { Loadable } from "../util/lazy.js"
import type { PageWatch } from "./nodes/page-watch.js"
import { beginLog, endLog, type WriteLog } from "./nodes/write-log.js"
import type { CarryOverPort, Kept } from "./ports.js"
import type { RootControls } from "./root-controls.js"

export interface RootFramesParts {
  readonly watch: PageWatch
  readonly controls: RootControls
  readonly carryOver: Loadable<CarryOverPort>
  readonly delegate: RootFramesDelegate
}

export interface RootFramesDelegate {
  /** Values have to be asked for: the page did not fit. */
  ask(): void
  /** `log`: if anybody wants one. */
  written(log: WriteLog | undefined): void
}

/** What is under way; a root has one at most. */
interface Frame {
  state: "writing" | "broken"
  /** What the user typed, while the page is made anew around it. */
  kept: Kept | undefined
  settle: (() => void) | undefined
}

export class RootFrames {
  readonly #parts: RootFramesParts
  #frame: Frame | undefined

  constructor(parts: RootFramesParts) {
    this.#parts = parts
  }

  /**
   * Does what a frame brings; within one under way, as a part of it. `settle` is what it leads to once the state of
   * controls is written, at the end of all.
   */
  run(work: () => void, settle?: () => void): void {
    const outer = this.#frame
    if (outer !== undefined) {
      outer.settle ??= settle
      return work()
    }
    const { watch, controls, carryOver, delegate } = this.#parts
    watch.pause()
    const frame: Frame = { state: "writing", kept: undefined, settle }
    this.#frame = frame
    const outerLog = beginLog()
    let isBroken = false
    try {
      work()
      controls.part?.flush()
      carryOver.part?.written(frame.kept)
      frame.settle?.()
      isBroken = frame.state === "broken"
    } finally {
      this.#frame = undefined
      const log = endLog(outerLog)
      watch.resume()
      if (isBroken) delegate.ask()
      // Also of a frame that failed half way: what it had done by then is done, and told by no later one.
      delegate.written(log)
    }
  }

  /** To be called before a frame makes anew what may hold what the user typed. */
  keep(): void {
    this.#writing.kept ??= this.#parts.carryOver.part?.keep()
  }

  /** What was to be written has no place. */
  broke(): void {
    this.#writing.state = "broken"
  }

  get #writing(): Frame {
    if (this.#frame === undefined) throw new Error("Nothing breaks where nothing is written.")
    return this.#frame
  }
}
