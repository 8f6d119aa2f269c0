import { sparkline } from "../../../../../example-express/shared/data/sparkline.js"

const options = { width: 100, height: 50, length: 5, max: 10 }

describe("sparkline", () => {
  it("ends at the right edge, whatever the number of values", () => {
    expect(sparkline([0, 10], options).line).toBe("M75 50L100 0")
    expect(sparkline([9, 9, 0, 0, 0, 0, 5], options).line).toBe("M0 50L25 50L50 50L75 50L100 25")
  })

  it("keeps values within the scale", () => {
    expect(sparkline([-5, 99], options).line).toBe("M75 50L100 0")
  })

  it("closes the area under the line", () => {
    expect(sparkline([0, 10], options).area).toBe("M75 50L100 0L100 50L75 50Z")
  })

  it("draws one value as a dot: a line of no length, which its caps make visible", () => {
    expect(sparkline([5], options).line).toBe("M100 25h0")
  })

  it("draws nothing without values", () => {
    expect(sparkline([], options)).toEqual({ line: "", area: "" })
  })
})
