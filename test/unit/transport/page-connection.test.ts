import { defaultLimits } from "../../../src/transport/limits.js"
import { PageConnection } from "../../../src/transport/page-connection.js"

const limits = { ...defaultLimits, viewsPerConnection: 2, joinsPerSecond: 5 }

describe("PageConnection", () => {
  test("lets twice its views join at once, then as many as time allows", () => {
    const page = new PageConnection(limits, 1000)
    const attempts = (now: number, count: number): number =>
      Array.from({ length: count }, () => page.takeJoin(limits, now)).filter(Boolean).length
    expect(attempts(1000, 10)).toBe(4)
    expect(attempts(1200, 10)).toBe(1)
    expect(attempts(1300, 10)).toBe(0)
    expect(attempts(2300, 10)).toBe(4)
    expect(attempts(1_000_000, 10)).toBe(4)
  })

  test("a clock that is set back gives nothing and takes nothing", () => {
    const page = new PageConnection(limits, 1000)
    for (let i = 0; i < 4; i++) page.takeJoin(limits, 1000)
    expect(page.takeJoin(limits, 0)).toBe(false)
    expect(page.takeJoin(limits, 200)).toBe(true)
  })

  test("holds as many views as it may, and no more", () => {
    const page = new PageConnection(limits, 0)
    expect([page.takeView(limits), page.takeView(limits), page.takeView(limits)]).toEqual([true, true, false])
    page.releaseView()
    expect([page.takeView(limits), page.takeView(limits)]).toEqual([true, false])
  })

  test("counts what waits by its size, and lets go of what was handled", () => {
    const page = new PageConnection(limits, 0)
    const small = { ...limits, waitingSize: 100 }
    expect([page.takeWaiting(60, small), page.takeWaiting(41, small), page.takeWaiting(40, small)]).toEqual([
      true,
      false,
      true,
    ])
    page.releaseWaiting(60)
    expect([page.takeWaiting(61, small), page.takeWaiting(60, small)]).toEqual([false, true])
    for (const size of [40, 60]) page.releaseWaiting(size)
    expect([page.takeWaiting(1000, small), page.takeWaiting(1, small)]).toEqual([true, false])
  })

  test("what costs as much as several joins takes as many, or none", () => {
    const page = new PageConnection(limits, 1000)
    expect([page.takeJoin(limits, 1000, 3), page.takeJoin(limits, 1000, 2), page.takeJoin(limits, 1000)]).toEqual([
      true,
      false,
      true,
    ])
  })

  test("may enter twice as many namespaces as it may hold views", () => {
    const page = new PageConnection(limits, 0)
    const entered = Array.from({ length: 6 }, () => page.takeSocket(limits))
    expect(entered).toEqual([true, true, true, true, false, false])
    page.releaseSocket()
    expect([page.takeSocket(limits), page.takeSocket(limits)]).toEqual([true, false])
  })
})
