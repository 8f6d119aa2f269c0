/** The examples' pages, looked at by axe: in light and dark, wide and narrow, as they come and in what can be opened in them. */

import { readFileSync } from "node:fs"
import type axe from "axe-core"
import type { Browser, Page } from "playwright-core"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { ExampleProcess } from "./support/example-process.js"

const axeScript = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")

const widths = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } }

const colourRules = ["color-contrast", "link-in-text-block"]

const connected = "[data-live].live-connected"

/** A page, and what is done there before it is looked at. */
interface Look {
  readonly path: string
  readonly state?: string
  prepare?(page: Page): Promise<void>
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("Name").fill("Ada")
  await page.getByLabel("Password").fill("popcorn")
  await page.getByRole("button", { name: "Log in" }).click()
  await page.getByRole("heading", { level: 1, name: "Hello, Ada" }).waitFor()
  await page.locator(connected).first().waitFor()
}

const looks: readonly Look[] = [
  { path: "/" },
  {
    path: "/counter",
    state: "after a click",
    async prepare(page) {
      await page.getByRole("button", { name: "Increase Tickets" }).click()
      await eventually(() => page.locator("#counter-1 output").textContent(), "1")
    },
  },
  { path: "/monitor" },
  {
    path: "/explorer",
    state: "with a record being corrected, wrongly",
    async prepare(page) {
      await page.getByRole("button", { name: "Correct" }).first().click()
      await page.getByLabel("Year", { exact: true }).fill("1700")
      await eventually(() => page.locator("#edit-year-error").textContent(), "1888 or later.")
    },
  },
  {
    path: "/explorer?q=nothing-is-called-so",
    state: "without a record",
    async prepare(page) {
      await eventually(() => page.locator("tbody tr").count(), 0)
    },
  },
  {
    path: "/library",
    state: "with a film that was opened",
    async prepare(page) {
      await page.locator(".shelf a").nth(3).click()
      await page.locator(".film").waitFor()
    },
  },
  {
    path: "/log",
    state: "scrolled, and paused",
    async prepare(page) {
      await page.getByRole("button", { name: "Pause" }).click()
      await page.locator("#flights").evaluate((list) => list.scrollTo(0, list.scrollHeight))
      await eventually(async () => (await page.locator("#flights tbody tr").count()) > 100, true)
    },
  },
  {
    path: "/checkout",
    state: "with a mistake",
    async prepare(page) {
      await page.getByLabel("How many?").fill("none")
      await page.getByRole("button", { name: "Continue" }).click()
      await page.locator(".live-field-error").waitFor()
    },
  },
  {
    path: "/tonight",
    state: "with a menu and a film",
    async prepare(page) {
      await page.getByRole("button", { name: "Options for Night over the Harbour" }).click()
      await page.locator("#options-harbour").getByRole("button", { name: "About the film" }).click()
      await page.getByRole("dialog").waitFor()
      await page.locator("#options-harbour").waitFor({ state: "hidden" })
      await page.getByRole("button", { name: "Options for The Last Harvest" }).click()
    },
  },
  {
    path: "/box-office",
    state: "with a part of the years",
    async prepare(page) {
      await page.getByRole("button", { name: "Look closer" }).nth(6).click()
      await eventually(() => page.locator("#takings-heading").textContent(), "Apr 2003 – Feb 2007")
    },
  },
  {
    path: "/room",
    state: "with what was said, and a refused message",
    async prepare(page) {
      await page.getByLabel("Message", { exact: true }).fill("Hello")
      await page.getByRole("button", { name: "Send" }).click()
      await page.locator(".entry").first().waitFor()
      await eventually(() => page.getByLabel("Message", { exact: true }).inputValue(), "")
      await page.getByRole("button", { name: "Send" }).click()
      await eventually(() => page.locator("#text-error").textContent(), "Write something first.")
    },
  },
  {
    path: "/guest-book",
    state: "signed, with thanks",
    async prepare(page) {
      await page.getByLabel("Name").fill("Anna")
      await page.getByLabel("Message", { exact: true }).fill("Such a nice place")
      await page.getByRole("button", { name: "Sign" }).click()
      await eventually(() => page.locator("[role=status]").textContent(), "Thank you, Anna.")
      await page.getByRole("button", { name: "Say thanks to Anna" }).first().click()
      await eventually(() => page.locator(".thanks").first().textContent(), "1")
    },
  },
  { path: "/proposals", state: "while the archive is searched" },
  {
    path: "/proposals",
    state: "with the archive's films, and a vote",
    async prepare(page) {
      await page.locator(".archive td").first().waitFor()
      await page.locator(".vote[aria-pressed=false]").first().click()
      await page.locator(".vote[aria-pressed=true]").first().waitFor()
    },
  },
  {
    path: "/proposals",
    state: "in its dialog, with what is wrong",
    async prepare(page) {
      await page.getByRole("button", { name: "Propose a film" }).click()
      await page.getByRole("button", { name: "Add an evening" }).click()
      await page.getByRole("button", { name: "Propose", exact: true }).click()
      await page.locator(".dialog .live-field-error").first().waitFor()
    },
  },
  { path: "/members", state: "at its log-in" },
  {
    path: "/members/log-in",
    state: "with a member's page and what was said",
    async prepare(page) {
      await logIn(page)
      await page.getByRole("button", { name: "Save" }).click()
      await eventually(() => page.locator(".live-flash p").first().textContent(), "Saved.")
    },
  },
  {
    path: "/members/log-in",
    state: "with the board's page",
    async prepare(page) {
      await logIn(page)
      await page.getByRole("link", { name: "Board" }).click()
      await page.getByRole("heading", { level: 1, name: "Board" }).waitFor()
      await page.locator(connected).first().waitFor()
    },
  },
  {
    path: "/legacy",
    state: "with a reservation and all its sections open",
    async prepare(page) {
      await page.getByRole("button", { name: "How to find us" }).click()
      await page.getByRole("button", { name: "Reserve a seat on Friday" }).click()
      await eventually(async () => (await page.locator("[role=status]").textContent())?.includes("Friday"), true)
    },
  },
]

/** What axe finds wrong, one line each. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  if (await page.evaluate(() => !("axe" in globalThis))) await page.evaluate(axeScript)
  const { violations } = await page.evaluate((values) => {
    // What moves to and fro is looked at where it has moved farthest.
    for (const animation of document.getAnimations()) {
      animation.pause()
      animation.currentTime = Number(animation.effect?.getTiming().duration) - 1
    }
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    return inPage.run(document, {
      resultTypes: ["violations"],
      ...(values && { runOnly: { type: "rule", values } }),
      // Off unless asked for: it is young. A button's name has to hold the text that is seen on it.
      ...(!values && { rules: { "label-content-name-mismatch": { enabled: true } } }),
    })
  }, rules)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  )
}

/** In light everything, in dark what has to do with colours: nothing else differs. */
async function findingsInBothSchemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" })
  const light = await findings(page)
  await page.emulateMedia({ colorScheme: "dark" })
  return [...light, ...(await findings(page, colourRules)).map((finding) => `in dark: ${finding}`)]
}

/** How many pixels the page is wider than the screen. What scrolls by itself does not count. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe("the pages of the examples", () => {
  let example: ExampleProcess
  let visitor: Visitor

  beforeAll(async () => {
    example = await ExampleProcess.start("express")
  })
  afterAll(() => example.stop())
  afterEach(() => visitor.leave())

  /** A page that is wide is made narrow, as a window is: it is the same style sheet that decides. */
  async function findingsInBothWidths(page: Page): Promise<Record<string, { findings: string[]; overflow: number }>> {
    const found: Record<string, { findings: string[]; overflow: number }> = {}
    for (const [name, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport)
      found[name] = { findings: await findingsInBothSchemes(page), overflow: await overflow(page) }
    }
    return found
  }
  const nothing = { wide: { findings: [], overflow: 0 }, narrow: { findings: [], overflow: 0 } }

  it.each(looks.map(({ state = "as it comes", ...look }) => ({ ...look, state })))(
    "have no findings at $path $state, wide and narrow, in light and dark",
    async ({ path, prepare }) => {
      visitor = await Visitor.arrive(browser, { viewport: widths.wide })
      const page = await visitor.open(example.url + path)
      await page.locator(connected).first().waitFor()
      await prepare?.(page)
      expect(await findingsInBothWidths(page)).toEqual(nothing)
    },
  )

  it("have no findings where there is no page, wide and narrow, in light and dark", async () => {
    visitor = await Visitor.arrive(browser, { viewport: widths.wide })
    const page = await visitor.open(`${example.url}/missing`)
    expect(await findingsInBothWidths(page)).toEqual(nothing)
  })

  it("have no findings in the open menu", async () => {
    visitor = await Visitor.arrive(browser, { viewport: widths.narrow })
    const page = await visitor.open(`${example.url}/room`)
    await page.getByRole("button", { name: "Menu" }).click()
    await page.getByRole("link", { name: "Proposals" }).waitFor()
    expect(await findingsInBothSchemes(page)).toEqual([])
  })

  it("would show a text that fades, a name without the text that is seen, and a scroll area without focus", async () => {
    visitor = await Visitor.arrive(browser, { viewport: widths.narrow })
    const page = await visitor.open(example.url)
    await page.locator(connected).first().waitFor()
    await page.evaluate(() => {
      document.querySelector("h1")?.animate([{}, { opacity: 0.3 }], { duration: 1000, iterations: Infinity })
      document.querySelector(".pulse .button")?.setAttribute("aria-label", "Press")
      document.querySelector("pre")?.removeAttribute("tabindex")
    })
    const found = (await findings(page)).map((finding) => finding.split(": ").slice(0, 2).join(": "))
    expect(found.sort()).toEqual([
      "color-contrast: h1",
      "label-content-name-mismatch: .primary",
      "scrollable-region-focusable: pre",
    ])
  })
})
