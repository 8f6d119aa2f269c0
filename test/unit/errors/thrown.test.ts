import { format, inspect } from "node:util"
import { toHostError } from "../../../src/errors/host-error.js"
import { isLiveError, LiveError } from "../../../src/errors/live-error.js"
import { isError, memberOf, messageOf, printable, stackOf, textOf } from "../../../src/errors/thrown.js"
import { thrownThings } from "../../support/thrown-things.js"

const all = Object.keys(thrownThings)

describe("anything that is thrown", () => {
  it.each(all)("%s: is described by texts", (name) => {
    const thing = thrownThings[name]?.()
    expect(typeof messageOf(thing)).toBe("string")
    expect(typeof textOf(thing)).toBe("string")
    expect(["string", "undefined"]).toContain(typeof stackOf(thing))
    expect(typeof isError(thing)).toBe("boolean")
    expect(typeof isLiveError(thing)).toBe("boolean")
    expect(typeof isLiveError(thing, "LV_NO_ENGINE")).toBe("boolean")
    expect(() => memberOf(thing, "code")).not.toThrow()
  })

  it.each(all)("%s: can be printed once its details are made texts", (name) => {
    expect(typeof inspect(printable({ view: "counter", error: thrownThings[name]?.() }))).toBe("string")
  })

  it.each(all)("%s: reaches the host as an object that can be read, printed and written", (name) => {
    const thing = thrownThings[name]?.()
    const error = toHostError(thing, () => "mount") as Error & { status?: unknown }
    expect(error).toBeTruthy()
    expect(typeof error).toBe("object")
    expect(typeof String(error)).toBe("string")
    expect(typeof format("%j %s %o", error, error, error)).toBe("string")
    expect(["string", "undefined"]).toContain(typeof error.stack)
    expect(["number", "undefined"]).toContain(typeof error.status)
  })

  it("keeps its own text where it has one", () => {
    expect(messageOf(new Error("out of tea"))).toBe("out of tea")
    expect(messageOf(new Error(""))).toBe("")
    expect(messageOf("out of tea")).toBe("out of tea")
    expect(messageOf({ message: "out of tea" })).toBe("out of tea")
    expect(messageOf({ reason: "out of tea" })).toBe("{ reason: 'out of tea' }")
    expect(messageOf(undefined)).toBe("undefined")
    expect(messageOf(thrownThings["an error whose message is a BigInt"]?.())).toBe("42")
    expect(messageOf(thrownThings["an error whose message throws"]?.())).toBe("an error whose message cannot be read")
    expect(messageOf(thrownThings["a proxy that was revoked"]?.())).toBe("<Revoked Proxy>")
    expect(messageOf(Array.from({ length: 1000 }, () => "x".repeat(1000))).length).toBeLessThanOrEqual(500)
  })

  it("is handed to the host as it is when it is an error, or an object that can be printed", () => {
    for (const thing of [new Error("x"), new LiveError("LV_THROWN", { where: "a", what: "b" }), { status: 404 }, []]) {
      expect(toHostError(thing, () => "mount")).toBe(thing)
    }
  })

  it.each([undefined, null, 0, "", "route", Symbol("x"), Object.create(null)])(
    "is handed to the host as an error that says what was thrown: %p",
    (thing) => {
      const error = toHostError(thing, () => "`mount` of the view") as LiveError
      expect(error).toBeInstanceOf(LiveError)
      expect(error).toMatchObject({ code: "LV_THROWN", status: 500 })
      expect(error.message).toContain("`mount` of the view threw")
      expect(error.cause).toBe(typeof thing === "object" ? undefined : thing)
    },
  )

  it("keeps the stack of an error that the host could not take", () => {
    const error = Object.defineProperty(new Error("here"), "status", { get: () => error.missing.path }) as never as {
      missing: { path: string }
    }
    expect((toHostError(error, () => "mount") as Error).stack).toMatch(/Thrown was: Error: here\n.*thrown\.test\.ts/s)
  })
})

describe("a LiveError in a log", () => {
  it("has a frame and a cause only where there is one", () => {
    const bare = inspect(new LiveError("LV_NO_ENGINE", { template: "a.pug" }))
    expect(bare).not.toMatch(/frame|cause|undefined/)
    expect(bare).toContain("LV_NO_ENGINE")
    const full = inspect(
      new LiveError("LV_NO_ENGINE", { template: "a.pug" }, { frame: "> 1 | x", cause: new Error("y") }),
    )
    expect(full).toMatch(/frame: '> 1 \| x'/)
    expect(full).toMatch(/\[cause\]: Error: y/)
  })
})
