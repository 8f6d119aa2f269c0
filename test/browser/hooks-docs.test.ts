/** The programs of docs/hooks.md, run as they stand there, against the built package, in Chromium. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { blocksOf, ReadmeProject } from "../support/readme.js"
import { eventually, launchChromium, leaveChromium, Visitor } from "./support/chromium.js"

const root = join(__dirname, "../..")
const blocks = blocksOf(readFileSync(join(root, "docs/hooks.md"), "utf8"))

function fileOf(name: string): string {
  const found = blocks.find(({ file }) => file === name)
  if (found === undefined) throw new Error(`docs/hooks.md has no file ${name}.`)
  return found.text
}

/** The other pages: the program's own view, with what their templates read. */
const others: Readonly<Record<string, string>> = {
  chart: "",
  picker: `day: "2026-03-01" }),
  events: {
    choose: ({ day }, socket) => socket.assign({ day }),
    tomorrow: (_params, socket) => socket.assign({ day: "2026-03-02" }),`,
  govuk: `isOpen: false }),
  events: { open: (_params, socket) => socket.assign({ isOpen: true }),`,
  element: `seconds: 120 }),
  events: { later: (_params, socket) => socket.assign({ seconds: 300 }),`,
  start: `zone: socket.connectParams?.timeZone }),
  events: {`,
}

const program = fileOf("app.mjs")
const view = /^const load = liveView\(\{[\s\S]*?^\}\)\n/m.exec(program)?.[0] ?? ""

function viewOf(name: string): string {
  const own = view
    .replace("const load", `const ${name}`)
    .replace('"load"', `"${name}"`)
    .replace("load.njk", `${name}.njk`)
    .replace("mount: () =>", "mount: (_params, _session, socket) =>")
  const text = others[name] === "" ? own : own.replace(/points: \[3[\s\S]*?^ {2}\},$/m, `${others[name]}\n  },`)
  return `${text}live.view("/${name}", ${name}, { layout: "${name}-layout.njk" })\n`
}

/** Stand for the libraries: they do what the recipes rely on. */
const UPLOT = `
export default class uPlot {
  constructor(options, data, target) {
    this.root = document.createElement("div")
    this.root.className = "uplot"
    target.append(this.root)
    this.setData(data)
  }
  setData(data) { this.root.textContent = JSON.stringify(data) }
  setSize({ width }) { this.root.title = width }
  destroy() { this.root.remove() }
}`
const FLATPICKR = `
globalThis.flatpickr = (input) => ({
  setDate(date) { input.title = "picker " + date },
  destroy() { globalThis.isDestroyed = true },
})`

let browser: Browser
let project: ReadmeProject
let url: string
let visitor: Visitor
beforeAll(async () => {
  const files: Record<string, string> = {
    "app.mjs": program.replace("app.listen", `${Object.keys(others).map(viewOf).join("")}app.listen`),
    "views/start.njk": "<p>{{ zone }}</p>",
    "public/vendor/uPlot.esm.js": UPLOT,
    "public/vendor/flatpickr.js": FLATPICKR,
    "public/vendor/govuk-frontend.min.js": readFileSync(
      join(root, "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js"),
      "utf8",
    ).replace(/^\/\/# source.*$/m, ""),
  }
  for (const { file, text } of blocks) if (file !== undefined && !(file in files)) files[file] = text
  const layout = fileOf("views/layout.njk")
  const script = '<script type="module" src="/hooks.js">'
  expect(layout).toContain(script)
  for (const name of Object.keys(others)) {
    files[`views/${name}-layout.njk`] = layout.replace(script, script.replace("hooks", name))
  }
  const byHand = blocks.find(({ text }) => text.includes("data-live-start"))?.text ?? ""
  files["views/start-layout.njk"] = layout.replace(`${script}</script>`, byHand)
  // As its page says, in front of the recipe's script.
  const flatpickr = '<script src="/vendor/flatpickr.js"></script>'
  expect(readFileSync(join(root, "docs/hooks.md"), "utf8")).toContain(flatpickr)
  files["views/picker-layout.njk"] = layout.replace(script, `${flatpickr}${script.replace("hooks", "picker")}`)
  project = new ReadmeProject(files, ["livemount", "nunjucks", "express", "zod"])
  url = await project.start("node app.mjs")
  browser = await launchChromium()
})
beforeEach(async () => {
  visitor = await Visitor.arrive(browser)
})
afterEach(async () => {
  const { complaints } = visitor
  await visitor.leave()
  expect(complaints).toEqual([])
})
afterAll(async () => {
  await leaveChromium(browser)
  await project.remove()
})

async function open(name: string): Promise<Page> {
  const page = await visitor.open(`${url}/${name}`)
  await page.locator(".live-connected").waitFor()
  return page
}

describe("docs/hooks.md", () => {
  it("begins with a program that draws, and asks the view", async () => {
    const page = await open("")
    const canvas = page.locator("canvas")
    const picture = (): Promise<string> => canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL())
    const blank = await page.evaluate(() => {
      const element = document.createElement("canvas")
      Object.assign(element, { width: 300, height: 100 })
      return element.toDataURL()
    })
    await eventually(async () => (await picture()) !== blank, true)
    const before = await picture()
    await page.getByRole("button", { name: "More" }).click()
    await eventually(async () => (await picture()) !== before, true)
    await canvas.click()
    await eventually(async () => (await canvas.getAttribute("title"))?.startsWith("3 points, "), true)
  })

  it("has a recipe for a chart library", async () => {
    const page = await open("chart")
    await eventually(() => page.locator(".uplot").textContent(), "[[0,1,2],[3,5,4]]")
    await page.getByRole("button", { name: "More" }).click()
    await eventually(async () => (await page.locator(".uplot").textContent())?.startsWith("[[0,1,2,3],[3,5,4,"), true)
    expect(await page.locator(".uplot").count()).toBe(1)
  })

  it("has a recipe for a date picker", async () => {
    const page = await open("picker")
    const input = page.getByLabel("Day")
    // As the library does it.
    await input.evaluate((element: HTMLInputElement) => {
      element.value = "2026-03-09"
      element.dispatchEvent(new Event("input", { bubbles: true }))
    })
    await eventually(() => page.locator("output").textContent(), "2026-03-09")
    await page.getByRole("button", { name: "Tomorrow" }).click()
    await eventually(() => input.inputValue(), "2026-03-02")
    await eventually(() => input.getAttribute("title"), "picker 2026-03-02")
    await page.evaluate(() => document.querySelector("form")?.remove())
    await eventually(() => page.evaluate(() => "isDestroyed" in globalThis), true)
  })

  it("has a recipe for GOV.UK Frontend", async () => {
    const page = await open("govuk")
    await page.getByRole("button").click()
    await page.getByLabel("Details").fill("Hello")
    await eventually(
      () => page.locator(".govuk-character-count__status").first().textContent(),
      "You have 15 characters remaining",
    )
  })

  it("has a custom element, which needs no hook", async () => {
    const page = await open("element")
    expect(await page.locator("ago-time").textContent()).toBe("2 minutes ago")
    await page.getByRole("button").click()
    await eventually(() => page.locator("ago-time").textContent(), "5 minutes ago")
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name))
    expect(loaded.filter((name) => name.includes("hooks"))).toEqual([])
  })

  it("starts the client by hand", async () => {
    const page = await open("start")
    const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    await eventually(() => page.locator("p").textContent(), zone)
  })

  it("has TypeScript that is right", () => {
    expect(project.compile({ lib: ["es2022", "dom"] })).toBe("")
  })
})
