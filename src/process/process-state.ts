/**
 * Where a process stands in its life, and what it is doing there: one step at a time, and a table of which may follow
 * which. What belongs to a stage is kept by who works in it: mounting by the process, messages by the message loop.
 *
 * ```
 *     mounting                            mounted                                       ended
 *
 *     new ─► mounting ─► firstRender ─►   idle ─► due ─┬─► calling ─┬─► telling         (from each of them)
 *                                          ▲           └────────────┼─►  │
 *                                          └────────────────────────┴────┘
 * ```
 */

/** A stage of its life. */
export type Stage = "mounting" | "mounted" | "ended"

/** What it is doing. Numbers, so that the table costs events nothing. */
export const Step = {
  /** Nothing yet: it has not been started. */
  new: 0,
  /** `mount` runs, or what it subscribed to is waited for. */
  mounting: 1,
  firstRender: 2,
  /** Nothing: no message waits. */
  idle: 3,
  /** A turn is asked for. */
  due: 4,
  /** A callback runs. */
  calling: 5,
  /** What a callback changed is rendered and told. */
  telling: 6,
  ended: 7,
} as const

export type StepName = keyof typeof Step
export type Step = (typeof Step)[StepName]

/** What may follow each step. */
const NEXT: Readonly<Record<StepName, readonly StepName[]>> = {
  new: ["mounting", "ended"],
  mounting: ["firstRender", "ended"],
  firstRender: ["idle", "ended"],
  idle: ["due", "ended"],
  // Some messages are for no callback: a template has changed, or something was assigned while none ran.
  due: ["calling", "telling", "ended"],
  // Messages that are told together are handled one after the other.
  calling: ["calling", "telling", "idle", "ended"],
  telling: ["calling", "telling", "idle", "ended"],
  ended: [],
}

const NAMES = Object.keys(Step) as readonly StepName[]

/** By step: a bit for each that may follow. */
const FOLLOWERS = NAMES.map((name) => NEXT[name].reduce((bits, next) => bits | (1 << Step[next]), 0))

export class ProcessState {
  #step: Step = Step.new

  get step(): Step {
    return this.#step
  }

  get stage(): Stage {
    if (this.#step === Step.ended) return "ended"
    return this.#step < Step.idle ? "mounting" : "mounted"
  }

  get isEnded(): boolean {
    return this.#step === Step.ended
  }

  /** A callback runs: what it writes is looked at when it is done. */
  get isCalling(): boolean {
    return this.#step === Step.calling || this.#step === Step.mounting
  }

  /** Goes on to the next step. What the table does not have is a mistake of ours. */
  to(next: Step): void {
    if (((FOLLOWERS[this.#step] as number) & (1 << next)) === 0) throw illegal(this.#step, next)
    this.#step = next
  }
}

function illegal(from: Step, next: Step): Error {
  return new Error(`A process that is "${NAMES[from]}" cannot become "${NAMES[next]}".`)
}
