/**
 * Where a process stands in its life, and what it is doing there: one name at a time, and a table of which may follow
 * which. What belongs to a stage is kept by who works in it: mounting by the process, messages by the message loop.
 *
 * ```
 *     mounting                            mounted                                       ended
 *
 *     new ─► mounting ─► first-render ─►  idle ─► due ─┬─► calling ─┬─► telling         (from each of them)
 *                                          ▲           └────────────┼─►  │
 *                                          └────────────────────────┴────┘
 * ```
 */

/** A stage of its life. */
export type Stage = "mounting" | "mounted" | "ended"

/** What it is doing. */
export type Step =
  /** Nothing yet: it has not been started. */
  | "new"
  /** `mount` runs, or what it subscribed to is waited for. */
  | "mounting"
  | "first-render"
  /** Nothing: no message waits. */
  | "idle"
  /** A turn is asked for. */
  | "due"
  /** A callback runs. */
  | "calling"
  /** What a callback changed is rendered and told. */
  | "telling"
  | "ended"

const NEXT: Readonly<Record<Step, readonly Step[]>> = {
  new: ["mounting", "ended"],
  mounting: ["first-render", "ended"],
  "first-render": ["idle", "ended"],
  idle: ["due", "ended"],
  // Some messages are for no callback: a template has changed, or something was assigned while none ran.
  due: ["calling", "telling", "ended"],
  // Messages that are told together are handled one after the other.
  calling: ["calling", "telling", "idle", "ended"],
  telling: ["calling", "telling", "idle", "ended"],
  ended: [],
}

const STAGES: Readonly<Record<Step, Stage>> = {
  new: "mounting",
  mounting: "mounting",
  "first-render": "mounting",
  idle: "mounted",
  due: "mounted",
  calling: "mounted",
  telling: "mounted",
  ended: "ended",
}

export class ProcessState {
  #step: Step = "new"

  get step(): Step {
    return this.#step
  }

  get stage(): Stage {
    return STAGES[this.#step]
  }

  get isEnded(): boolean {
    return this.#step === "ended"
  }

  /** A callback runs: what it writes is looked at when it is done. */
  get isCalling(): boolean {
    return this.#step === "calling" || this.#step === "mounting"
  }

  /** Goes on to the next step. What the table does not have is a mistake of ours. */
  to(next: Step): void {
    if (!NEXT[this.#step].includes(next)) throw new Error(`A process that is "${this.#step}" cannot become "${next}".`)
    this.#step = next
  }
}
