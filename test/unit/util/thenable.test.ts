import { isThenable } from "../../../src/util/thenable.js"

/** As database libraries have them: a promise by its behaviour only. */
class Query {
  // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
  then(): void {}
}

describe("isThenable", () => {
  it("tells promises of any library from values", () => {
    expect(isThenable(Promise.resolve())).toBe(true)
    expect(isThenable(new Query())).toBe(true)
    for (const value of [undefined, null, 0, "", "then", {}, () => {}, []]) expect(isThenable(value)).toBe(false)
  })
})
