/** Runs the examples of docs/sessions.md. */

import type { LiveView } from "../../../src/index.js"
import * as livemount from "../../../src/index.js"
import { toHtml } from "../../../src/render/write/write-html.js"
import { runDocs } from "../../support/docs-examples.js"
import { ViewHarness } from "../../support/view-harness.js"

interface Examples {
  readonly account: LiveView
  readonly settings: LiveView
}

describe("the examples of docs/sessions.md", () => {
  const { exports } = runDocs<Examples>("sessions.md", { livemount })

  it("let members see their account, and nobody else", async () => {
    const guest = new ViewHarness(exports.account)
    expect(await guest.process.start()).toEqual({ kind: "redirect", to: "/login" })
    const { process } = new ViewHarness(exports.account, { session: { userId: "bob" } })
    await process.start()
    expect(toHtml(process.rendered)).toContain("<h1>Hello Bob</h1><p>You are a member.</p>")
    await process.event("shout", {})
    expect(toHtml(process.rendered)).toContain("<h1>HELLO BOB</h1>")
  })

  it("let admins see the settings", async () => {
    const start = (userId: string) => new ViewHarness(exports.settings, { session: { userId } }).process.start()
    expect(await start("bob")).toEqual({ kind: "redirect", to: "/" })
    expect(await start("ada")).toMatchObject({ kind: "rendered" })
  })
})
