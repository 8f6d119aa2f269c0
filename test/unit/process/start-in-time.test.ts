import { startPatiently } from "../../../src/process/start-in-time.js"
import { html } from "../../../src/render/values/html.js"
import { liveView } from "../../../src/view/live-view.js"
import { allTurns, deferred, ViewHarness } from "../../support/view-harness.js"

it("a page that is asked for by HTTP waits for its mount as long as it takes, and the log says what it waits for", async () => {
  const mounting = deferred<void>()
  const view = liveView({
    name: "report",
    async mount() {
      await mounting.promise
      return {}
    },
    render: () => html`<p>report</p>`,
  })
  const { process, clock, logger } = new ViewHarness(view, { isLive: false })
  const starting = startPatiently(process, { clock, logger })
  await allTurns()
  clock.pass(29_999)
  expect(logger.entries).toEqual([])
  clock.pass(300_001)
  expect(logger.entries).toMatchObject([{ level: "error", details: { code: "LV_MOUNT_LATE", view: "report" } }])
  mounting.resolve()
  expect(await starting).toMatchObject({ kind: "rendered" })
  expect(clock.waiting).toBe(0)
})
