import type { IncomingMessage } from "node:http"
import { forwardedAddress } from "../../../src/security/forwarded-address.js"

const request = (forwarded?: string) =>
  ({ headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress: "10.0.0.1" } }) as unknown as IncomingMessage

test.each([
  ["no proxy speaks", undefined, true, "10.0.0.1"],
  ["a trusted proxy says who it is", "203.0.113.7", true, "203.0.113.7"],
  ["others stand before what the proxy says", "1.1.1.1, 203.0.113.7", true, "203.0.113.7"],
  ["nobody is trusted", "203.0.113.7", false, "10.0.0.1"],
  ["the proxy says nothing", "", true, "10.0.0.1"],
])("where %s", (_what, forwarded, isTrusted, expected) => {
  expect(forwardedAddress(request(forwarded), () => isTrusted)).toBe(expected)
})
