import { isThenable } from "../../../src/util/thenable.js"

describe("isThenable", () => {
  it("tells promises of any library from values", () => {
    expect(isThenable(Promise.resolve())).toBe(true)
    expect(isThenable({ then: () => {} })).toBe(true)
    for (const value of [undefined, null, 0, "", "then", {}, { then: 1 }, () => {}, []])
      expect(isThenable(value)).toBe(false)
  })
})
