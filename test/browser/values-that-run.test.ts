/** Attacks by values, in Chromium: each runs where plain nunjucks prints it, and none where livemount does. */

import nunjucks from "nunjucks"
import type { Browser, Page } from "playwright-core"
import { isLiveError } from "../../src/errors/live-error.js"
import type { Rendered } from "../../src/render/values/values.js"
import { changesBetween, setUp } from "../support/nunjucks-setup.js"
import { launchChromium, leaveChromium } from "./support/chromium.js"
import { DomPage } from "./support/dom-page.js"

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => leaveChromium(browser))

/** What an attack does. Links and forms lead to a frame of the page. */
const RUN = "parent.ran.push(1)"
const FRAME = '<iframe name="frame"></iframe>'

interface Attack {
  readonly name: string
  readonly source: string
  readonly values: Readonly<Record<string, unknown>>
  /** What the values are in the render before. */
  readonly harmless: Readonly<Record<string, unknown>>
}

const link = { x: `javascript:${RUN}` }
const attacks: readonly Attack[] = [
  { name: "a script of svg", source: "<svg><script>{{ x }}</script></svg>", values: { x: RUN }, harmless: { x: "" } },
  {
    name: "the address of a script of svg",
    source: '<svg><script href="{{ x }}"></script></svg>',
    values: { x: `data:text/javascript,${RUN}` },
    harmless: { x: "" },
  },
  {
    name: "a name that is chosen",
    source: '<img src="data:," {{ "onerror" if on else "title" }}="{{ x }}">',
    values: { on: true, x: RUN },
    harmless: { on: false, x: "a" },
  },
  {
    name: "a name that is a value",
    source: '<img src="data:," {{ n }}="{{ x }}">',
    values: { n: "onerror", x: RUN },
    harmless: { n: "title", x: "a" },
  },
  {
    name: "a name that a branch writes",
    source: `${FRAME}<a id="go" target="frame" {% if on %}href{% else %}data-href{% endif %}="{{ x }}">go</a>`,
    values: { on: true, ...link },
    harmless: { on: false, x: "a" },
  },
  {
    name: "a name that goes on",
    source: '<img src="data:," on{{ n }}="{{ x }}">',
    values: { n: "error", x: RUN },
    harmless: { n: "ce", x: "" },
  },
  {
    name: "a macro of attributes",
    source:
      '{% macro all(record) %}{% for k, v in record %} {{ k }}="{{ v }}"{% endfor %}{% endmacro %}<img src="data:,"{{ all(record) }}>',
    values: { record: { onerror: RUN } },
    harmless: { record: {} },
  },
  {
    name: "a text without quotes",
    source: '<img src="data:," title={{ x }}>',
    values: { x: `a onerror=${RUN}` },
    harmless: { x: "a" },
  },
  {
    name: "the document of a frame",
    source: '<iframe {{ n }}="{{ x }}"></iframe>',
    values: { n: "srcdoc", x: `<script>${RUN}</script>` },
    harmless: { n: "title", x: "a" },
  },
  {
    name: "the address of a frame",
    source: '<iframe {{ n }}="{{ x }}"></iframe>',
    values: { n: "src", ...link },
    harmless: { n: "title", x: "a" },
  },
  {
    name: "the action of a form",
    source: `${FRAME}<form target="frame" {{ n }}="{{ x }}"><button id="go">go</button></form>`,
    values: { n: "action", ...link },
    harmless: { n: "title", x: "a" },
  },
  {
    name: "the action of a button",
    source: `${FRAME}<form target="frame"><button id="go" {{ n }}="{{ x }}">go</button></form>`,
    values: { n: "formaction", ...link },
    harmless: { n: "title", x: "a" },
  },
  {
    name: "a link in svg",
    source: `${FRAME}<svg><a id="go" target="frame" {{ n }}="{{ x }}"><text y="20">go</text></a></svg>`,
    values: { n: "xlink:href", ...link },
    harmless: { n: "class", x: "a" },
  },
  {
    name: "an address with static text behind it",
    source: `${FRAME}<a id="go" target="frame" href="{{ x }}:${RUN}">go</a>`,
    values: { x: "javascript" },
    harmless: { x: "/a" },
  },
  {
    name: "the name of a tag",
    source: "<{{ tag }}>{{ x }}</{{ tag }}>",
    values: { tag: "script", x: RUN },
    harmless: { tag: "b", x: "a" },
  },
  {
    name: "a tag and more",
    source: "<{{ tag }}>",
    values: { tag: `img src=data:, onerror=${RUN}` },
    harmless: { tag: "hr" },
  },
  {
    name: "a name in a region",
    source: '{% if on %}<p>{% endif %}<img src="data:," {{ n }}="{{ x }}">{% if on %}</p>{% endif %}',
    values: { on: true, n: "onerror", x: RUN },
    harmless: { on: true, n: "title", x: "a" },
  },
  {
    name: "the end of a script in JSON",
    source: '<script type="application/json">{{ x | dump | safe }}</script>',
    values: { x: `</script><img src=data:, onerror=${RUN}>` },
    harmless: { x: "a" },
  },
  {
    name: "the end of a script in JSON, in a region",
    source:
      '{% if on %}<p>{% endif %}<script type="application/json">{{ x | dump | safe }}</script>{% if on %}</p>{% endif %}',
    values: { on: true, x: `</script><img src=data:, onerror=${RUN}>` },
    harmless: { on: true, x: "a" },
  },
  {
    name: "the end of a style",
    source: "<style>{{ x | safe }}</style>",
    values: { x: `</style><img src="data:," onerror="${RUN}">` },
    harmless: { x: "a" },
  },
  {
    name: "another type in front of a script's own",
    source: '<script {{ attributes | safe }} type="application/json">{{ x }}</script>',
    values: { attributes: 'type="module"', x: RUN },
    harmless: { attributes: "", x: "1" },
  },
]

async function trigger(page: Page): Promise<void> {
  const target = page.locator("#go")
  if ((await target.count()) > 0) await target.dispatchEvent("click")
}

/** What has run, once everything has that came before this. */
async function ran(page: Page): Promise<unknown> {
  // Errors of images, frames and addresses come as tasks; two frames of the page and one more of these addresses are behind.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
  await page.evaluate(`new Promise((done) => {
    const image = new Image()
    image.onerror = () => { const frame = document.createElement("iframe"); frame.onload = () => done(); frame.srcdoc = "a"; document.body.append(frame) }
    image.src = "data:,"
  })`)
  return page.evaluate("ran")
}

const before = "globalThis.ran = []"

describe("plain nunjucks", () => {
  let page: Page
  let body = ""

  beforeAll(async () => {
    page = await browser.newPage()
    await page.addInitScript(before)
    await page.route("http://plain.test/", (route) => route.fulfill({ contentType: "text/html", body }))
  })
  afterAll(() => page.close())

  it.each(attacks)("runs $name", async ({ source, values }) => {
    body = `<!doctype html><body>${nunjucks.renderString(source, values)}`
    await page.goto("http://plain.test/")
    await trigger(page)
    await page.waitForFunction("ran.length > 0")
  })
})

it.each(attacks)("$name does not run in the first HTML", async ({ source, values }) => {
  let tree: Rendered
  try {
    tree = setUp({ main: source }).renderer.render(values, undefined, undefined) as Rendered
  } catch (error) {
    expect(isLiveError(error, "LV_TEMPLATE_COMPILE")).toBe(true)
    return
  }
  const live = await DomPage.open(browser, tree, { first: before })
  await trigger(live.page)
  expect(await ran(live.page)).toEqual([])
  await live.close()
})

it.each(attacks)("$name does not run after an update", async ({ source, values, harmless }) => {
  const { renderer } = setUp({ main: source })
  let tree: Rendered
  let next: Rendered
  try {
    tree = renderer.render(harmless, undefined, undefined) as Rendered
    next = renderer.render(values, changesBetween(harmless, values), tree) as Rendered
  } catch (error) {
    expect(isLiveError(error, "LV_TEMPLATE_COMPILE")).toBe(true)
    return
  }
  const live = await DomPage.open(browser, tree, { first: before })
  await live.update(next)
  await trigger(live.page)
  expect(await ran(live.page)).toEqual([])
  await live.close()
})
