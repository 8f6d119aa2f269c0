import { systemClock } from "../../../src/util/clock.js"

describe("the system's clock", () => {
  it("tells the time", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
  })

  it("runs a timer once, and a repeated one again and again until it is cancelled", async () => {
    let ticks = 0
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        const cancel = systemClock.every(1, () => {
          ticks += 1
          if (ticks < 3) return
          cancel()
          cancel()
          resolve()
        })
      })
    })
    expect(ticks).toBe(3)
  })

  it("does not run a timer that was cancelled", async () => {
    let ran = false
    const cancel = systemClock.after(1, () => {
      ran = true
    })
    cancel()
    await new Promise<void>((resolve) => {
      systemClock.after(5, resolve)
    })
    expect(ran).toBe(false)
  })
})
