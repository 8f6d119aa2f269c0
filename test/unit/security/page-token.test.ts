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

describe("page token", () => {
  test("gives back what was signed, with the same cookie", () => {
    const text = signPageToken(signer, token, "cookie", 60)
    expect(verifyPageToken(signer, text, "cookie")).toMatchObject({ ok: true, token, issuedAt: expect.any(Number) })
  })

  test("identify may be absent", () => {
    const { identify: _, ...rest } = token
    const check = verifyPageToken(signer, signPageToken(signer, rest, "cookie", 60), "cookie")
    expect(check).toMatchObject({ ok: true, token: { ...rest, identify: undefined } })
  })

  test("names the process that waits for its page, with what stands before it or without", () => {
    const parked = "k".repeat(22)
    for (const more of [{ parked }, { parked, flash: { info: "Hi" } }, { parked, route: { names: ["id"] } }]) {
      const check = verifyPageToken(signer, signPageToken(signer, { ...token, ...more }, "cookie", 60), "cookie")
      expect(check).toMatchObject({ ok: true, token: { flash: undefined, ...token, ...more } })
    }
  })

  test("opens nothing with another browser's cookie, or with none", () => {
    const text = signPageToken(signer, token, "cookie", 60)
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
