/** The programs and commands of README.md, run as they stand there, against the built package, in Chromium. */

import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { blocks, blockWith, commands, fileOf, ReadmeProject, readme } from "../support/readme.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

let project: ReadmeProject
const visitors: Visitor[] = []

async function arrive(options?: Parameters<typeof Visitor.arrive>[1]): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, options)
  visitors.push(visitor)
  return visitor
}

/** The console's word for the icon that no program here has. Everything else that is missing is named by its address, too. */
const noIcon = /Failed to load resource: the server responded with a status of 404 \(Not Found\)$/

afterEach(async () => {
  const complaints = visitors.flatMap((visitor) => visitor.complaints).filter((text) => !noIcon.test(text))
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()))
  await project?.remove()
  expect(complaints).toEqual([])
})

/** The packages that a line of README.md installs. */
function installedBy(start: string): string[] {
  const line = new RegExp(`npm install (${start}[\\w @/-]*)`).exec(readme)?.[1]
  if (line === undefined) throw new Error(`README.md does not say "npm install ${start}".`)
  return line.trim().split(/ +/)
}

const program = fileOf("app.mjs")
const template = fileOf("views/counter.njk")
const run = commands().find((command) => command.startsWith("node ")) ?? ""
const mounting = 'const live = liveMiddleware({ views: "views" })\napp.use(live)\n'

/** The first program with something else in place of one of its parts. */
function programWith(part: string, other: string): string {
  expect(program).toContain(part)
  return program.replace(part, other)
}

async function counts(page: Page): Promise<void> {
  await page.locator(".live-connected").waitFor()
  const count = page.locator("span")
  const [less, more] = [page.getByRole("button", { name: "-" }), page.getByRole("button", { name: "+" })]
  expect(await count.textContent()).toBe("0")
  await more.click()
  await more.click()
  await eventually(() => count.textContent(), "2")
  await less.click()
  await eventually(() => count.textContent(), "1")
}

describe("README.md", () => {
  it("has no code that is not run here", () => {
    expect(blocks.map(({ language, file }) => file ?? language)).toEqual([
      "app.mjs",
      "views/counter.njk",
      "sh",
      "sh",
      "sh",
      "js", // after sessions and helmet
      "js", // Koa
      "views/layout.njk",
      "live.ts",
      "room.ts",
      "app.ts",
      "sh",
    ])
  })

  it("names commands that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { scripts: object }
    const others = commands().filter((command) => {
      const [name, first = "", second = ""] = command.split(" ")
      if (name === "npm") return first !== "install" && !Object.hasOwn(scripts, first === "run" ? second : first)
      if (name === "bash") return !existsSync(join(__dirname, "../..", first))
      return command !== run
    })
    expect(others).toEqual([])
    expect(run).toBe("node app.mjs")
  })
})

describe("the program that README.md begins with", () => {
  it("counts, with nothing installed but what it says", async () => {
    project = new ReadmeProject(
      { "app.mjs": program, "views/counter.njk": template },
      installedBy("livemount nunjucks express"),
    )
    const url = await project.start(run)
    await counts(await (await arrive()).open(`${url}/counter`))
    const page = await (await arrive({ javaScriptEnabled: false })).open(`${url}/counter`)
    await page.getByRole("button", { name: "+" }).click()
    expect(await page.locator("span").textContent()).toBe("1")
    expect(page.url()).toBe(`${url}/counter?_live`)
  })

  it("counts after sessions and helmet", async () => {
    const before = 'import session from "express-session"\nimport helmet from "helmet"\n'
    project = new ReadmeProject(
      {
        "app.mjs": before + programWith(mounting, blockWith("app.use(helmet())")),
        "views/counter.njk": template,
      },
      ["livemount", "nunjucks", "express", "express-session", "helmet"],
    )
    await counts(await (await arrive()).open(`${await project.start(run)}/counter`))
  })

  it("counts on Koa", async () => {
    const view = /const counter = liveView\(\{[\s\S]*?^\}\)\n/m.exec(program)?.[0] ?? ""
    project = new ReadmeProject(
      {
        "app.mjs": `import { liveView } from "livemount"\n${view}${blockWith('from "koa"')}`,
        "views/counter.njk": template,
      },
      installedBy("livemount nunjucks koa"),
    )
    await counts(await (await arrive()).open(`${await project.start(run)}/counter`))
  })

  it("counts in the layout, behind a guard, and as an island", async () => {
    const given = (code: string): string => {
      expect(readme).toContain(`\`${code}\``)
      return code
    }
    const layout = given('liveMiddleware({ views: "views", layout: "layout.njk" })')
    const guarded = given('app.get("/reports/:id", requireLogin, live.page(report))')
    const island = given('{{ live("counter", { start: 5 }) }}')
    project = new ReadmeProject(
      {
        "app.mjs": `import nunjucks from "nunjucks"
${programWith('liveMiddleware({ views: "views" })', layout).replace(
  "app.listen",
  `const report = counter
const requireLogin = (request, response, next) => (request.query.user ? next() : response.status(401).end())
${guarded}
nunjucks.configure("views", { express: app })
app.get("/page", (request, response) => response.render("page.njk"))
app.listen`,
)}`,
        "views/counter.njk": template,
        "views/layout.njk": fileOf("views/layout.njk"),
        "views/page.njk": `<!doctype html><title>Page</title><link rel="icon" href="data:,">${island}`,
      },
      ["livemount", "nunjucks", "express"],
    )
    const url = await project.start(run)
    const visitor = await arrive()
    const page = await visitor.open(`${url}/counter`)
    await counts(page)
    expect(await page.locator("html").getAttribute("lang")).toBe("en")
    await counts(await visitor.open(`${url}/reports/7?user=ada`))
    expect((await fetch(`${url}/reports/7`)).status).toBe(401)
    await counts(await visitor.open(`${url}/page`))
  })
})

describe("the chat room of README.md", () => {
  it("is right TypeScript, carries what is said, and leaves neither text nor error standing", async () => {
    project = new ReadmeProject(
      { "live.ts": fileOf("live.ts"), "room.ts": fileOf("room.ts"), "app.ts": fileOf("app.ts") },
      [...installedBy("livemount nunjucks express"), ...installedBy("zod")],
    )
    expect(project.compile()).toBe("")
    const url = await project.start("node app.js")
    const [ada, ben] = [await arrive(), await arrive()]
    const [page, other] = [await ada.open(`${url}/room`), await ben.open(`${url}/room`)]
    for (const tab of [page, other]) await tab.locator(".live-connected").waitFor()
    const [field, send] = [page.getByLabel("Message"), page.getByRole("button", { name: "Send" })]
    const said = (tab: Page): Promise<string> => tab.locator("li").allTextContents().then(String)
    const form = (): Promise<string | null> => page.locator("form").textContent()

    await send.click()
    await eventually(async () => (await form())?.includes("Write something first."), true)
    await field.fill("   ")
    await send.click()
    await field.fill("Hello")
    await send.click()
    await eventually(() => said(other), "Ada Hello")
    await eventually(() => field.inputValue(), "")
    await eventually(async () => (await form())?.includes("Write something first."), false)
    expect(await said(page)).toBe("Ada Hello")
    await other.getByLabel("Message").fill("typed meanwhile")
    await field.fill("Again")
    await field.press("Enter")
    await eventually(() => said(other), "Ada Hello,Ada Again")
    await eventually(() => field.inputValue(), "")
    expect(await other.getByLabel("Message").inputValue()).toBe("typed meanwhile")
    // What was said is still there for who comes later, and without JavaScript.
    const later = await (await arrive({ javaScriptEnabled: false })).open(`${url}/room`)
    await later.getByLabel("Message").fill("By post")
    await later.getByRole("button", { name: "Send" }).click()
    expect(await said(later)).toBe("Ada Hello,Ada Again,Ada By post")
    expect(await later.getByLabel("Message").inputValue()).toBe("")
    await eventually(() => said(page), "Ada Hello,Ada Again,Ada By post")
  })
})
