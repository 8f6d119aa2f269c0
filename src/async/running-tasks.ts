/**
 * The tasks that one view has started. Of each name there is one, the latest: an earlier one is aborted, and what it comes
 * to is ignored, even if its outcome waits in the mailbox already.
 */

import { isTraced, spans, traced, type ViewContext } from "../telemetry/channels.js"
import type { Logger } from "../telemetry/logger.js"
import type { AsyncOutcome, AsyncTask } from "./async-result.js"

/** What is called with the outcome of a task, its types erased. Undefined: the outcome goes to an assign. */
export type OutcomeHandler = ((outcome: AsyncOutcome<unknown>, socket: unknown) => unknown) | undefined

/** A task that was started, until its outcome has been handled. */
export interface RunningTask {
  /** The assign's key, or the name given to `startAsync`. */
  readonly name: string
  readonly handler: OutcomeHandler
  readonly controller: AbortController
  outcome: AsyncOutcome<unknown> | undefined
}

/** The tasks of one view. */
export class RunningTasks {
  readonly #context: ViewContext
  readonly #logger: Logger
  readonly #deliver: (task: RunningTask) => void
  /** For assigns and for handlers apart: an assign that may be called as something else must not load for ever. */
  readonly #forAssigns: Map<string, RunningTask> = new Map()
  readonly #forHandlers: Map<string, RunningTask> = new Map()

  /** @param deliver - Called once for each task that was not aborted, as soon as its outcome is there. */
  constructor(context: ViewContext, logger: Logger, deliver: (task: RunningTask) => void) {
    this.#context = context
    this.#logger = logger
    this.#deliver = deliver
  }

  /** Starts a task, after what runs now: it never throws, and what the task does at once holds up no handler. */
  start(name: string, task: AsyncTask<unknown>, handler: OutcomeHandler): void {
    const running: RunningTask = { name, handler, controller: new AbortController(), outcome: undefined }
    const tasks = this.#tasks(handler)
    const earlier = tasks.get(name)
    tasks.set(name, running)
    // Last: what listens to it may start the next one.
    earlier?.controller.abort()
    void this.#run(task, running)
  }

  /** Aborts the tasks of that name. Their outcome is a failure with that reason: an `AbortError` if there is none. */
  cancel(name: string, reason: unknown): void {
    for (const tasks of [this.#forAssigns, this.#forHandlers]) {
      const task = tasks.get(name)
      if (task === undefined) continue
      task.controller.abort(reason)
      this.#settle(task, { ok: false, reason: task.controller.signal.reason })
    }
  }

  /** Takes the outcome of a task to handle it; undefined if nobody waits for it any more. */
  take(task: RunningTask): AsyncOutcome<unknown> | undefined {
    const tasks = this.#tasks(task.handler)
    if (tasks.get(task.name) !== task) return undefined
    tasks.delete(task.name)
    return task.outcome
  }

  /** Aborts all; no outcome is delivered any more. */
  release(): void {
    for (const tasks of [this.#forAssigns, this.#forHandlers]) {
      const running = [...tasks.values()]
      tasks.clear()
      for (const { controller } of running) controller.abort()
    }
  }

  #tasks(handler: OutcomeHandler): Map<string, RunningTask> {
    return handler === undefined ? this.#forAssigns : this.#forHandlers
  }

  async #run(task: AsyncTask<unknown>, running: RunningTask): Promise<void> {
    const { name, controller } = running
    const { signal } = controller
    await undefined
    if (signal.aborted) return
    try {
      const value = await this.#call(task, name, signal)
      if (!signal.aborted) this.#settle(running, { ok: true, value })
    } catch (error) {
      if (signal.aborted) return
      this.#settle(running, { ok: false, reason: error })
      const { view, id } = this.#context
      this.#logger.error(`The task "${name}" of the view "${view}" failed; the view goes on.`, {
        view,
        id,
        name,
        error,
      })
    }
  }

  #call(task: AsyncTask<unknown>, name: string, signal: AbortSignal): unknown {
    if (!isTraced(spans.async)) return task(signal)
    const { view, id } = this.#context
    // A promise, whatever the task gives: a query builder's `then` need not return one.
    return traced(spans.async, { view, id, name }, async () => task(signal))
  }

  /** An outcome that waits to be handled is replaced by that of a cancellation. */
  #settle(task: RunningTask, outcome: AsyncOutcome<unknown>): void {
    const isFirst = task.outcome === undefined
    task.outcome = outcome
    if (isFirst) this.#deliver(task)
  }
}
