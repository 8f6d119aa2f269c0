import { type PageToken, signPageToken, verifyPageToken } from "../../../src/security/page-token.js"
import { Signer } from "../../../src/security/signer.js"

const signer = new Signer(["secret"])
const token: PageToken = {
  view: "counter",
  id: "counter-1",
  session: { userId: "7", nested: { list: [1, 2] } },
  params: { id: "5", q: "ä" },
  url: "/counters/5?q=%C3%A4",
  digests: "abc",
  identify: "user:7",
}

const signed = (token: PageToken): string =>
  signPageToken(signer, { token, issuedAt: signer.now(), maxAge: 60 }, "cookie")

describe("page token", () => {
  test("gives back what was signed, with the same cookie", () => {
    const text = signed(token)
    expect(verifyPageToken(signer, text, "cookie")).toMatchObject({ ok: true, token, issuedAt: expect.any(Number) })
  })

  test("identify may be absent", () => {
    const { identify: _, ...rest } = token
    const check = verifyPageToken(signer, signed(rest), "cookie")
    expect(check).toMatchObject({ ok: true, token: { ...rest, identify: undefined } })
  })

  test("holds from when its claims were asked for, and not from when it is signed", () => {
    const issuedAt = signer.now() - 30_000
    const text = signPageToken(signer, { token, issuedAt, maxAge: 60 }, "cookie")
    expect(verifyPageToken(signer, text, "cookie")).toMatchObject({ ok: true, issuedAt, maxAge: 60 })
    const late = signPageToken(signer, { token, issuedAt, maxAge: 20 }, "cookie")
    expect(verifyPageToken(signer, late, "cookie")).toEqual({ ok: false, reason: "expired" })
  })

  test("names the process that waits for its page, with what stands before it or without", () => {
    const parked = "k".repeat(22)
    for (const more of [{ parked }, { parked, flash: { info: "Hi" } }, { parked, route: { names: ["id"] } }]) {
      const check = verifyPageToken(signer, signed({ ...token, ...more }), "cookie")
      expect(check).toMatchObject({ ok: true, token: { flash: undefined, ...token, ...more } })
    }
  })

  test("opens nothing with another browser's cookie, or with none", () => {
    const text = signed(token)
    expect(verifyPageToken(signer, text, "other")).toEqual({ ok: false, reason: "binding" })
    expect(verifyPageToken(signer, text, undefined)).toEqual({ ok: false, reason: "binding" })
  })

  test("a token of another purpose is none", () => {
    const text = signer.sign("csrf", [token.view], { maxAge: 60, binding: "cookie" })
    expect(verifyPageToken(signer, text, "cookie")).toEqual({ ok: false, reason: "signature" })
  })

  test.each([
    [null],
    [{}],
    [[1, "id", {}, {}, "/", ""]],
    [["view", "id", [], {}, "/", ""]],
    [["view", "id", {}, null, "/", ""]],
    [["view", "id", {}, {}, "/"]],
    [["view", "id", {}, {}, "/", "", 7]],
    [["view", "id", {}, {}, "/", "", 0, 0, 0, 0, 0, 7]],
  ])("a signed payload of another layout is malformed: %j", (payload) => {
    const text = signer.sign("page", payload, { maxAge: 60, binding: "cookie" })
    expect(verifyPageToken(signer, text, "cookie")).toEqual({ ok: false, reason: "malformed" })
  })
})
