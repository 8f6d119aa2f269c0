import { backOff, Reconnector } from "../../../../client/connection/reconnector.js"

function setUp(isHidden = false) {
  const delegate = { isHidden, tryToConnect: jest.fn() }
  return { delegate, reconnector: new Reconnector(delegate) }
}

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 })
  jest.spyOn(Math, "random").mockReturnValue(0)
})

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("the reconnector", () => {
  it("waits half as long as the server was away, ten seconds at most", () => {
    const { delegate, reconnector } = setUp()
    const delays: number[] = []
    for (let attempt = 0; attempt < 16; attempt++) {
      const before = Date.now()
      delegate.tryToConnect.mockImplementationOnce(() => delays.push(Date.now() - before))
      reconnector.connectionLost()
      jest.runOnlyPendingTimers()
    }
    expect(delays.slice(0, 5)).toEqual([100, 150, 225, 337, 506])
    let away = 0
    for (const delay of delays) {
      expect(delay).toBeLessThanOrEqual(away / 2 + 110)
      away += delay
    }
    expect(delays.slice(-3)).toEqual([10_000, 10_000, 10_000])
  })

  it("begins anew when the connection has held for a while", () => {
    const { delegate, reconnector } = setUp()
    reconnector.connectionLost()
    reconnector.connectionLost()
    reconnector.connectionOpened()
    jest.advanceTimersByTime(6_000)
    reconnector.connectionLost()
    jest.advanceTimersByTime(100)
    expect(delegate.tryToConnect).toHaveBeenCalledTimes(1)
  })

  it("goes on waiting longer when connections break at once", () => {
    const { delegate, reconnector } = setUp()
    for (let attempt = 0; attempt < 4; attempt++) {
      reconnector.connectionLost()
      reconnector.connectionOpened()
    }
    reconnector.connectionLost()
    jest.advanceTimersByTime(505)
    expect(delegate.tryToConnect).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1)
    expect(delegate.tryToConnect).toHaveBeenCalledTimes(1)
  })

  it("tries at once when told to, and then not a second time", () => {
    const { delegate, reconnector } = setUp()
    reconnector.connectionLost()
    reconnector.now()
    jest.runAllTimers()
    expect(delegate.tryToConnect).toHaveBeenCalledTimes(1)
  })

  it("keeps pages in the background out of the crowd", () => {
    const { delegate, reconnector } = setUp(true)
    reconnector.connectionLost()
    jest.advanceTimersByTime(10_000)
    expect(delegate.tryToConnect).not.toHaveBeenCalled()
    jest.advanceTimersByTime(100)
    expect(delegate.tryToConnect).toHaveBeenCalledTimes(1)
  })

  it("takes off up to half of the delay by chance", () => {
    jest.spyOn(Math, "random").mockReturnValue(1)
    expect(backOff(3, 100, 10_000, 2)).toBe(400)
  })
})
