/**
 * A value that a task is still fetching, with what is known of it so far: the frozen value that stands in assigns. Which
 * task it waits for is hidden in it; the view's process takes it out and runs it.
 */

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

/** The one implementation of {@link AsyncResult}. */
class AsyncValue {
  readonly ok: boolean
  readonly loading: boolean
  readonly failed: unknown
  readonly result: unknown
  #task: AsyncTask<unknown> | undefined

  constructor(ok: boolean, loading: boolean, failed: unknown, result: unknown, task?: AsyncTask<unknown>) {
    this.ok = ok
    this.loading = loading
    this.failed = failed
    this.result = result
    this.#task = task
    Object.freeze(this)
  }

  static hasTask(value: AsyncValue): boolean {
    return value.#task !== undefined
  }

  static takeTask(value: AsyncValue): AsyncTask<unknown> | undefined {
    const task = value.#task
    value.#task = undefined
    return task
  }
}

// The class keeps `ok` and `result` together, which its type cannot say.
function make<T>(ok: boolean, loading: boolean, failed: unknown, result: unknown, task?: AsyncTask<T>): AsyncResult<T> {
  return new AsyncValue(ok, loading, failed, result, task) as AsyncResult<T>
}

/** Templates ask whether `failed` is there, so a task cannot fail with nothing. */
function reasonOf(reason: unknown): unknown {
  return reason ?? new Error("The task failed without saying why.")
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
 */
export const asyncResult: AsyncResultMaker = Object.assign(
  <T>(task: AsyncTask<T>): AsyncResult<T> => make<T>(false, true, undefined, undefined, task),
  {
    ok: <T>(result: T): AsyncResult<T> => make<T>(true, false, undefined, result),
    loading: <T = never>(): AsyncResult<T> => make<T>(false, true, undefined, undefined),
    failed: <T = never>(reason: unknown): AsyncResult<T> => make<T>(false, false, reasonOf(reason), undefined),
  },
)

/** True for what {@link asyncResult} makes. */
export function isAsyncResult(value: unknown): value is AsyncResult<unknown> {
  return value instanceof AsyncValue
}

/** True while a task waits in the value to be run. */
export function hasTask(value: unknown): boolean {
  return value instanceof AsyncValue && AsyncValue.hasTask(value)
}

/** Takes out the task that `asyncResult(task)` put into the value: it is given once. */
export function takeTask(value: unknown): AsyncTask<unknown> | undefined {
  return value instanceof AsyncValue ? AsyncValue.takeTask(value) : undefined
}

/** The value while it is loaded (anew): what was there stays, unless it is to be reset. */
export function toLoading(previous: unknown, reset: boolean): AsyncResult<unknown> {
  const kept = !reset && isAsyncResult(previous) && previous.ok
  return make(kept, true, undefined, kept ? previous.result : undefined)
}

/** The value when its task is done: what was there stays if the task failed. */
export function toDone(previous: unknown, outcome: AsyncOutcome<unknown>): AsyncResult<unknown> {
  if (outcome.ok) return asyncResult.ok(outcome.value)
  const kept = isAsyncResult(previous) && previous.ok
  return make(kept, false, reasonOf(outcome.reason), kept ? previous.result : undefined)
}
