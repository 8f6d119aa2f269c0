import { components } from "../../../../src/component/built-in/components.js"
import { safeUrl } from "../../../../src/html/text/safe-url.js"
import { html } from "../../../../src/render/values/html.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { show } from "../../../support/show-components.js"

const { link } = components

describe("link", () => {
  it("loads a page, or has the browser's script show another state or view", () => {
    expect(toHtml(link({ href: "/a?b&c", class: "tab" }, html`<b>A</b>`))).toBe(
      '<a href="/a?b&amp;c" class="tab"><b>A</b></a>',
    )
    expect(toHtml(link({ patch: "/a" }, "A"))).toBe('<a href="/a" live-patch="" >A</a>')
    expect(toHtml(link({ navigate: "/a", replace: true }, "A"))).toBe('<a href="/a" live-navigate="replace" >A</a>')
    expect(show('{% link patch="/" ~ to %}{{ to }}{% endlink %}', { to: "x" })).toBe(
      '<a href="/x" live-patch="" >x</a>',
    )
  })

  it("is a form with one button for other methods", () => {
    const csrf = { name: "_csrf", value: 'a"b' }
    expect(toHtml(link({ href: "/session", method: "delete", csrf, class: "quiet" }, "Log out"))).toBe(
      '<form class="live-link" action="/session" method="post"><input type="hidden" name="_method" value="delete">' +
        '<input type="hidden" name="_csrf" value="a&quot;b"><button class="quiet">Log out</button></form>',
    )
    expect(toHtml(link({ href: "/session", method: "post" }, "In"))).toBe(
      '<form class="live-link" action="/session" method="post"><button >In</button></form>',
    )
  })

  it("takes one address, and a method with `href` only", () => {
    const oneOf = /the component "link" takes one of `href`, `patch` and `navigate`/
    expect(() => link({}, "A")).toThrow(oneOf)
    expect(() => link({ href: "/a", patch: "/b" }, "A")).toThrow(oneOf)
    expect(() => link({ patch: "/a", method: "post" }, "A")).toThrow(/goes with `href` only/)
  })

  it("blocks an address that is a script, unless it is vouched for", () => {
    const script = "javascript:alert(1)"
    expect(toHtml(link({ href: script }, "A"))).not.toContain(script)
    expect(toHtml(link({ href: script, method: "post" }, "A"))).not.toContain(script)
    expect(toHtml(link({ href: safeUrl(script) }, "A"))).toContain(script)
    expect(show("{% link href=to %}A{% endlink %}", { to: script })).not.toContain(script)
  })
})
