/** What of the head of another page comes into this one. */
import { HeadChange } from "../../../../../client/features/pages/head.js"

const page = (head: string): Document => new DOMParser().parseFromString(`<head>${head}</head>`, "text/html")

const old = `<title>Old</title><meta name="description" content="old"><meta name="viewport" content="width=device-width">
  <meta http-equiv="refresh-not" content="old"><link rel="canonical" href="/old"><link rel="alternate" hreflang="de" href="/alt">
  <script type="application/ld+json">{"name":"old"}</script>`
const next = `<title>Next</title><meta name="description" content="next"><meta name="viewport" content="width=device-width">
  <meta http-equiv="refresh-not" content="next"><link rel="canonical" href="/next"><link rel="alternate" hreflang="fr" href="/neu">
  <script type="application/ld+json">{"name":"next"}</script>`

describe("the head of a page that takes another's place", () => {
  beforeEach(() => {
    document.head.innerHTML = `${old}<meta name="theme" content="of a script">`
    const kept = document.querySelector('meta[name="viewport"]')
    new HeadChange(page(old), page(next)).write()
    expect(document.querySelector('meta[name="viewport"]')).toBe(kept)
  })

  const all = (selector: string, name: string): (string | null)[] =>
    [...document.head.querySelectorAll(selector)].map((element) => element.getAttribute(name))

  it("describes the next page: title, meta, canonical and alternate links, JSON-LD", () => {
    expect(document.title).toBe("Next")
    expect(all('meta[name="description"]', "content")).toEqual(["next"])
    expect(all('link[rel="canonical"]', "href")).toEqual(["/next"])
    expect(all('link[rel="alternate"]', "hreflang")).toEqual(["fr"])
    expect(
      [...document.querySelectorAll('script[type="application/ld+json"]')].map((data) => data.textContent),
    ).toEqual(['{"name":"next"}'])
  })

  it("keeps what a script has put there, and leaves what rules the document as it is", () => {
    expect(all('meta[name="theme"]', "content")).toEqual(["of a script"])
    expect(all("meta[http-equiv]", "content")).toEqual(["old"])
  })
})

it("takes the style sheets of a page along that nobody wants any more", async () => {
  document.head.innerHTML = "<style>p { color: red }</style>"
  const head = new HeadChange(page("<style>p { color: red }</style>"), page("<style>p { color: blue }</style>"))
  await head.loadStyles()
  const styles = (): (string | null)[] => [...document.querySelectorAll("style")].map((style) => style.textContent)
  expect(styles()).toEqual(["p { color: red }", "p { color: blue }"])
  head.undo()
  expect(styles()).toEqual(["p { color: red }"])
})
