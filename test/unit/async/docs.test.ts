/** Runs the example of docs/async.md. */

import type { LiveView } from "../../../src/index.js"
import * as livemount from "../../../src/index.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { runDocs } from "../../support/docs-examples.js"
import { allTurns, type Deferred, deferred, startView, type ViewHarness } from "../../support/view-harness.js"

const queries: Deferred<readonly string[]>[] = []
const db = {
  popular(): Promise<readonly string[]> {
    const query = deferred<readonly string[]>()
    queries.push(query)
    return query.promise
  },
  report: async () => "12 posts",
}

describe("the example of docs/async.md", () => {
  const { exports, blocks } = runDocs<{ readonly dashboard: LiveView }>("async.md", { livemount, "./db.js": { db } })
  const text = ({ process }: ViewHarness): string =>
    toHtml(process.rendered)
      .replace(/<output>.*|\n/g, "")
      .replace(/ +/g, " ")
      .trim()

  it("shows each state that the page tells of", async () => {
    const harness = await startView(exports.dashboard)
    expect(text(harness)).toBe("<p>Loading</p>")
    await allTurns()
    queries[0]?.resolve(["a", "b"])
    await allTurns()
    expect(text(harness)).toBe("<ul><li>a</li><li>b</li></ul>")
    await harness.process.event("refresh", {})
    expect(text(harness)).toBe("<ul><li>a</li><li>b</li></ul> <p>Loading</p>")
    await harness.process.event("stop", {})
    await allTurns()
    expect(text(harness)).toBe("<ul><li>a</li><li>b</li></ul> <p>Not available</p>")
  })

  it("hands the outcome of a task to its handler", async () => {
    const harness = await startView(exports.dashboard)
    await harness.process.event("report", {})
    expect(toHtml(harness.process.rendered)).toContain("<output>working</output>")
    await allTurns()
    expect(toHtml(harness.process.rendered)).toContain("<output>12 posts</output>")
  })

  it("is all that stands there", () => {
    expect(blocks("ts")).toHaveLength(1)
  })
})
