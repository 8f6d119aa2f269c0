import crypto from "node:crypto"
import * as fc from "fast-check"
import { Signer } from "../../../src/security/signer.js"

const HOUR = 3600

function signerAt(seconds: { now: number }, ...secrets: string[]): Signer {
  return new Signer(secrets, () => seconds.now * 1000)
}

describe("Signer", () => {
  const time = { now: 1_000_000 }
  const signer = signerAt(time, "secret one")

  beforeEach(() => {
    time.now = 1_000_000
  })

  test("gives back what it signed, and when", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string(),
        fc.option(fc.string(), { nil: undefined }),
        (payload, purpose, binding) => {
          const token = signer.sign(purpose, payload, { maxAge: HOUR, binding })
          expect(token).toMatch(/^[A-Za-z0-9_.-]+$/)
          const check = signer.verify(purpose, token, { binding })
          expect(check).toEqual({
            ok: true,
            payload: JSON.parse(JSON.stringify(payload)),
            issuedAt: 1_000_000_000,
            maxAge: HOUR,
          })
        },
      ),
    )
  })

  test("a payload of undefined comes back as null", () => {
    const token = signer.sign("p", undefined, { maxAge: HOUR })
    expect(signer.verify("p", token)).toMatchObject({ ok: true, payload: null })
  })

  test("refuses a token with any one character changed", () => {
    const token = signer.sign("p", { user: 1 }, { maxAge: HOUR, binding: "b" })
    for (let i = 0; i < token.length; i++) {
      for (const other of ["A", "B", ".", "!", ""]) {
        if (token[i] === other) continue
        const forged = token.slice(0, i) + other + token.slice(i + 1)
        // The last character of 43 holds two bits that belong to no byte: changing only those changes nothing signed.
        const sameBytes = Buffer.from(forged.slice(-43), "base64url").equals(Buffer.from(token.slice(-43), "base64url"))
        if (i === token.length - 1 && sameBytes) continue
        expect(signer.verify("p", forged, { binding: "b" }).ok).toBe(false)
      }
    }
  })

  test("refuses what is no token as malformed, without an exception", () => {
    const junk: unknown[] = [
      undefined,
      null,
      7,
      {},
      [],
      "",
      "1..",
      "a.b.c",
      "1.e30.",
      "2.e30." + "A".repeat(43),
      Symbol("x"),
    ]
    for (const value of junk) expect(signer.verify("p", value)).toEqual({ ok: false, reason: "malformed" })
  })

  test("a token of another secret has a wrong signature", () => {
    const token = signerAt(time, "secret two").sign("p", 1, { maxAge: HOUR })
    expect(signer.verify("p", token)).toEqual({ ok: false, reason: "signature" })
  })

  test("a token of one purpose is not accepted for another", () => {
    const token = signer.sign("page", 1, { maxAge: HOUR })
    expect(signer.verify("csrf", token)).toEqual({ ok: false, reason: "signature" })
    expect(signer.verify("page", token).ok).toBe(true)
  })

  test("a token expires at its age, to the second", () => {
    const token = signer.sign("p", 1, { maxAge: HOUR })
    time.now += HOUR - 1
    expect(signer.verify("p", token).ok).toBe(true)
    time.now += 1
    expect(signer.verify("p", token)).toEqual({ ok: false, reason: "expired" })
  })

  test("a clock a little behind the issuer's is tolerated, one far behind is not", () => {
    const token = signer.sign("p", 1, { maxAge: HOUR })
    time.now -= 60
    expect(signer.verify("p", token).ok).toBe(true)
    time.now -= HOUR
    expect(signer.verify("p", token)).toEqual({ ok: false, reason: "expired" })
  })

  test("a secret can be rotated: the first signs, all verify", () => {
    const old = signer.sign("p", 1, { maxAge: HOUR, binding: "b" })
    const rotated = signerAt(time, "secret two", "secret one")
    expect(rotated.verify("p", old, { binding: "b" }).ok).toBe(true)
    const fresh = rotated.sign("p", 1, { maxAge: HOUR })
    expect(signer.verify("p", fresh).ok).toBe(false)
    expect(signerAt(time, "secret two").verify("p", fresh).ok).toBe(true)
    expect(signerAt(time, "secret two").verify("p", old, { binding: "b" })).toEqual({ ok: false, reason: "signature" })
  })

  test("a bound token holds only with its binding, an unbound one only without", () => {
    const bound = signer.sign("p", 1, { maxAge: HOUR, binding: "browser" })
    expect(signer.verify("p", bound, { binding: "browser" }).ok).toBe(true)
    for (const binding of ["another", "", undefined]) {
      expect(signer.verify("p", bound, { binding })).toEqual({ ok: false, reason: "binding" })
    }
    const unbound = signer.sign("p", 1, { maxAge: HOUR })
    expect(signer.verify("p", unbound, { binding: "browser" })).toEqual({ ok: false, reason: "binding" })
  })

  test("the binding itself does not stand in the token", () => {
    const token = signer.sign("p", 1, { maxAge: HOUR, binding: "browser-cookie" })
    const body = Buffer.from(token.split(".")[1] as string, "base64url").toString()
    expect(body).not.toContain("browser-cookie")
  })

  test("a key of the payload named __proto__ stays data", () => {
    const token = signer.sign("p", JSON.parse('{"__proto__":{"admin":true}}'), { maxAge: HOUR })
    const check = signer.verify("p", token)
    expect((check as { payload: { admin?: boolean } }).payload.admin).toBeUndefined()
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test("needs a secret that is not empty", () => {
    expect(() => new Signer([])).toThrow(expect.objectContaining({ code: "LV_NO_SECRET" }))
    expect(() => new Signer(["fine", ""])).toThrow(expect.objectContaining({ code: "LV_NO_SECRET" }))
  })

  test("signatures are compared in constant time", () => {
    const equal = jest.spyOn(crypto, "timingSafeEqual")
    signer.verify("p", signer.sign("p", 1, { maxAge: HOUR }))
    expect(equal).toHaveBeenCalled()
    equal.mockRestore()
  })

  test("a digest is known again under each of the secrets, also by its beginning", () => {
    const old = new Signer(["old"])
    const rotated = new Signer(["new", "old"])
    const digest = old.digest("node", "one")
    expect([rotated.isDigest("node", "one", digest), rotated.isDigest("node", "one", digest.slice(0, 12))]).toEqual([
      true,
      true,
    ])
    expect([
      rotated.isDigest("node", "two", digest),
      rotated.isDigest("other", "one", digest),
      rotated.isDigest("node", "one", `${digest}x`),
      new Signer(["new"]).isDigest("node", "one", digest),
    ]).toEqual([false, false, false, false])
  })
})
