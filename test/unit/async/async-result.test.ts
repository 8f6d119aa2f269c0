import { asyncResult, isAsyncResult, taskOf, tasksOf, toDone, toLoading } from "../../../src/async/async-result.js"

const fields = ({ ok, loading, failed, result }: ReturnType<typeof toDone>): unknown => ({
  ok,
  loading,
  failed,
  result,
})
const NOTHING = { ok: false, loading: false, failed: undefined, result: undefined }

describe("an async result", () => {
  it("tells apart a value, none yet, and a failure", () => {
    const error = new Error("no")
    expect(fields(asyncResult.ok(1))).toEqual({ ...NOTHING, ok: true, result: 1 })
    expect(fields(asyncResult.loading())).toEqual({ ...NOTHING, loading: true })
    expect(fields(asyncResult.failed(error))).toEqual({ ...NOTHING, failed: error })
    expect(fields(asyncResult(() => 1))).toEqual({ ...NOTHING, loading: true })
  })

  it("is frozen, and shows what it holds to those who list its members", () => {
    const value = asyncResult.ok([1])
    expect(() => Object.assign(value, { result: [2] })).toThrow(TypeError)
    expect({ ...value }).toEqual({ ok: true, loading: false, failed: undefined, result: [1] })
  })

  it("is told from objects that look like it", () => {
    expect(isAsyncResult(asyncResult.loading())).toBe(true)
    expect(isAsyncResult({ ...asyncResult.loading() })).toBe(false)
    expect(isAsyncResult(undefined)).toBe(false)
  })

  it("keeps its task to itself, also when it is spread or written as JSON", () => {
    const task = (): number => 1
    const value = asyncResult(task)
    expect(taskOf(value)).toBe(task)
    expect(taskOf({ ...value })).toBeUndefined()
    expect(JSON.stringify(value)).toBe('{"ok":false,"loading":true}')
    expect(tasksOf({ value, other: asyncResult.ok(1), text: "a", nothing: null })).toEqual([["value", task]])
  })

  it("loads anew with the value it has, unless that is to be reset", () => {
    expect(fields(toLoading(asyncResult.ok(1), false))).toEqual({ ...NOTHING, ok: true, loading: true, result: 1 })
    expect(fields(toLoading(asyncResult.ok(1), true))).toEqual({ ...NOTHING, loading: true })
    expect(fields(toLoading(asyncResult.failed("no"), false))).toEqual({ ...NOTHING, loading: true })
    expect(fields(toLoading(undefined, false))).toEqual({ ...NOTHING, loading: true })
  })

  it("keeps the value it has when loading it anew failed", () => {
    const reloading = toLoading(asyncResult.ok(1), false)
    const failed = toDone(reloading, { ok: false, reason: "no" })
    expect(fields(failed)).toEqual({ ok: true, loading: false, failed: "no", result: 1 })
    expect(fields(toDone(failed, { ok: true, value: 2 }))).toEqual({ ...NOTHING, ok: true, result: 2 })
    expect(fields(toDone(undefined, { ok: false, reason: "no" }))).toEqual({ ...NOTHING, failed: "no" })
  })

  it.each([[undefined], [null], [""], [0], [false]])("that failed with %s says so all the same", (reason) => {
    expect(asyncResult.failed(reason).failed).toBeInstanceOf(Error)
    expect(toDone(undefined, { ok: false, reason }).failed).toBeInstanceOf(Error)
  })

  it("takes a function only", () => {
    expect(() => asyncResult(Promise.resolve(1) as never)).toThrow(
      expect.objectContaining({ code: "LV_ASYNC_INVALID", message: expect.stringContaining("(signal) =>") }),
    )
  })
})
