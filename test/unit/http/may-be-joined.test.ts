import { mayBeJoined } from "../../../src/http/request/may-be-joined.js"

const join = { method: "GET" }

test.each<[isJoined: boolean, headers: Readonly<Record<string, string>>]>([
  [true, {}],
  [true, { "sec-fetch-dest": "document" }],
  [true, { "live-navigate": "1" }],
  [true, { "sec-fetch-dest": "empty", "live-navigate": "1" }],
  [false, { "sec-fetch-dest": "empty" }],
  [false, { "sec-fetch-dest": "iframe", "live-navigate": "1" }],
  [false, { "sec-fetch-dest": "iframe" }],
  [false, { "sec-fetch-dest": "empty", "live-navigate": "1", "live-prefetch": "1" }],
  [true, { "sec-fetch-dest": "empty", "live-navigate": "press", "live-prefetch": "1" }],
  [true, { "live-navigate": "press", "live-prefetch": "1" }],
  [false, { "sec-fetch-dest": "iframe", "live-navigate": "press", "live-prefetch": "1" }],
  [false, { "sec-fetch-dest": "empty", "live-navigate": "press", "live-patch": "counter-1" }],
  [false, { "sec-fetch-dest": "empty", "live-navigate": "press", "sec-purpose": "prefetch" }],
  [false, { "sec-fetch-dest": "document", "sec-purpose": "prefetch;anonymous-client-ip" }],
  [false, { purpose: "prefetch" }],
  [false, { "x-moz": "prefetch" }],
  [true, { purpose: "preview" }],
  [false, { "live-patch": "counter-1" }],
  [false, { "live-renewal": "1" }],
])("%s for a GET with %j", (isJoined, headers) => {
  expect(mayBeJoined({ ...join, headers })).toBe(isJoined)
  expect(mayBeJoined({ method: "HEAD", headers })).toBe(false)
})
