import { signCsrfToken, verifyCsrfToken } from "../../../src/security/csrf-token.js"
import { Signer } from "../../../src/security/signer.js"

const signer = new Signer(["secret"])

describe("CSRF token", () => {
  test("holds with the cookie it was signed over", () => {
    expect(verifyCsrfToken(signer, signCsrfToken(signer, "cookie", 60), "cookie").ok).toBe(true)
  })

  test("does not hold with another cookie, or without one", () => {
    const token = signCsrfToken(signer, "cookie", 60)
    expect(verifyCsrfToken(signer, token, "other")).toEqual({ ok: false, reason: "binding" })
    expect(verifyCsrfToken(signer, token, undefined)).toEqual({ ok: false, reason: "binding" })
    const unbound = signer.sign("csrf", null, { maxAge: 60 })
    expect(verifyCsrfToken(signer, unbound, undefined)).toEqual({ ok: false, reason: "binding" })
  })

  test("a page token is no CSRF token", () => {
    const page = signer.sign("page", null, { maxAge: 60, binding: "cookie" })
    expect(verifyCsrfToken(signer, page, "cookie")).toEqual({ ok: false, reason: "signature" })
  })

  test.each([undefined, "", ["a", "b"], { a: 1 }])("a missing or foreign field is refused: %j", (field) => {
    expect(verifyCsrfToken(signer, field, "cookie")).toEqual({ ok: false, reason: "malformed" })
  })
})
