/**
 * A click on a link that patches, with its ticket at hand, beside a click that loads the same page: 1,000 rows, of which the
 * click changes what stands above them. Over a line with a round trip of 50 ms; 20 clicks of each, in turn.
 */

import { median, startServer } from "./child.mjs"
import { launchChromium } from "./chromium.mjs"
import { slowLine } from "./slow-line.mjs"

const ROUND_TRIP = 50
const CLICKS = 20

export async function patchesBench(report) {
  const server = await startServer()
  const line = await slowLine(Number(new URL(server.url).port), ROUND_TRIP)
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.addInitScript(watchForLive)
    await page.goto(`${line.url}/catalogue?shown=1`)
    await page.waitForFunction(() => globalThis.liveAt !== undefined)
    const [patches, loads, html] = [[], [], []]
    for (let n = 0; n < CLICKS + 2; n += 1) {
      const patch = await page.evaluate(clickToPatch)
      const load = await clickToLoad(page)
      // The first fill caches.
      if (n < 2) continue
      patches.push(patch)
      loads.push(load.live)
      html.push(load.html)
    }
    const [patch, load, first] = [patches, loads, html].map(median)
    report("patch by link, ticket at hand: click to written DOM", patch, "ms")
    report("full load of that page: click to its HTML", first, "ms")
    report("full load of that page: click to the live page", load, "ms")
    report("patch by link against a full load", patch / load, "×", "≤ 0.125")
  } finally {
    await browser.close()
    line.stop()
    server.stop()
  }
}

/** Runs in the page, before all else: says when its root is live. */
function watchForLive() {
  const look = () => {
    if (document.querySelector("[data-live].live-connected") === null) return
    globalThis.liveAt ??= performance.timeOrigin + performance.now()
    observer.disconnect()
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ["class"] })
}

/** Runs in the page. */
async function clickToPatch() {
  const link = document.querySelector("#patch")
  const shown = document.querySelector("#shown")
  link.blur()
  link.focus()
  // The ticket has come.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const start = performance.now()
  const written = new Promise((resolve) => {
    new MutationObserver((_records, observer) => {
      observer.disconnect()
      resolve(performance.now() - start)
    }).observe(shown, { subtree: true, characterData: true, childList: true })
  })
  link.click()
  return written
}

async function clickToLoad(page) {
  const before = await page.evaluate(() => {
    const clicked = performance.timeOrigin + performance.now()
    setTimeout(() => document.querySelector("#load").click())
    return clicked
  })
  await page.waitForFunction(
    (clicked) => performance.timeOrigin + 1 > clicked && globalThis.liveAt !== undefined,
    before,
  )
  return page.evaluate((clicked) => {
    const [{ domContentLoadedEventStart }] = performance.getEntriesByType("navigation")
    return { live: globalThis.liveAt - clicked, html: performance.timeOrigin + domContentLoadedEventStart - clicked }
  }, before)
}
