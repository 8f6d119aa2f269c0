/**
 * A click on a link that navigates, with its page at hand and without, beside a click that loads the same page of 100 rows: up to
 * the frame in which the new root is painted. Over a line with a round trip of 50 ms; 20 clicks of each, in turn.
 */

import { median, startServer } from "./child.mjs"
import { launchChromium } from "./chromium.mjs"
import { slowLine } from "./slow-line.mjs"

const ROUND_TRIP = 50
const CLICKS = 20

export async function navigationBench(report) {
  const server = await startServer()
  const line = await slowLine(Number(new URL(server.url).port), ROUND_TRIP)
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${line.url}/pages/1`)
    await live(page)
    const figures = { prefetched: [], asked: [], loaded: [] }
    for (let n = 0; n < CLICKS + 2; n += 1) {
      const loaded = await clickToLoad(page)
      await live(page)
      // The first one after a load compares with the page as it was loaded.
      await page.evaluate(clickToGo, { isPrefetched: false })
      await live(page)
      const asked = await page.evaluate(clickToGo, { isPrefetched: false })
      await live(page)
      const prefetched = await page.evaluate(clickToGo, { isPrefetched: true })
      await live(page)
      // The first fill caches.
      if (n < 2) continue
      figures.prefetched.push(prefetched)
      figures.asked.push(asked)
      figures.loaded.push(loaded)
    }
    const [prefetched, asked, loaded] = [figures.prefetched, figures.asked, figures.loaded].map(median)
    report("navigate, page at hand: click to first paint of the new root", prefetched, "ms")
    report("navigate, from the second on: click to first paint", asked, "ms")
    report("full load of that page: click to first paint", loaded, "ms")
    report("navigate, page at hand, against a full load", prefetched / loaded, "×", "≤ 0.333")
    report("navigate, from the second on, against a full load", asked / loaded, "×", "≤ 0.6")
  } finally {
    await browser.close()
    line.stop()
    server.stop()
  }
}

function live(page) {
  return page.waitForFunction(() => document.querySelector("[data-live].live-connected") !== null)
}

/** Runs in the page. */
async function clickToGo({ isPrefetched }) {
  const link = document.querySelector("#go")
  const title = document.querySelector("h1").textContent
  // A view transition of before, and with the focus the page at the end of the link.
  await new Promise((resolve) => setTimeout(resolve, 300))
  if (isPrefetched) {
    link.focus()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  const start = performance.now()
  link.click()
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector("h1").textContent === title) return
      observer.disconnect()
      // Behind the frame that paints it.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true })
  })
}

async function clickToLoad(page) {
  const before = await page.evaluate(() => {
    globalThis.isOld = true
    const clicked = performance.timeOrigin + performance.now()
    setTimeout(() => document.querySelector("#load").click())
    return clicked
  })
  await page.waitForFunction(
    () => globalThis.isOld === undefined && performance.getEntriesByName("first-contentful-paint").length > 0,
  )
  return page.evaluate((clicked) => {
    const [{ startTime }] = performance.getEntriesByName("first-contentful-paint")
    return performance.timeOrigin + startTime - clicked
  }, before)
}
