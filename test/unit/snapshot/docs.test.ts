/** Runs the examples of `docs/snapshots.md`. */

import * as livemount from "../../../src/index.js"
import { Snapshots } from "../../../src/snapshot/snapshots.js"
import { runDocs } from "../../support/docs-examples.js"
import { startView } from "../../support/view-harness.js"

const liveMiddleware = jest.fn()
const redisSnapshots = jest.fn(() => "the store")

const { exports } = runDocs<{ checkout: livemount.LiveView }>("snapshots.md", {
  livemount,
  "livemount/express": { liveMiddleware },
  "livemount/redis": { redisSnapshots },
  ioredis: { Redis: class {} },
})

it("the wizard goes on in another process where the first has ended", async () => {
  const voids = { now: () => 0, has: () => false, ask: () => undefined }
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const parts = { secrets: ["s"], maxAge: 1000, size: 65_536, voids, clock: { after: () => () => {} }, logger }
  const claims = { view: "checkout", id: "checkout-1", session: {}, params: {}, route: { names: [] } }
  const snapshots = new Snapshots(parts)
  const first = await startView(exports.checkout, { series: await snapshots.begin(claims, "cookie") })
  const { extras } = await first.process.event("next", {})
  const series = await new Snapshots(parts).begin(claims, "cookie", extras?.s)
  const second = await startView(exports.checkout, { series })
  expect(second.shown).toEqual(["delivery"])
})

it("the option names the store", () => {
  expect(liveMiddleware).toHaveBeenCalledWith({ snapshots: { store: "the store" } })
})
