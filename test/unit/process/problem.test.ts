import { LiveError } from "../../../src/errors/live-error.js"
import { problemOf, refusalOf } from "../../../src/process/problem.js"

const error = new LiveError("LV_UNKNOWN_EVENT", { view: "a", event: "b", known: ["secret"] })

describe("problemOf", () => {
  it("tells everything in development", () => {
    const problem = problemOf(new Error("why"), { view: "a", development: true })
    expect(problem).toEqual({
      code: "LV_CALLBACK_FAILED",
      message: "why",
      detail: expect.stringContaining("problem.test.ts"),
    })
    expect(problemOf(error, { view: "a", development: true }).code).toBe("LV_UNKNOWN_EVENT")
  })

  it("tells a general sentence in production, whatever it was", () => {
    const general = 'Something went wrong in the view "a". The server\'s log says what.'
    for (const thrown of [error, new Error("why"), "why", undefined]) {
      expect(problemOf(thrown, { view: "a", development: false, code: "LV_VIEW_CLOSED" })).toEqual({
        code: "LV_VIEW_CLOSED",
        message: general,
      })
    }
  })
})

describe("refusalOf", () => {
  it("keeps the code in production, and the sentence for developers", () => {
    expect(refusalOf(error, { view: "a", development: true }).message).toContain("secret")
    expect(refusalOf(error, { view: "a", development: false })).toEqual({
      code: "LV_UNKNOWN_EVENT",
      message: 'The view "a" refused this.',
    })
  })
})
