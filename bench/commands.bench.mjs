/** A command in Chromium, on a page as a server sends it: script time, the first use apart. */
import { startServer } from "./child.mjs"
import { launchChromium } from "./chromium.mjs"

export async function commandsBench(report) {
  const server = await startServer()
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${server.url}/menu`)
    await page.waitForSelector(".live-connected")
    await page.click("button")
    await page.waitForSelector("#menu", { state: "hidden" })
    report("browser: a command toggles a menu", await page.evaluate(measureInPage), "ms", "≤ 0.1 ms")
  } finally {
    await browser.close()
    server.stop()
  }
}

/** Runs in the page. Clocks of browsers are coarse: twenty clicks are measured at once. */
function measureInPage() {
  const button = document.querySelector("button")
  const times = Array.from({ length: 201 }, () => {
    const from = performance.now()
    for (let i = 0; i < 20; i++) button.click()
    return (performance.now() - from) / 20
  })
  return times.sort((a, b) => a - b)[times.length >> 1]
}
