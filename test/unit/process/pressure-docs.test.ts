/** Runs the example of docs/pressure.md. */

import * as livemount from "../../../src/index.js"
import { runDocs } from "../../support/docs-examples.js"
import { allTurns, startView } from "../../support/view-harness.js"

it("shows the newest price of each symbol, in the order in which they came first", async () => {
  const { exports } = runDocs<{
    readonly ticker: livemount.LiveView
    readonly prices: livemount.TopicFamily<{ symbol: string; price: number }>
  }>("pressure.md", { livemount })
  const { pubsub, pushed, process } = await startView(exports.ticker)
  for (let price = 1; price <= 3_000; price++) {
    pubsub.broadcast(exports.prices, { symbol: price % 3 === 0 ? "LIV" : "MNT", price })
  }
  await allTurns()
  expect(process.state).toBe("mounted")
  expect(pushed).toHaveLength(1)
  expect(JSON.stringify(pushed[0]?.diff)).toMatch(/"MNT","2999".*"LIV","3000"/)
})
