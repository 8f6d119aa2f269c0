/** The proposals of both examples in Chromium: a dialog, a form with errors and a list in it, votes, an archive that takes its time. */

import type { Browser, Locator, Page } from "playwright-core"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ExampleName, ExampleProcess } from "./support/example-process.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

/** A day of the next month, as a date input takes it. */
function nextMonth(day: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, day)).toISOString().slice(0, 10)
}

/** The id of the element that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? "")
}

async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Propose a film" }).click()
  const dialog = page.getByRole("dialog", { name: "Propose a film" })
  await dialog.waitFor()
  await eventually(() => focused(page), "proposal_title")
  return dialog
}

/** Fills in all but the evenings. */
async function describeFilm(dialog: Locator, title: string): Promise<void> {
  await dialog.getByLabel("Title").fill(title)
  await dialog.getByLabel("Year").fill("1965")
  await dialog.getByLabel("Kind").selectOption("Drama")
  await dialog.getByLabel("Why").fill("The future, shot in the Paris of its own day.")
  await dialog.getByLabel("e-mail").fill("anna@example.org")
}

/** Clicks what asks first, and answers. */
async function clickAndAnswer(page: Page, name: string, accept: boolean): Promise<string> {
  const asked = page.waitForEvent("dialog").then(async (question) => {
    await (accept ? question.accept() : question.dismiss())
    return question.message()
  })
  await page.getByRole("button", { name, exact: true }).click()
  return asked
}

describe.each<ExampleName>(["express", "koa"])("the proposals of the %s example", (name) => {
  let example: ExampleProcess
  let visitor: Visitor
  let other: Visitor
  let page: Page
  let second: Page

  beforeAll(async () => {
    example = await ExampleProcess.start(name)
  })
  afterAll(() => example.stop())
  beforeEach(async () => {
    visitor = await Visitor.arrive(browser)
    other = await Visitor.arrive(browser)
    page = await visitor.open(`${example.url}/proposals`)
    second = await other.open(`${example.url}/proposals`)
    for (const tab of [page, second]) await tab.locator("[data-live].live-connected").waitFor()
  })
  afterEach(async () => {
    await visitor.leave()
    await other.leave()
    expect([...visitor.complaints, ...other.complaints]).toEqual([])
  })

  const proposal = (of: Page, title: string): Locator => of.locator(".proposal").filter({ hasText: title })

  it("takes a proposal when nothing is wrong with it, and shows it to others; withdraws it when it is confirmed", async () => {
    const dialog = await openDialog(page)
    await dialog.getByRole("button", { name: "Propose" }).click()
    await dialog.getByText("Enter the film's title.").waitFor()
    await dialog.getByText("Name at least one evening.").waitFor()
    expect(await dialog.locator(".live-field-error").count()).toBe(6)
    expect(await focused(page)).toBe("proposal_title")

    await describeFilm(dialog, "Alphaville")
    await dialog.getByLabel("Evening", { exact: true }).fill(nextMonth(12))
    await dialog.getByLabel("I say a few words").check()
    await eventually(() => dialog.locator(".live-field-error").count(), 0)
    expect(await dialog.locator("[aria-invalid]").count()).toBe(0)
    await dialog.getByRole("button", { name: "Propose" }).click()
    await dialog.waitFor({ state: "detached" })
    await eventually(() => page.evaluate(() => document.activeElement?.textContent ?? ""), "Propose a film")

    await eventually(
      () => page.locator("[role=status]").textContent(),
      "“Alphaville” is proposed. Your vote is counted.",
    )
    const mine = proposal(page, "Alphaville")
    expect(await mine.locator(".votes").textContent()).toBe("1")
    expect(await mine.getByText("With introduction").count()).toBe(1)
    expect(await mine.locator("time").getAttribute("datetime")).toBe(nextMonth(12))
    await proposal(second, "Alphaville").waitFor()
    expect(await second.locator("[role=status]").textContent()).toBe("“Alphaville” was proposed.")
    expect(await second.getByRole("button", { name: "Withdraw Alphaville" }).count()).toBe(0)
    for (const tab of [page, second]) await eventually(() => tab.title(), "Proposals (5) – livemount")

    expect(await clickAndAnswer(page, "Withdraw Alphaville", false)).toBe("Withdraw “Alphaville” and its votes?")
    expect(await mine.count()).toBe(1)
    await clickAndAnswer(page, "Withdraw Alphaville", true)
    for (const tab of [page, second]) {
      await eventually(() => proposal(tab, "Alphaville").count(), 0)
      await eventually(() => tab.title(), "Proposals (4) – livemount")
    }
  })

  it("says what is wrong with a field once it was used, and that a film is proposed already", async () => {
    const dialog = await openDialog(page)
    await dialog.getByLabel("Year").pressSequentially("1700")
    await dialog.getByLabel("Kind").focus()
    await dialog.getByText("The first film is of 1888.").waitFor()
    expect(await dialog.locator(".live-field-error").count()).toBe(1)
    await describeFilm(dialog, "paris, texas")
    await dialog.getByLabel("Year").fill("1984")
    await dialog.getByLabel("Evening", { exact: true }).fill(nextMonth(3))
    await dialog.getByRole("button", { name: "Propose" }).click()
    await dialog.getByText("This film is proposed already: vote for it.").waitFor()
    expect(await dialog.locator(".live-field-error").count()).toBe(1)
    expect(await dialog.getByLabel("Title").inputValue()).toBe("paris, texas")
    expect(await dialog.getByLabel("Evening", { exact: true }).inputValue()).toBe(nextMonth(3))
  })

  it("adds evenings and removes one, and keeps what was typed into the others", async () => {
    const dialog = await openDialog(page)
    const evenings = dialog.getByLabel("Evening", { exact: true })
    const add = dialog.getByRole("button", { name: "Add an evening" })
    await dialog.getByLabel("Title").fill("Typed just before")
    for (const [index, day] of [5, 6, 7, 8].entries()) {
      await evenings.nth(index).fill(nextMonth(day))
      if (index === 3) break
      await add.click()
      await eventually(() => evenings.count(), index + 2)
    }
    await eventually(() => add.isDisabled(), true)
    await dialog.getByRole("button", { name: "Remove" }).nth(1).click()
    await eventually(() => evenings.count(), 3)
    expect(await evenings.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).toEqual(
      [5, 7, 8].map(nextMonth),
    )
    expect(await dialog.getByLabel("Title").inputValue()).toBe("Typed just before")
    await eventually(() => add.isDisabled(), false)
    expect(await dialog.locator(".live-field-error").count()).toBe(0)
  })

  it("keeps the focus in the dialog, and closes it by Escape and by Cancel", async () => {
    const dialog = await openDialog(page)
    await page.keyboard.press("Shift+Tab")
    expect(await dialog.getByRole("button", { name: "Propose" }).evaluate((it) => it === document.activeElement)).toBe(
      true,
    )
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("proposal_title")
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press("Tab")
      expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true)
    }
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    await openDialog(page)
    await dialog.getByRole("button", { name: "Cancel" }).click()
    await dialog.waitFor({ state: "detached" })
    await eventually(() => page.evaluate(() => document.activeElement?.textContent ?? ""), "Propose a film")
    expect(await page.locator("body > .backdrop").count()).toBe(0)
  })

  it("leaves a form that was opened before the script came where it is, with what was typed", async () => {
    const early = await visitor.open("about:blank")
    let scripts = 0
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    await early.route(/\/live\/livemount-/, async (route) => {
      scripts += 1
      if (scripts === 1) return route.abort()
      await gate
      return route.continue()
    })
    await early.goto(`${example.url}/proposals`, { waitUntil: "commit" })
    // Posted by the browser itself; the page that comes waits for the script.
    await early.getByRole("button", { name: "Propose a film" }).click({ noWaitAfter: true })
    await early.getByLabel("Title").fill("Alphaville")
    await early.getByLabel("Evening", { exact: true }).nth(1).fill(nextMonth(4))
    release()
    await early.locator("[data-live].live-connected").waitFor()
    await early.getByRole("button", { name: "Add an evening" }).click()
    await eventually(() => early.getByLabel("Evening", { exact: true }).count(), 4)
    expect(await early.getByRole("dialog").count()).toBe(0)
    expect(await early.getByLabel("Title").inputValue()).toBe("Alphaville")
    expect(await early.getByLabel("Evening", { exact: true }).nth(1).inputValue()).toBe(nextMonth(4))
    await early.getByRole("button", { name: "Cancel" }).click()
    await eventually(() => early.getByLabel("Title").count(), 0)
    await openDialog(early)
    expect(visitor.complaints.splice(0).filter((text) => !text.includes("ERR_FAILED"))).toEqual([])
  })

  it("counts votes in all open pages, and takes one back", async () => {
    const titles = (of: Page): Promise<string> =>
      of.locator(".proposal h2").evaluateAll((headings) => headings.map((heading) => heading.textContent).join())
    const vote = (of: Page): Locator => of.getByRole("button", { name: "Vote for The Third Man" })
    const before = await titles(page)
    const node = await proposal(second, "The Third Man").elementHandle()
    await vote(page).click()
    await vote(second).click()
    for (const tab of [page, second]) {
      await eventually(() => vote(tab).locator(".votes").textContent(), "5")
      await eventually(async () => (await titles(tab)).indexOf("Third") < (await titles(tab)).indexOf("Buena"), true)
    }
    expect(await vote(page).getAttribute("aria-pressed")).toBe("true")
    // It has moved up, and is the same node.
    expect(await proposal(second, "The Third Man").evaluate((item, old) => item === old, node)).toBe(true)
    await vote(page).click()
    await eventually(() => vote(second).locator(".votes").textContent(), "4")
    await eventually(() => vote(page).getAttribute("aria-pressed"), "false")
    await eventually(() => vote(second).getAttribute("aria-pressed"), "true")
    await vote(second).click()
    for (const tab of [page, second]) await eventually(() => titles(tab), before)
  })

  it("shows the archive's films when they come, keeps them when a search fails, and tries again", async () => {
    const archive = page.locator(".archive")
    const again = archive.getByRole("button", { name: /again/ })
    const films = archive.locator("tbody a")
    await films.first().waitFor()
    const found = await films.allTextContents()
    expect(await archive.getByText("like Paris, Texas").count()).toBe(2)
    await archive.getByRole("button", { name: "Cut the line" }).click()
    await archive.getByText("Searching again").waitFor()
    expect(await films.allTextContents()).toEqual(found)
    await archive.getByRole("alert").waitFor()
    expect(await archive.getByRole("alert").textContent()).toContain("The archive does not answer.")
    expect(await films.allTextContents()).toEqual(found)
    expect(await again.textContent()).toBe("Try again")
    await archive.getByRole("button", { name: "Cut the line" }).click()
    await eventually(() => archive.getByRole("alert").count(), 0)
    await eventually(() => again.textContent(), "Search again")
    await eventually(() => again.isDisabled(), false)
    expect(await archive.locator(".searching").count()).toBe(0)
  })

  it("says that the archive does not answer when it has never answered", async () => {
    const archive = page.locator(".archive")
    // The first search is given up for one over a line that is cut.
    await page.reload()
    await archive.getByRole("button", { name: "Cut the line" }).click()
    await archive.getByRole("alert").waitFor()
    expect(await archive.locator("table").count()).toBe(0)
    await archive.getByRole("button", { name: "Try again" }).click()
    await archive.getByText("looking through the shelves").waitFor()
    await archive.getByRole("alert").waitFor()
  })
})
