import { type TurnTaker, takeTurnNow, takeTurnSoon } from "../../../src/view/turns.js"

function nextRound(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

function taker(log: string[], name: string, ms = 0): TurnTaker {
  return {
    takeTurn(until) {
      log.push(name)
      const end = performance.now() + ms
      while (performance.now() < end);
      expect(until).toBeGreaterThan(0)
    },
  }
}

/** Begins a round in which nothing is spent yet. */
async function freshRound(): Promise<void> {
  takeTurnSoon(taker([], "first"))
  await nextRound()
}

describe("turns", () => {
  it("that are taken now run at once", async () => {
    await freshRound()
    const log: string[] = []
    takeTurnNow(taker(log, "a"))
    expect(log).toEqual(["a"])
  })

  it("that are taken soon run when the loop has gone round, in order", async () => {
    const log: string[] = []
    for (const name of ["a", "b", "c"]) takeTurnSoon(taker(log, name))
    expect(log).toEqual([])
    await nextRound()
    expect(log).toEqual(["a", "b", "c"])
  })

  it("wait for the next round when turns have taken long", async () => {
    await freshRound()
    const log: string[] = []
    takeTurnNow(taker(log, "long", 20))
    takeTurnNow(taker(log, "next"))
    expect(log).toEqual(["long"])
    await nextRound()
    expect(log).toEqual(["long", "next"])
  })

  it("let others come between when many take long", async () => {
    await freshRound()
    const log: string[] = []
    for (const name of ["a", "b", "c"]) takeTurnSoon(taker(log, name, 20))
    await nextRound()
    log.push("others")
    await nextRound()
    await nextRound()
    await nextRound()
    expect(log).toEqual(["a", "others", "b", "c"])
  })
})
