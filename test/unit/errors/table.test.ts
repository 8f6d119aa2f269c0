import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { isLiveError, LiveError } from "../../../src/errors/live-error.js"
import { errorTable } from "../../../src/errors/table.js"

const documented = [
  ...readFileSync(join(__dirname, "../../../docs/errors.md"), "utf8").matchAll(/^### `(LV_[A-Z_]+)`/gm),
].map(([, code]) => code)
const codes = Object.keys(errorTable)

/** Problems that the browser's half makes itself. */
function clientCodes(): string[] {
  const client = join(__dirname, "../../../client")
  const files = readdirSync(client, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
  const made = files.flatMap((file) => [...readFileSync(join(client, file), "utf8").matchAll(/code: "(LV_[A-Z_]+)"/g)])
  return [...new Set(made.map(([, code]) => code as string))]
}

describe("the table of errors", () => {
  it("is documented code by code, with the client's own, and the documentation knows no other", () => {
    expect([...documented].sort()).toEqual([...new Set([...codes, ...clientCodes()])].sort())
  })

  it("documents each code once", () => {
    expect(new Set(documented).size).toBe(documented.length)
  })

  it("names codes LV_IN_UPPER_CASE and stands for client or server error statuses", () => {
    for (const [code, { status }] of Object.entries(errorTable)) {
      expect(code).toMatch(/^LV_[A-Z]+(_[A-Z]+)*$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(600)
    }
  })
})

describe("LiveError", () => {
  it("carries code, status, cause, and the template frame in its message", () => {
    const cause = new Error("inner")
    const error = new LiveError(
      "LV_UNKNOWN_EVENT",
      { view: "counter", event: "incremnt", known: ["increment"] },
      { cause, frame: "> 3 | x" },
    )
    expect(error).toMatchObject({ name: "LiveError", code: "LV_UNKNOWN_EVENT", status: 400, cause, frame: "> 3 | x" })
    expect(error.message).toContain('"incremnt"')
    expect(error.message.endsWith("> 3 | x")).toBe(true)
  })

  it("says of an event that looks like a list of commands who makes these", () => {
    const { message } = new LiveError("LV_UNKNOWN_EVENT", { view: "menu", event: '[["show",{}]]', known: [] })
    expect(message).toContain("only `js` makes these")
    expect(message).not.toContain("Add it to `events`")
  })

  it("is told from other errors, by code when one is asked for", () => {
    const error = new LiveError("LV_UNKNOWN_EVENT", { view: "counter", event: "x", known: [] })
    expect(isLiveError(error)).toBe(true)
    expect(isLiveError(error, "LV_UNKNOWN_EVENT")).toBe(true)
    expect(isLiveError(new Error("x"))).toBe(false)
  })
})
