/** The system's Chromium, and pages that remember everything that went wrong in them. */

import { existsSync } from "node:fs"
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from "playwright-core"

/** By the tests' environment. */
declare const oneChromium: { launch(options: LaunchOptions): Promise<Browser> }

/** First the one without a window and services of its own: the same pages for 40 % of the processor's time. */
const usualPaths = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
]

/** Milliseconds that only what hangs takes, also where other work holds the machine; below the limit of a test. */
export const HANG = 90_000

/** Chromium, started once for all test files. `CHROMIUM` says where it is, if it is not at a usual place. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? usualPaths.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error("No Chromium found: install it, or set CHROMIUM to its path.")
  return oneChromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Pages of one profile share a process, and a page keeps its own when its first address comes.
      "--renderer-process-limit=1",
      // What comes over the network passes one process less. The last list counts, so here is Playwright's, too.
      "--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies,NetworkServiceInProcess2",
    ],
  })
}

/** Ends all that a test file left open: the next one finds Chromium as it was started. */
export async function leaveChromium(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close()
}

/** A browser profile of its own. `complaints` has every console error and warning, exception and CSP violation. */
export class Visitor {
  readonly complaints: string[] = []
  readonly #browser: Browser
  readonly #options: BrowserContextOptions
  /** Made for the first page: not every test that has a visitor opens one. */
  #context: Promise<BrowserContext> | undefined

  private constructor(browser: Browser, options: BrowserContextOptions) {
    this.#browser = browser
    this.#options = options
  }

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    return new Visitor(browser, { viewport: { width: 1280, height: 900 }, ...options })
  }

  async open(url: string): Promise<Page> {
    this.#context ??= this.#browser.newContext(this.#options)
    const context = await this.#context
    context.setDefaultTimeout(HANG)
    const page = await context.newPage()
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(`${page.url()}: ${message.text()}`)
    })
    page.on("pageerror", (error) => this.complaints.push(`${page.url()}: ${error}`))
    page.on("response", (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.status()} ${response.url()}`)
    })
    await page.goto(url)
    return page
  }

  /** Closes its pages as a user does: each hears that it is left. Closing the profile, its pages are gone as in a crash. */
  async closePages(): Promise<void> {
    for (const page of (await this.#context)?.pages() ?? []) await page.goto("about:blank")
  }

  async leave(): Promise<void> {
    await (await this.#context)?.close()
  }
}

/** Waits until `read` gives what is expected. To ask costs the page and the test some milliseconds: what takes long is asked less often. */
export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + HANG
  let last = await read()
  for (let pause = 20; !Object.is(last, expected); pause = Math.min(pause * 1.3, 200)) {
    if (Date.now() > deadline) throw new Error(`Expected ${String(expected)}, but it stayed ${String(last)}.`)
    await new Promise((resolve) => setTimeout(resolve, pause))
    last = await read()
  }
}
