/** What makes two pages of the server two documents, whatever their heads say. */
import { ServerPage } from "../../../../../client/features/pages/server-page.js"

const mark = { script: "s", liveSession: "", identity: "", policies: "", root: "list-1" }

function page(head: string, body = "", policies = ""): ServerPage {
  const html = `<!doctype html><head>${head}</head><body>${body}<div id="list-1" data-live="list"><b>rows</b></div></body>`
  return new ServerPage(new DOMParser().parseFromString(html, "text/html"), mark, policies, "live-")
}

it.each([
  ["content, title, description", `<title>A</title><meta name="description" content="a">`, `<title>B</title>`, true],
  [
    "data in scripts",
    `<script type="application/ld+json">{"a":1}</script>`,
    `<script type="application/ld+json">{}</script>`,
    true,
  ],
  ["nonces of scripts", `<script nonce="a">run()</script>`, `<script nonce="b">run()</script>`, true],
  [
    "nonces of what is tracked",
    `<link nonce="a" live-track href="/a.css">`,
    `<link nonce="b" live-track href="/a.css">`,
    true,
  ],
  ["inline scripts", `<script>run()</script>`, `<script>walk()</script>`, false],
  ["modules", `<script type="module">run()</script>`, "", false],
  ["sources of scripts", `<script src="/a.js"></script>`, `<script src="/b.js"></script>`, false],
  ["import maps", `<script type="importmap">{}</script>`, `<script type="importmap">{"imports":{}}</script>`, false],
  ["bases", `<base href="/a/">`, `<base href="/b/">`, false],
  ["what stands for a header", "", `<meta http-equiv="refresh" content="0">`, false],
  ["referrer policies", `<meta name="Referrer" content="unsafe-url">`, "", false],
  ["what is tracked", `<link live-track href="/a.css">`, `<link live-track href="/b.css">`, false],
])("may differ in %s: the browser tells how", (_what, one, other, isSame) => {
  expect(page(one).mayBecome(page(other))).toBe(isSame)
})

it("differ by policies that a proxy has set, and by scripts in the body", () => {
  expect(page("", "", "a").mayBecome(page("", "", "b"))).toBe(false)
  expect(page("", "<script>run()</script>").mayBecome(page(""))).toBe(false)
})

it("knows which elements had the nonce of its script, and what it was no more", () => {
  const one = page(
    `<script nonce="a" data-live-page="x"></script><style nonce="a" id="own"></style><style nonce="b" id="other"></style><style id="none"></style>`,
  )
  const nonceOf = (id: string) => one.document.getElementById(id)?.getAttribute("nonce")
  expect([nonceOf("own"), nonceOf("other"), nonceOf("none")]).toEqual(["", null, null])
})

it("gives its root away once, and holds the place for the walk", () => {
  const one = page("", `<form data-live-post id="post"></form><p nonce="a" id="p"></p>`)
  const shown = Object.assign(document.createElement("section"), { id: "shown-1" })
  one.emptyRoot(shown)
  expect(one.document.body.innerHTML).toBe(`<p id="p"></p><section id="shown-1" data-live-place=""></section>`)
  expect([one.takeRoot()?.innerHTML, one.takeRoot(), one.hasRoot, one.hiddenForm?.id]).toEqual([
    "<b>rows</b>",
    undefined,
    true,
    "post",
  ])
})
