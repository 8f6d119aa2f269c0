import type { Vouched } from "../../../src/security/page-token.js"
import { holdToken, ifHeld } from "../../../src/transport/ledger/held-token.js"

const ISSUED = 1_000_000
const token = { view: "counter", id: "counter-1", session: {}, params: {}, url: "/", digests: "" }
const vouched: Vouched = { token, issuedAt: ISSUED, maxAge: 60 }
const held = holdToken("1.body.signature", vouched)

test("a token that is held says the same again, while it holds", () => {
  expect(ifHeld(held, "1.body.signature", ISSUED + 59_999)).toBe(held)
  expect(held).toMatchObject(vouched)
})

test.each([
  ["another text", "1.body.signaturE", ISSUED],
  ["too old", "1.body.signature", ISSUED + 60_000],
  ["of a clock that is far ahead", "1.body.signature", ISSUED - 300_001],
])("it has to be verified where it is %s", (_what, text, now) => {
  expect(ifHeld(held, text, now)).toBeUndefined()
})

test("where none is held each has to be", () => {
  expect(ifHeld(undefined, "1.body.signature", ISSUED)).toBeUndefined()
})
