/** Both examples in a Chromium that runs no scripts: forms and buttons post, links are links. */

import type { Browser } from "playwright-core"
import { launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ExampleName, ExampleProcess } from "./support/example-process.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe.each<ExampleName>(["express", "koa"])("the %s example without JavaScript", (name) => {
  let example: ExampleProcess
  let visitor: Visitor

  beforeAll(async () => {
    example = await ExampleProcess.start(name)
  })
  afterAll(() => example.stop())
  beforeEach(async () => {
    visitor = await Visitor.arrive(browser, { javaScriptEnabled: false })
  })
  afterEach(async () => {
    await visitor.leave()
    expect(visitor.complaints).toEqual([])
  })

  it("shows figures and takes applause on the home page, by POST", async () => {
    const page = await visitor.open(example.url)
    expect(await page.locator(".pulse .state").textContent()).toBe("First HTML")
    expect(await page.locator(".pulse .line").getAttribute("d")).toMatch(/^M/)
    await page.getByRole("button", { name: "Applaud" }).click()
    expect(await page.locator(".claps").textContent()).toBe("1")
  })

  it("lets members in, says what became of a reservation, and lets them out", async () => {
    const page = await visitor.open(`${example.url}/members`)
    expect(await page.locator(".live-flash p").textContent()).toBe("Log in first.")
    await page.getByLabel("Name").fill("Ada")
    await page.getByLabel("Password").fill("popcorn")
    await page.getByRole("button", { name: "Log in" }).click()
    expect(await page.locator("h1").textContent()).toBe("Hello, Ada")
    await page.getByRole("button", { name: "Close" }).click()
    expect(await page.locator(".live-flash").count()).toBe(0)
    await page.getByRole("link", { name: "Tickets" }).click()
    await page.getByRole("button", { name: "Reserve a seat on Saturday" }).click()
    expect(await page.locator("h1").textContent()).toBe("Hello, Ada")
    expect(await page.locator(".live-flash p").textContent()).toContain("on Saturday is yours.")
    await page.getByRole("link", { name: "Board" }).click()
    expect(await page.locator("tbody tr").first().textContent()).toContain("Ada")
    await page.getByRole("button", { name: "Log out" }).click()
    expect(await page.locator(".live-flash p").textContent()).toBe("You are logged out.")
  })

  it("goes through its log by links", async () => {
    const page = await visitor.open(`${example.url}/log?to=50000`)
    const shown = (): Promise<string | null> => page.locator("#flights caption").textContent()
    expect(await shown()).toBe("Flights 50,000 to 49,941, the latest first")
    await page.getByRole("link", { name: "Older" }).click()
    expect(await shown()).toBe("Flights 49,940 to 49,881, the latest first")
    await page.getByRole("link", { name: "Newer" }).click()
    expect(await shown()).toBe("Flights 50,000 to 49,941, the latest first")
    expect(await page.locator("#flights tbody tr").count()).toBe(60)
  })

  it("takes an order through its four steps, and back, by POST", async () => {
    const page = await visitor.open(`${example.url}/checkout`)
    await page.getByLabel("Matinee pass").check()
    await page.getByLabel("How many?").fill("20")
    await page.getByRole("button", { name: "Continue" }).click()
    expect(await page.locator(".live-field-error").textContent()).toBe("Order at most 9.")
    await page.getByLabel("How many?").fill("2")
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByLabel("Your name").fill("Anna")
    await page.getByRole("button", { name: "Back" }).click()
    expect(await page.getByLabel("How many?").inputValue()).toBe("2")
    await page.getByRole("button", { name: "Continue" }).click()
    expect(await page.getByLabel("Your name").inputValue()).toBe("Anna")
    await page.getByLabel("Your e-mail address").fill("anna@example.org")
    await page.keyboard.press("Enter")
    await page.getByLabel("I collect them").check()
    await page.getByRole("button", { name: "Continue" }).click()
    await page.getByRole("button", { name: "Place the order" }).click()
    expect(await page.locator(".checkout").innerText()).toMatch(/number 1\d{3}: 2 × Matinee pass, 70 € in all/)
  })

  it("has the options of tonight's films in the page, and those that need the server by POST", async () => {
    const page = await visitor.open(`${example.url}/tonight`)
    await page.getByRole("button", { name: "Put it away" }).first().click()
    expect(await page.getByRole("status").first().textContent()).toBe("The Last Harvest is not shown any more.")
    expect(await page.locator(".tonight > li").count()).toBe(2)
  })

  it("shows what films took in as a table, and any part of it by POST", async () => {
    const page = await visitor.open(`${example.url}/box-office`)
    expect(await page.locator("canvas").isVisible()).toBe(false)
    expect(await page.locator("tbody tr").first().innerText()).toMatch(/^Jan 1980 – Nov 1983\s+94\s+5964\.5/)
    await page.getByRole("button", { name: "Look closer at Apr 2003 – Feb 2007" }).click()
    expect(await page.locator("#takings-heading").textContent()).toBe("Apr 2003 – Feb 2007")
    await page.getByRole("button", { name: "Show all years" }).click()
    expect(await page.locator("#takings-heading").textContent()).toBe("Jan 1980 – Dec 2010")
  })

  it("has its menu without a script, too", async () => {
    const page = await visitor.open(`${example.url}/counter`)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole("button", { name: "Menu" }).click()
    await page.locator(".top").getByRole("link", { name: "System monitor" }).click()
    expect(await page.locator("h1").textContent()).toBe("System monitor")
    expect(await page.locator(".chart-cpu .line").getAttribute("d")).toMatch(/^M/)
    expect(await page.locator(".cores li").count()).toBeGreaterThan(0)
  })

  it("counts by POST, in the island whose button was pressed", async () => {
    const page = await visitor.open(`${example.url}/counter`)
    await page.locator("#counter-2").getByRole("button", { name: "Increase" }).click()
    expect(await page.locator("#counter-2 output").textContent()).toBe("525")
    expect(await page.locator("#counter-1 output").textContent()).toBe("0")
    expect(await page.locator("h1").textContent()).toBe("Counter")
  })

  it("searches, sorts and pages by POST, each step from where the one before led", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    await page.getByLabel("Genre").selectOption("Drama")
    await page.getByRole("button", { name: "Search" }).click()
    expect(await page.locator("#records-caption").textContent()).toBe("Records 1 to 25 of 789")
    await page.locator("thead").getByRole("button", { name: "Year" }).click()
    await page.getByRole("button", { name: "Next" }).click()
    await page.getByRole("button", { name: "Next" }).click()
    expect(await page.locator("#records-caption").textContent()).toBe("Records 51 to 75 of 789")
    expect(await page.locator("thead th").nth(1).getAttribute("aria-sort")).toBe("ascending")
    expect(await page.getByLabel("Genre").inputValue()).toBe("Drama")
  })

  it("has a library by links, whose filters come into the address", async () => {
    const page = await visitor.open(`${example.url}/library`)
    await page.getByLabel("Genre").selectOption("Western")
    await page.getByLabel("Order").selectOption("Newest first")
    await page.getByRole("button", { name: "Search" }).click()
    expect(page.url().slice(example.url.length)).toBe("/library?genre=Western&sort=year&order=descending")
    await page.locator(".pager").getByRole("link", { name: "Next" }).click()
    await page.locator(".shelf a").first().click()
    expect(await page.locator(".film h2").textContent()).toBe(
      await page.locator(".shelf [aria-current] .name").textContent(),
    )
    expect(await page.locator(".pager span").textContent()).toBe("Page 2 of 2")
    await page.getByRole("link", { name: "Close the film" }).click()
    expect(await page.locator(".film").count()).toBe(0)
    expect(await page.locator(".pager span").textContent()).toBe("Page 2 of 2")
  })

  it("corrects a record by POST, with messages for what is wrong", async () => {
    const page = await visitor.open(`${example.url}/explorer?q=the+land+girls`)
    await page.getByRole("button", { name: "Correct The Land Girls" }).click()
    await page.getByLabel("Rating").fill("77")
    await page.getByRole("button", { name: "Save" }).click()
    expect(await page.locator("#edit-rating-error").textContent()).toBe("0 to 10, or empty.")
    expect(await page.getByLabel("Rating").inputValue()).toBe("77")
    await page.getByLabel("Rating").fill("7.7")
    await page.getByRole("button", { name: "Save" }).click()
    expect(await page.locator("tbody tr").count()).toBe(1)
    expect(await page.locator("tbody td").allTextContents()).toContain("7.7")
  })

  it("speaks in the room by POST", async () => {
    const page = await visitor.open(`${example.url}/room`)
    await page.getByLabel("Name").fill("Clara")
    await page.getByLabel("Message", { exact: true }).fill("Hello from a text browser")
    await page.getByRole("button", { name: "Send" }).click()
    expect(await page.locator(".entry p").last().textContent()).toBe("Hello from a text browser")
    expect(await page.getByLabel("Name").inputValue()).toBe("Clara")
    expect(await page.getByLabel("Message", { exact: true }).inputValue()).toBe("")
  })

  it("signs the guest book by POST, a page of another engine", async () => {
    const page = await visitor.open(`${example.url}/guest-book`)
    await page.getByLabel("Name").fill("Dora")
    await page.getByRole("button", { name: "Sign" }).click()
    expect(await page.locator("#guest-text-error").textContent()).toBe("Write a few words.")
    expect(await page.getByLabel("Name").inputValue()).toBe("Dora")
    await page.getByLabel("Message", { exact: true }).fill("Hello by hand")
    await page.getByRole("button", { name: "Sign" }).click()
    expect(await page.locator(".signatures .card p").first().textContent()).toBe("Hello by hand")
    await page.getByRole("button", { name: "Say thanks to Dora" }).click()
    expect(await page.locator(".thanks").textContent()).toBe("1")
  })

  it("takes a proposal by POST, in a form that stands in the page, and votes of the same member", async () => {
    const page = await visitor.open(`${example.url}/proposals`)
    await page.getByRole("button", { name: "Propose a film" }).click()
    expect(await page.getByLabel("Evening", { exact: true }).count()).toBe(3)
    await page.getByLabel("Title").fill("Playtime")
    await page.getByLabel("Evening", { exact: true }).last().fill("2999-03-05")
    await page.getByLabel("I say a few words").check()
    await page.getByRole("button", { name: "Propose", exact: true }).click()
    expect(await page.locator(".live-field-error").allTextContents()).toEqual([
      "Enter four digits.",
      "Choose a kind.",
      "Use at least 20 characters.",
      "Enter an address such as anna@example.org.",
    ])
    expect(await page.getByLabel("Title").inputValue()).toBe("Playtime")
    expect(await page.getByLabel("I say a few words").isChecked()).toBe(true)
    await page.getByLabel("Year").fill("1967")
    await page.getByLabel("Kind").selectOption("Comedy")
    await page.getByLabel("Why").fill("Nobody has seen all of its jokes.")
    await page.getByLabel("e-mail").fill("dora@example.org")
    await page.getByRole("button", { name: "Propose", exact: true }).click()
    expect(await page.locator(".live-field-error").allTextContents()).toEqual([
      "This film is proposed already: vote for it.",
    ])
    await page.getByLabel("Title").fill("Traffic")
    await page.getByRole("button", { name: "Propose", exact: true }).click()
    expect(await page.locator("[role=status]").textContent()).toContain("“Traffic” is proposed.")
    const vote = page.getByRole("button", { name: "Vote for Traffic" })
    expect(await vote.getAttribute("aria-pressed")).toBe("true")
    await vote.click()
    expect(await vote.locator(".votes").textContent()).toBe("0")
    await page.getByRole("button", { name: "Withdraw Traffic" }).click()
    expect(await page.locator(".proposal").filter({ hasText: "Traffic" }).count()).toBe(0)
    expect(await page.title()).toBe("Proposals (4) – livemount")
    await page.getByRole("button", { name: "Propose a film" }).click()
    await page.getByRole("button", { name: "Cancel" }).click()
    expect(await page.getByLabel("Title").count()).toBe(0)
  })

  it("reserves a seat in the existing page by POST", async () => {
    const page = await visitor.open(`${example.url}/legacy`)
    await page.getByRole("button", { name: "Reserve a seat on Friday" }).click()
    expect(await page.locator("[role=status]").textContent()).toContain("is reserved for you")
    expect(await page.locator(".screenings li").nth(1).locator(".seats").textContent()).toBe("30 of 40 free")
  })

  it("refuses a POST that comes from no page of its own, with the host's error page", async () => {
    const page = await visitor.open(`${example.url}/counter`)
    const refused = await page.request.post(`${example.url}/counter?_live`, {
      form: { _live: "counter-1 increment ?" },
    })
    expect(refused.status()).toBe(403)
    expect(await refused.text()).toContain("<h1>This did not work</h1>")
  })

  it("shows the machine as it is, and leads on by links", async () => {
    const page = await visitor.open(`${example.url}/monitor`)
    expect(await page.locator(".chart").count()).toBe(3)
    await page.getByRole("link", { name: "Room" }).click()
    expect(await page.locator("h1").textContent()).toBe("Room")
  })
})
