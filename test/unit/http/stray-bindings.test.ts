import { StrayBindings } from "../../../src/http/stray-bindings.js"
import { cpuTime } from "../../support/cpu-time.js"
import { RecordingLogger } from "../../support/recording-logger.js"

function told(html: string, prefix = "live-"): string[] {
  const logger = new RecordingLogger()
  const strays = new StrayBindings(prefix, logger)
  strays.aroundViews(html, "/page")
  strays.aroundViews(html, "/other")
  return logger.at("warn")
}

describe("bindings outside of all views", () => {
  it.each([
    ['<button live-click="inc">+</button>', '<button live-click="inc">'],
    ["<button type=button live-click=inc>+</button>", "<button live-click=inc>"],
    ["<form class='a b' novalidate live-submit='save'>", "<form live-submit='save'>"],
    ['<input data-x="<p live-click>" live-change="check">', '<input live-change="check">'],
    ['<body\n  live-window-keydown = "key">', '<body live-window-keydown = "key">'],
    ['<BUTTON LIVE-CLICK="inc">', '<BUTTON LIVE-CLICK="inc">'],
    ['<p hidden live-disconnected="offline">', '<p live-disconnected="offline">'],
    ['<p live-remove="gone">', '<p live-remove="gone">'],
  ])("are told once: %s", (html, place) => {
    expect(told(`<main>${html}</main>`)).toEqual([expect.stringContaining(`${place} in the page /page stands outside`)])
  })

  it("are told each", () => {
    expect(told('<a live-click="a"></a><b live-click="b"></b><a live-click="a"></a>')).toHaveLength(2)
  })

  it.each([
    '<!-- <button live-click="inc"> -->',
    "<script>x = '<button live-click=\"inc\">'</script>",
    '<template><button live-click="inc"></button></template>',
    '<code>&lt;button live-click="inc"&gt;</code>',
    '<p title="<button live-click=1>">',
    'live-click="inc"',
    '<button data-live-click="inc">',
    '<button live-confirm="Really?">',
    '<div data-live="counter"><button live-click="inc"></div>',
  ])("are none: %s", (html) => {
    expect(told(html)).toEqual([])
  })

  it("have the app's own prefix", () => {
    expect(told('<a lv-click="a"></a><b live-click="b"></b>', "lv-")).toHaveLength(1)
  })

  it("in a page without views are told, in a part of a page not", () => {
    const logger = new RecordingLogger()
    const strays = new StrayBindings("live-", logger)
    strays.inPage('<li><button live-click="remove"></li>', "/part")
    expect(logger.entries).toEqual([])
    strays.inPage('<!doctype html><body class="x"><button live-click="remove"></body>', "/page")
    expect(logger.at("warn")).toHaveLength(1)
  })

  it("takes no time that grows faster than the page", async () => {
    const time = (count: number): Promise<number> =>
      cpuTime(() => told(`<p ${"a ".repeat(count)}${"<p live-click".repeat(count)}`))
    await time(1_000)
    expect(await time(40_000)).toBeLessThan(Math.max(await time(20_000), 2_000) * 6)
  })
})
