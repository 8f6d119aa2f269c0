/** Both examples in Chromium: the main flow of every page, in one or two browsers, under their strict policy. */

import type { Browser, Page } from "playwright-core"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"
import { type ExampleName, ExampleProcess } from "./support/example-process.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

describe.each<ExampleName>(["express", "koa"])("the %s example", (name) => {
  let example: ExampleProcess
  let visitor: Visitor
  let other: Visitor

  beforeAll(async () => {
    example = await ExampleProcess.start(name)
  })
  afterAll(() => example.stop())
  beforeEach(async () => {
    visitor = await Visitor.arrive(browser)
    other = await Visitor.arrive(browser)
  })
  afterEach(async () => {
    await visitor.leave()
    await other.leave()
    expect([...visitor.complaints, ...other.complaints]).toEqual([])
  })

  it("lists its demos, and every link of the list leads to a page", async () => {
    const page = await visitor.open(example.url)
    const names = await page.locator(".cards h3 a").allTextContents()
    expect(names).toEqual([
      "Counter",
      "System monitor",
      "Data explorer",
      "Library",
      "Log",
      "Box office",
      "Room",
      "Guest book",
      "Proposals",
      "Members’ area",
      "Checkout",
      "Tonight",
      "Existing page",
    ])
    for (const link of names) {
      await page.goto(example.url)
      await page.locator(".cards h3 a", { hasText: link }).click()
      await page.locator("[data-live].live-connected").first().waitFor()
      expect(await page.locator("nav a[aria-current]").textContent()).toBe(link)
      expect(await page.title()).toContain("livemount")
      // The host's own value, in the layout of islands' pages and of live pages alike.
      expect((await page.locator(".top .host").textContent())?.toLowerCase()).toBe(`on ${name}`)
    }
    // Else the last would be taken for one that may come back, by another test that counts who is there.
    await visitor.closePages()
  })

  it("has a library whose list, filters and film stand in the address", async () => {
    const page = await visitor.open(`${example.url}/library`)
    await page.locator("[data-live].live-connected").waitFor()
    await page.evaluate(() => Object.assign(window, { isTheSame: true }))
    const address = async (): Promise<string> => page.url().slice(example.url.length)
    await page.getByLabel("Genre").selectOption("Western")
    await page.getByLabel("Search in").pressSequentially("clint")
    await eventually(() => page.locator("[role=status]").first().textContent(), "2 films")
    await eventually(address, "/library?q=clint&genre=Western")
    await page.getByRole("link", { name: "Pale Rider" }).click()
    await page.locator(".film").getByRole("heading", { name: "Pale Rider" }).waitFor()
    expect(await page.title()).toContain("Pale Rider")
    const film = await address()
    expect(film).toMatch(/^\/library\/\d+\?q=clint&genre=Western$/)
    await page.locator(".film .others").getByRole("link", { name: "High Plains Drifter" }).click()
    await page.locator(".film").getByRole("heading", { name: "High Plains Drifter" }).waitFor()
    await page.evaluate(() => history.go(-2))
    await page.locator(".film").waitFor({ state: "detached" })
    expect(await page.getByLabel("Search in").inputValue()).toBe("clint")
    await page.evaluate(() => history.go(1))
    await page.locator(".film").getByRole("heading", { name: "Pale Rider" }).waitFor()
    expect(await page.evaluate(() => "isTheSame" in window)).toBe(true)
    // As others find it who are sent the address.
    const sent = await other.open(example.url + film)
    expect(await sent.locator(".film h2").textContent()).toBe("Pale Rider")
    expect(await sent.locator("nav a[aria-current]").textContent()).toBe("Library")
    expect(await sent.getByLabel("Genre").inputValue()).toBe("Western")
  })

  it("has a log of 100,000 rows that is scrolled both ways, follows what comes, and is paused", async () => {
    const page = await visitor.open(`${example.url}/log?to=50000`)
    await page.locator("[data-live].live-connected").waitFor()
    const scrollTo = (end: "top" | "bottom"): Promise<void> =>
      page.locator("#flights").evaluate((list, to) => list.scrollTo(0, to === "top" ? 0 : list.scrollHeight), end)
    const rows = (): Promise<readonly [newest: number, oldest: number]> =>
      page.evaluate(() => {
        const ids = [...document.querySelectorAll("#flights tbody tr")].map(({ id }) =>
          Number(id.slice("flight-".length)),
        )
        return [ids[0] ?? 0, ids.at(-1) ?? 0] as const
      })
    // What is newer than the first row that is seen has been asked for.
    await eventually(async () => (await rows()).join(), "50060,49941")
    for (const oldest of [49_881, 49_821, 49_761]) {
      await scrollTo("bottom")
      await eventually(async () => (await rows())[1], oldest)
    }
    expect(await rows()).toEqual([49_960, 49_761])
    await scrollTo("top")
    await eventually(async () => (await rows()).join(), "50020,49821")

    await page.getByRole("button", { name: /^Follow/ }).click()
    const pause = page.getByRole("button", { name: "Pause" })
    await pause.waitFor()
    const [newest] = await rows()
    expect(newest).toBeGreaterThanOrEqual(100_000)
    expect(await page.locator("#flights").evaluate(({ scrollTop }) => scrollTop)).toBe(0)
    await eventually(async () => (await rows())[0] > newest, true)
    await pause.click()
    await page.getByRole("button", { name: /^Follow \(\d newer\)/ }).waitFor()

    await page.getByRole("link", { name: "First" }).click()
    await eventually(async () => (await rows()).join(), "120,1")

    // A browser that has been here: the page is joined by the process that made it.
    await page.goto(`${example.url}/log`)
    await page.locator("[data-live].live-connected").waitFor()
    const [latest] = await rows()
    await eventually(async () => (await rows())[0] > latest, true)
    await scrollTo("bottom")
    await eventually(async () => (await rows())[1] < latest - 60, true)
  })

  it("has an area for members: a log-in of its own, guards, what is said once, and a log-out that ends all open pages", async () => {
    const page = await visitor.open(`${example.url}/members/tickets`)
    const said = (tab: Page): Promise<string[]> => tab.locator(".live-flash p").allTextContents()
    const shows = (tab: Page, heading: string): Promise<void> =>
      tab.getByRole("heading", { level: 1, name: heading }).waitFor()
    const isLive = (tab: Page): Promise<void> => tab.locator("#main [data-live].live-connected").waitFor()
    await shows(page, "Members’ area")
    expect(await said(page)).toEqual(["Log in first."])

    const logIn = async (name: string, password: string): Promise<void> => {
      await page.getByLabel("Name").fill(name)
      await page.getByLabel("Password").fill(password)
      await page.getByRole("button", { name: "Log in" }).click()
    }
    await logIn("Ben", "peanuts")
    await eventually(async () => (await said(page)).join(), "That is not the name and password of a member.")
    await logIn("ben", "popcorn")
    await shows(page, "Hello, Ben")
    await isLive(page)
    expect(await said(page)).toEqual(["Welcome back."])

    const area = page.getByRole("navigation", { name: "Members’ area" })
    await area.getByRole("link", { name: "Board" }).click()
    await page.locator(".live-flash p", { hasText: "Only the board may see that page." }).waitFor()
    await isLive(page)
    expect(await said(page)).toEqual(["Only the board may see that page."])
    await page.getByLabel("Title").fill("Playtime")
    await page.getByRole("button", { name: "Save" }).click()
    await eventually(async () => (await said(page)).join(), "Only the board may see that page.,Saved.")
    await page.getByRole("button", { name: "Close" }).first().click()
    await eventually(async () => (await said(page)).join(), "Saved.")

    await page.evaluate(() => Object.assign(window, { isTheSame: true }))
    await area.getByRole("link", { name: "Tickets" }).click()
    await shows(page, "Tickets")
    await isLive(page)
    expect(await said(page)).toEqual([])
    await page.getByRole("button", { name: "Reserve a seat on Friday" }).click()
    await shows(page, "Hello, Ben")
    expect(await said(page)).toEqual([expect.stringMatching(/^A seat for “.+” on Friday is yours\.$/)])
    expect(await page.locator(".tickets li").count()).toBe(1)
    // Its pages take each other's place: there and back without a load.
    expect(await page.evaluate(() => "isTheSame" in window)).toBe(true)
    expect(await area.locator("a[aria-current]").textContent()).toBe("Membership")
    expect(await page.getByLabel("Title").inputValue()).toBe("Playtime")

    const second = await page.context().newPage()
    await second.goto(`${example.url}/members`)
    await isLive(second)
    expect(await said(second)).toEqual([])
    await page.getByRole("button", { name: "Log out" }).click()
    await shows(page, "Members’ area")
    await shows(second, "Members’ area")
    expect(second.url()).toBe(`${example.url}/members/log-in`)
    expect([...(await said(page)), ...(await said(second))]).toContain("You are logged out.")
    // Each page that was ended says so in its console.
    expect(visitor.complaints.splice(0).filter((complaint) => !complaint.includes("LV_DISCONNECTED"))).toEqual([])
  })

  it("shows menus, dialogs and messages by commands alone", async () => {
    const page = await visitor.open(`${example.url}/tonight`)
    await page.locator(".live-connected").first().waitFor()
    const options = page.getByRole("button", { name: "Options for Paper Lanterns" })
    const list = page.locator("#options-lanterns")
    await options.click()
    await list.waitFor()
    await page.locator("h1").click()
    await list.waitFor({ state: "hidden" })
    expect(await options.getAttribute("aria-expanded")).toBe("false")
    await options.click()
    await list.getByRole("button", { name: "Remind me" }).click()
    await page.locator("#toast").waitFor()
    await page.getByText("you will be reminded", { exact: true }).waitFor()
    await options.click()
    await list.getByRole("button", { name: "About the film" }).click()
    const about = page.getByRole("dialog", { name: "Paper Lanterns" })
    await eventually(() => about.getByRole("button").evaluate((button) => button === document.activeElement), true)
    await page.keyboard.press("Escape")
    await about.waitFor({ state: "hidden" })
    await eventually(() => options.evaluate((button) => button === document.activeElement), true)
    await options.click()
    await list.getByRole("button", { name: "Put it away" }).click()
    await page.locator("#film-lanterns").waitFor({ state: "detached" })
    await page.locator("#toast").waitFor({ state: "hidden" })
  })

  it("draws a chart by a hook, which asks for what is drawn over", async () => {
    const page = await visitor.open(`${example.url}/box-office`)
    const canvas = page.locator("canvas")
    const picture = (): Promise<string> => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL())
    const heading = (): Promise<string | null> => page.locator("#takings-heading").textContent()
    const box = async (): Promise<{ x: number; y: number; width: number }> => {
      const found = await canvas.boundingBox()
      if (found === null) throw new Error("The canvas is not shown.")
      return found
    }
    /** Draws over a part of the chart, from the left. */
    const drawOver = async (from: number, to: number): Promise<void> => {
      const { x, y, width } = await box()
      await page.mouse.move(x + width * from, y + 90)
      await page.mouse.down()
      await page.mouse.move(x + width * to, y + 90, { steps: 3 })
      await page.mouse.up()
    }
    await canvas.waitFor()
    const reading = async (): Promise<boolean> => {
      const { x, y, width } = await box()
      await page.mouse.move(x + width * 0.71, y + 100)
      return /^\d+ \w+ 200\d: \d+ films, \$[\d,]+ million$/.test((await page.locator(".reading").textContent()) ?? "")
    }
    await eventually(reading, true)
    const whole = await picture()
    expect(await heading()).toBe("Jan 1980 – Dec 2010")
    await drawOver(0.5, 0.7)
    await eventually(heading, "Jul 1995 – Sept 2001")
    await eventually(async () => (await picture()) === whole, false)
    await page.getByRole("button", { name: "Look closer" }).first().click()
    await eventually(async () => (await heading())?.endsWith("Apr 1996"), true)
    await page.getByRole("button", { name: "Show all years" }).click()
    await eventually(heading, "Jan 1980 – Dec 2010")
    await page.mouse.move(0, 0)
    await eventually(async () => (await picture()) === whole, true)
  })

  it("is live on the first screen of its home page: figures of the moment, and an applause that all pages share", async () => {
    const page = await visitor.open(example.url)
    const second = await other.open(example.url)
    for (const tab of [page, second]) {
      await eventually(() => tab.locator(".pulse .state").textContent(), "Live")
      await eventually(() => tab.locator(".pulse .readers").textContent(), "2 readers here")
    }
    const line = (): Promise<string | null> => page.locator(".pulse .line").getAttribute("d")
    const before = await line()
    await eventually(async () => (await line()) === before, false)
    const claps = Number(await second.locator(".claps").textContent())
    await page.getByRole("button", { name: "Applaud" }).click()
    await eventually(() => page.locator(".claps").textContent(), String(claps + 1))
    await eventually(() => second.locator(".claps").textContent(), String(claps + 1))
    for (const size of [
      { width: 1280, height: 720 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size)
      const box = await page.locator(".pulse").boundingBox()
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height)
    }
    await other.closePages()
    await eventually(() => page.locator(".pulse .readers").textContent(), "1 reader here")
  })

  it("has its links in the bar where there is room, and in a menu where there is not", async () => {
    const page = await visitor.open(example.url)
    const [menu, link] = [page.getByRole("button", { name: "Menu" }), page.getByRole("link", { name: "Room" }).first()]
    const inBar = page.locator(".top").getByRole("link", { name: "Room" })
    expect(await inBar.isVisible()).toBe(true)
    expect(await menu.isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await inBar.isVisible()).toBe(false)
    await menu.click()
    await inBar.waitFor()
    await page.keyboard.press("Escape")
    await inBar.waitFor({ state: "hidden" })
    await menu.click()
    await link.click()
    await page.waitForURL("**/room")
    expect(await page.locator("h1").textContent()).toBe("Room")
  })

  it("says of a table that it scrolls, where it does", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    const says = async (): Promise<boolean> => page.locator(".scroll-hint").first().isVisible()
    const scrolls = (): Promise<boolean> =>
      page
        .locator(".table-scroll")
        .first()
        .evaluate((area) => area.scrollWidth > area.clientWidth)
    const seen: string[] = []
    for (const path of ["explorer", "legacy", "proposals"]) {
      await page.goto(`${example.url}/${path}`)
      await page.locator(".table-scroll").waitFor()
      for (const width of [1280, 1000, 800, 600, 390, 340]) {
        await page.setViewportSize({ width, height: 844 })
        expect(`${path} ${width} ${await says()}`).toBe(`${path} ${width} ${await scrolls()}`)
        if (await scrolls()) seen.push(`${path} ${width}`)
      }
    }
    expect(seen).toEqual(expect.arrayContaining(["explorer 390", "legacy 390"]))
  })

  it("enforces its policy: no script without the nonce, no markup from a string", async () => {
    const page = await visitor.open(`${example.url}/counter`)
    // As text: the transform of the tests would make a `require` of it.
    expect(await page.evaluate("import('/assets/site.js?without-nonce').then(() => 'ran', () => 'blocked')")).toBe(
      "blocked",
    )
    const written = await page.evaluate(() => {
      try {
        document.body.innerHTML += "<p>"
        return "written"
      } catch {
        return "refused"
      }
    })
    expect(written).toBe("refused")
    expect(visitor.complaints.splice(0).join()).toContain("Content Security Policy")
    const response = await page.request.get(`${example.url}/counter`)
    expect(response.headers()["content-security-policy"]).not.toMatch(/unsafe|\*/)
  })

  it("counts in two counters that know nothing of each other", async () => {
    const page = await visitor.open(`${example.url}/counter`)
    const [tickets, budget] = [page.locator("#counter-1"), page.locator("#counter-2")]
    expect(await budget.locator("output").textContent()).toBe("500")
    await tickets.getByRole("button", { name: "Increase" }).click()
    await tickets.getByRole("button", { name: "Increase" }).click()
    await budget.getByRole("button", { name: "Decrease" }).click()
    await eventually(() => tickets.locator("output").textContent(), "2")
    await eventually(() => budget.locator("output").textContent(), "475")
    await tickets.getByRole("button", { name: "Reset" }).click()
    await eventually(() => tickets.locator("output").textContent(), "0")
    await eventually(() => tickets.getByRole("button", { name: "Reset" }).isDisabled(), true)
    expect(await budget.locator("output").textContent()).toBe("475")
  })

  it("draws the machine's figures every second in all open pages, and rests in a paused one", async () => {
    const page = await visitor.open(`${example.url}/monitor`)
    const line = (of: Page): Promise<string | null> => of.locator(".chart-cpu .line").getAttribute("d")
    // The server has measured since its start: there is something to see in the first HTML already.
    expect(await (await page.request.get(`${example.url}/monitor`)).text()).toMatch(/class="line" d="M[\dL h]+"/)
    await page.waitForFunction(
      () => (document.querySelector(".chart-cpu .line")?.getAttribute("d") ?? "").split("L").length > 2,
    )
    const second = await other.open(`${example.url}/monitor`)
    // The page that came later shows the past it has not seen.
    expect((await line(second))?.split("L").length).toBeGreaterThan(2)
    expect(await page.locator(".cores li").count()).toBeGreaterThan(0)
    expect(Number(await page.locator(".chart-memory .value").textContent())).toBeGreaterThan(0)
    await second.getByRole("button", { name: "Pause" }).click()
    await second.getByRole("button", { name: "Resume" }).waitFor()
    const [paused, running] = [await line(second), await line(page)]
    await page.waitForFunction(
      (before) => document.querySelector(".chart-cpu .line")?.getAttribute("d") !== before,
      running,
    )
    expect(await line(second)).toBe(paused)
    await second.getByRole("button", { name: "Resume" }).click()
    await eventually(async () => (await line(second)) === paused, false)
  })

  it("finds, sorts and pages through the records", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    const caption = page.locator("#records-caption")
    expect(await caption.textContent()).toBe("Records 1 to 25 of 3,201")
    await page.getByLabel("Search in").pressSequentially("coppola")
    await eventually(() => page.locator("tbody tr").filter({ hasNotText: "Coppola" }).count(), 0)
    await eventually(() => page.getByLabel("Search in").inputValue(), "coppola")
    await page.getByLabel("Search in").fill("sofia ")
    await eventually(() => page.locator("tbody tr").filter({ hasNotText: "Sofia" }).count(), 0)
    await page.getByLabel("Search in").pressSequentially("coppola")
    await eventually(() => page.locator("tbody tr").filter({ hasNotText: "Sofia Coppola" }).count(), 0)
    expect(await page.getByLabel("Search in").inputValue()).toBe("sofia coppola")
    await page.getByLabel("Search in").fill("")
    await eventually(() => caption.textContent(), "Records 1 to 25 of 3,201")
    const gross = page.locator("thead th", { hasText: "Gross" })
    for (const order of ["ascending", "descending"]) {
      await gross.getByRole("button").click()
      await eventually(() => gross.getAttribute("aria-sort"), order)
    }
    await eventually(() => page.locator("tbody th").first().textContent(), "Avatar")
    expect(await page.locator("thead th").first().getAttribute("aria-sort")).toBe("none")
    await page.getByRole("button", { name: "Next" }).click()
    await eventually(() => caption.textContent(), "Records 26 to 50 of 3,201")
    await page.getByLabel("Rows").selectOption("100")
    await eventually(() => page.locator("tbody tr").count(), 100)
    expect(await page.locator("tbody th").first().textContent()).toBe("Avatar")
    await page.getByLabel("Genre").selectOption("Western")
    await eventually(() => caption.textContent(), "Records 1 to 36 of 36")
    expect(new Set(await page.locator("tbody td:nth-of-type(2)").allTextContents())).toEqual(new Set(["Western"]))
  })

  it("corrects a record in place, says what is wrong, and shows the correction to others", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    const second = await other.open(`${example.url}/explorer`)
    for (const tab of [page, second]) {
      await tab.getByLabel("Search in").fill("the land girls")
      await eventually(() => tab.locator("tbody tr").count(), 1)
    }
    const untouched = await second.locator("tbody tr").elementHandle()
    await page.getByRole("button", { name: "Correct The Land Girls" }).click()
    // The server asks for the focus; the page's own script gives it.
    await eventually(() => page.evaluate(() => document.activeElement?.id ?? ""), "edit-title")
    expect(await page.getByLabel("Year", { exact: true }).inputValue()).toBe("1998")
    await page.getByLabel("Year", { exact: true }).fill("1700")
    await page.getByLabel("Director", { exact: true }).fill("David Leland")
    await page.getByRole("button", { name: "Save" }).click()
    await eventually(() => page.locator("#edit-year-error").textContent(), "1888 or later.")
    expect(await page.getByLabel("Year", { exact: true }).getAttribute("aria-invalid")).toBe("true")
    expect(await page.getByLabel("Director", { exact: true }).inputValue()).toBe("David Leland")
    await page.getByLabel("Year", { exact: true }).fill("1997")
    await eventually(() => page.locator("#edit-year-error").textContent(), "")
    await page.getByRole("button", { name: "Save" }).click()
    await eventually(() => page.locator("tbody form").count(), 0)
    expect(await page.locator("tbody tr td").allTextContents()).toEqual(
      expect.arrayContaining(["1997", "David Leland"]),
    )
    expect(await page.locator("[role=status]").textContent()).toContain("Saved")
    await eventually(() => second.locator("tbody td").first().textContent(), "1997")
    expect(await second.locator("tbody tr").evaluate((row, before) => row === before, untouched)).toBe(true)
  })

  it("cancels a correction and keeps the record", async () => {
    const page = await visitor.open(`${example.url}/explorer`)
    const before = await page.locator("tbody tr").nth(2).textContent()
    const button = page.locator("tbody tr").nth(2).getByRole("button", { name: "Correct" })
    await button.click()
    await page.getByLabel("Title", { exact: true }).fill("Something else")
    await page.getByRole("button", { name: "Cancel" }).click()
    await eventually(() => page.locator("tbody form").count(), 0)
    expect(await page.locator("tbody tr").nth(2).textContent()).toBe(before)
  })

  it("carries what is said and who is writing from one page to the other", async () => {
    const [anna, ben] = [await visitor.open(`${example.url}/room`), await other.open(`${example.url}/room`)]
    await ben.locator("[data-live].live-connected").waitFor()
    await anna.getByLabel("Name").fill("Anna")
    await anna.getByLabel("Message", { exact: true }).pressSequentially("Hello, <b>Ben</b> & all")
    await eventually(() => ben.locator(".typing").textContent(), "Anna is writing")
    expect(await anna.locator(".typing").textContent()).toBe("")
    await anna.getByRole("button", { name: "Send" }).click()
    await ben.locator(".entry p", { hasText: "Hello, <b>Ben</b> & all" }).waitFor()
    expect(await ben.locator(".entry .who").last().textContent()).toBe("Anna")
    expect(await ben.locator(".typing").textContent()).toBe("")
    await eventually(() => anna.getByLabel("Message", { exact: true }).inputValue(), "")
    expect(await anna.getByLabel("Name").inputValue()).toBe("Anna")
    expect(await anna.locator(".entry p", { hasText: "Hello" }).count()).toBe(1)
  })

  it("forgets who is writing when they stop, and leaves what others write alone", async () => {
    const [anna, ben] = [await visitor.open(`${example.url}/room`), await other.open(`${example.url}/room`)]
    await ben.locator("[data-live].live-connected").waitFor()
    await ben.getByLabel("Message", { exact: true }).pressSequentially("I think")
    await anna.getByLabel("Message", { exact: true }).pressSequentially("Well")
    await eventually(async () => (await ben.locator(".typing").textContent())?.endsWith("is writing"), true)
    await eventually(() => ben.locator(".typing").textContent(), "")
    await anna.getByRole("button", { name: "Send" }).click()
    await ben.locator(".entry p", { hasText: "Well" }).waitFor()
    expect(await ben.getByLabel("Message", { exact: true }).inputValue()).toBe("I think")
  })

  it("refuses to say nothing, with a message at the field", async () => {
    const page = await visitor.open(`${example.url}/room`)
    await page.getByRole("button", { name: "Send" }).click()
    await eventually(() => page.locator("#text-error").textContent(), "Write something first.")
  })

  it("keeps what scripts did to a page of another engine, over its updates, in all open pages", async () => {
    const [anna, ben] = [await visitor.open(`${example.url}/guest-book`), await other.open(`${example.url}/guest-book`)]
    await ben.locator("[data-live].live-connected").waitFor()
    await anna.getByLabel("Name").fill("Anna")
    await anna.getByLabel("Message", { exact: true }).fill("Such a <nice> place")
    await anna.getByRole("button", { name: "Sign" }).click()
    const card = ben.locator(".signatures .card").first()
    await eventually(() => card.locator("h3").textContent(), "Anna")
    expect(await card.locator("p").first().textContent()).toBe("Such a <nice> place")
    await eventually(() => anna.locator("[role=status]").textContent(), "Thank you, Anna.")
    await eventually(() => anna.getByLabel("Message", { exact: true }).inputValue(), "")
    // What a script of the page does: a class, a node inside, a node beside.
    const node = await card.evaluateHandle((element) => {
      element.classList.add("starred")
      element
        .querySelector("h3")
        ?.append(Object.assign(document.createElement("i"), { className: "star", textContent: "★" }))
      element.before(Object.assign(document.createElement("li"), { className: "advert" }))
      return element
    })
    await anna.getByRole("button", { name: "Say thanks to Anna" }).click()
    await eventually(() => ben.locator(".thanks").first().textContent(), "1")
    await anna.getByLabel("Message", { exact: true }).fill("Again")
    await anna.getByRole("button", { name: "Sign" }).click()
    await eventually(() => ben.locator(".signatures h3").count(), 2)
    expect(await ben.locator(".signatures .card.starred h3").textContent()).toBe("Anna★")
    expect(await ben.locator(".starred").evaluate((element, before) => element === before, node)).toBe(true)
    expect(await ben.locator(".advert").count()).toBe(1)
    expect(await ben.locator(".signed").textContent()).toBe("2 guests have signed")
  })

  it("lives beside the widgets of an existing page and leaves them alone", async () => {
    const page = await visitor.open(`${example.url}/legacy`)
    const second = await other.open(`${example.url}/legacy`)
    await eventually(() => page.locator(".visitors strong").textContent(), "2")
    const free = page.locator(".screenings li").first().locator(".seats")
    const before = Number((await free.textContent())?.split(" ")[0])
    // The widgets have wrapped the island, and will mark the button that is pressed.
    expect(await page.locator(".accordion-panel > [data-live=bookings]").count()).toBe(1)
    await second.getByRole("button", { name: "How to find us" }).click()
    await second.getByRole("button", { name: "Reservations" }).click()
    await page.getByRole("button", { name: "Reserve a seat on Thursday" }).click()
    await eventually(() => free.textContent(), `${before - 1} of 40 free`)
    expect(await page.getByRole("button", { name: "Reserve a seat on Thursday" }).getAttribute("class")).toContain(
      "pressed",
    )
    // The other page's panel was closed by its widget, and is kept up to date behind it.
    const hidden = second.locator(".screenings li").first().locator(".seats")
    await eventually(() => hidden.textContent(), `${before - 1} of 40 free`)
    expect(await hidden.isVisible()).toBe(false)
    await second.getByRole("button", { name: "Reservations" }).click()
    expect(await hidden.isVisible()).toBe(true)
    expect(await second.getByText("The projector stands").isVisible()).toBe(true)
    await page.locator("[data-sortable]").getByRole("button", { name: "Title" }).click()
    expect(await page.locator("[data-sortable] tbody th").first().textContent()).toBe("12 Angry Men")
    await other.closePages()
    await eventually(() => page.locator(".visitors strong").textContent(), "1")
    expect(await page.locator("[data-sortable] tbody th").first().textContent()).toBe("12 Angry Men")
  })

  it("answers for a missing page with its own 404", async () => {
    const page = await visitor.open(example.url)
    const response = await page.goto(`${example.url}/missing`)
    expect(response?.status()).toBe(404)
    expect(await page.locator("h1").textContent()).toBe("Page not found")
    // What stands for live parts until they are filled in.
    expect(await page.locator("body").innerText()).not.toMatch(/Live[0-9a-f]{16}/)
    visitor.complaints.length = 0
  })
})
