/**
 * A value that a task is still fetching, with what is known of it so far: the frozen value that stands in assigns. Which
 * task it waits for is hidden in it; the view's process takes it out and runs it.
 */

import { LiveError } from "../errors/live-error.js"

/** Fetches a value. The signal is aborted when nobody waits for the value any more. */
export type AsyncTask<T> = (signal: AbortSignal) => Promise<T> | T

/** What became of a task that `socket.startAsync` started. */
export type AsyncOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: unknown }

interface Progress {
  /** A task is running. */
  readonly loading: boolean
  /** Why the last task failed; undefined if none did. */
  readonly failed: unknown
}

/** There is a value. It stays while it is loaded anew, and when that failed. */
interface WithResult<T> extends Progress {
  readonly ok: true
  readonly result: T
}

/** There is no value yet. */
interface WithoutResult extends Progress {
  readonly ok: false
  readonly result: undefined
}

/** A value that comes later. `if (value.ok)` tells TypeScript that `value.result` is there. */
export type AsyncResult<T> = WithResult<T> | WithoutResult

/** What {@link asyncResult} is: a function, with makers for values that need no task. */
export interface AsyncResultMaker {
  <T>(task: AsyncTask<T>): AsyncResult<T>
  /** A value that is there already. */
  ok<T>(result: T): AsyncResult<T>
  /** No value yet. */
  loading<T = never>(): AsyncResult<T>
  /** No value, and why. */
  failed<T = never>(reason: unknown): AsyncResult<T>
}

/** The one implementation of {@link AsyncResult}: its members stand in it as its own, and nobody changes them. */
class AsyncValue {
  readonly ok: boolean
  readonly loading: boolean
  readonly failed: unknown
  readonly result: unknown
  readonly #task: AsyncTask<unknown> | undefined

  constructor({ ok, loading, failed, result }: AsyncResult<unknown>, task?: AsyncTask<unknown>) {
    this.ok = ok
    this.loading = loading
    this.failed = failed
    this.result = result
    this.#task = task
    Object.freeze(this)
  }

  static taskOf(value: AsyncValue): AsyncTask<unknown> | undefined {
    return value.#task
  }
}

function make<T>(fields: AsyncResult<T>, task?: AsyncTask<T>): AsyncResult<T> {
  // It has the fields that it is made from.
  return new AsyncValue(fields, task) as AsyncResult<T>
}

const LOADING: AsyncResult<never> = make<never>({ ok: false, loading: true, failed: undefined, result: undefined })

/** Templates ask `if popular.failed`, so a task cannot fail with nothing: not with an empty text, zero or false either. */
function reasonOf(reason: unknown): unknown {
  return reason || new Error("The task failed without saying why.", { cause: reason })
}

/**
 * Makes an assign of a value that takes its time, to be returned from `mount`: the page is shown without it, and the task
 * runs when the view is connected. Later on, `socket.assignAsync` loads it anew.
 *
 * @example
 * ```ts
 * import { asyncResult, html, liveView } from "livemount"
 *
 * liveView({
 *   name: "popular",
 *   mount: () => ({ posts: asyncResult((signal) => db.popular(signal)) }),
 *   render: ({ posts }) => html`<p>${posts.ok ? posts.result.length : "…"}</p>`,
 * })
 * ```
 * @throws {@link LiveError} LV_ASYNC_INVALID
 */
export const asyncResult: AsyncResultMaker = Object.assign(
  <T>(task: AsyncTask<T>): AsyncResult<T> => {
    checkTask("`asyncResult`", task)
    return make<T>(LOADING, task)
  },
  {
    ok: <T>(result: T): AsyncResult<T> => make<T>({ ok: true, loading: false, failed: undefined, result }),
    loading: <T = never>(): AsyncResult<T> => LOADING,
    failed: <T = never>(reason: unknown): AsyncResult<T> =>
      make<T>({ ok: false, loading: false, failed: reasonOf(reason), result: undefined }),
  },
)

/** True for what {@link asyncResult} makes. */
export function isAsyncResult(value: unknown): value is AsyncResult<unknown> {
  return value instanceof AsyncValue
}

/** The task of an `asyncResult(task)`. */
export function taskOf(value: unknown): AsyncTask<unknown> | undefined {
  return value instanceof AsyncValue ? AsyncValue.taskOf(value) : undefined
}

/** The tasks of all `asyncResult(task)` among the assigns, by key. */
export function tasksOf(assigns: Readonly<Record<string, unknown>>): [key: string, task: AsyncTask<unknown>][] {
  const tasks: [string, AsyncTask<unknown>][] = []
  for (const key of Object.keys(assigns)) {
    const task = taskOf(assigns[key])
    if (task !== undefined) tasks.push([key, task])
  }
  return tasks
}

/**
 * Refuses what is no function.
 *
 * @throws {@link LiveError} LV_ASYNC_INVALID
 */
export function checkTask(what: string, given: unknown, expected: string = TASK): void {
  if (typeof given !== "function") throw new LiveError("LV_ASYNC_INVALID", { what, expected, given })
}

const TASK = "a task: a function that returns a promise, such as `(signal) => db.popular(signal)`"

/** The value while it is loaded (anew): what was there stays, unless it is to be reset. */
export function toLoading(previous: unknown, reset: boolean): AsyncResult<unknown> {
  const kept = reset || !isAsyncResult(previous) ? LOADING : previous
  return make({ ...kept, loading: true, failed: undefined })
}

/** The value when its task is done: what was there stays if the task failed. */
export function toDone(previous: unknown, outcome: AsyncOutcome<unknown>): AsyncResult<unknown> {
  if (outcome.ok) return asyncResult.ok(outcome.value)
  const kept = isAsyncResult(previous) ? previous : LOADING
  return make({ ...kept, loading: false, failed: reasonOf(outcome.reason) })
}
