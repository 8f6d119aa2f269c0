/** Tabs of Chromium, each of a user of its own, who type key by key, and click where the button is. */
import { existsSync, readFileSync } from "node:fs"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import type { CrowdReport, People } from "./crowd.js"
import { Random } from "./random.js"

const PATHS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser"]

/** What a user types, one after the other, so that a text is always in the making. */
const WORDS = ["what", "is", "typed", "while", "a", "server", "goes", "away", "stays"]
/** Characters after which a user begins anew. */
const LONG = 80

interface Person {
  readonly context: BrowserContext
  readonly page: Page
  readonly told: string[]
  readonly random: Random
  typed: string | undefined
  loads: number
}

export class ChromiumPeople implements People {
  readonly #browser: Browser
  readonly #people: Person[] = []
  #isActing = false
  #acting: Promise<unknown> = Promise.resolve()

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  /** @param program - What runs in each tab before its page. */
  static async arrive(url: string, program: string, count: number): Promise<ChromiumPeople> {
    const executablePath = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path))
    if (executablePath === undefined) throw new Error("No Chromium found: install it, or set CHROMIUM to its path.")
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] })
    const people = new ChromiumPeople(browser)
    for (let n = 1; n <= count; n++) await people.#arrives(url, readFileSync(program, "utf8"), n)
    return people
  }

  async act(): Promise<void> {
    this.#isActing = true
    this.#acting = Promise.all(this.#people.map((person) => this.#live(person)))
  }

  async rest(): Promise<void> {
    this.#isActing = false
    await this.#acting
  }

  report(): Promise<readonly CrowdReport[]> {
    return Promise.all(
      this.#people.map(async ({ page, told, typed, loads }) => {
        const noted = await page.evaluate(() => window.noted())
        return { ...noted, told, typed, loads }
      }),
    )
  }

  async leave(): Promise<void> {
    await this.rest()
    // Each hears that it is left.
    await Promise.all(this.#people.map(({ page }) => page.goto("about:blank")))
    // … and has the time to say so.
    await new Promise((over) => setTimeout(over, 500))
    await this.#browser.close()
  }

  async #arrives(url: string, script: string, n: number): Promise<void> {
    const context = await this.#browser.newContext()
    await context.addInitScript({ content: `window.tabName = "c${n}."\n${script}` })
    const page = await context.newPage()
    const person: Person = { context, page, told: [], random: new Random(Date.now() + n), typed: undefined, loads: -1 }
    page.on("pageerror", (error) => person.told.push(String(error)))
    page.on("load", () => (person.loads += 1))
    await page.goto(`${url}/counting`)
    await page.waitForSelector("[data-live].live-connected")
    this.#people.push(person)
  }

  async #live(person: Person): Promise<void> {
    const { page, random, told } = person
    while (this.#isActing) {
      try {
        const what = random.below(10)
        if (what < 4) await page.getByRole("button", { name: "count", exact: true }).click()
        else if (what < 5) await page.getByRole("button", { name: "again", exact: true }).click()
        else if (what < 6) await page.evaluate(() => window.pushNoted("count"))
        else if (what < 7) await page.getByRole("button", { name: "send", exact: true }).click()
        else await type(person)
      } catch (error) {
        told.push(`TypeError of the driver? ${String(error)}`)
      }
      await new Promise((over) => setTimeout(over, 100 + random.below(300)))
    }
  }
}

async function type(person: Person): Promise<void> {
  const { page, random } = person
  const input = page.locator("[name=text]")
  if ((person.typed ?? "").length > LONG) {
    person.typed = ""
    await input.fill("")
  }
  await input.press("End")
  for (const key of `${random.one(WORDS)} `) {
    person.typed = (person.typed ?? "") + key
    await page.keyboard.type(key)
    await new Promise((over) => setTimeout(over, 20 + random.below(60)))
  }
}
