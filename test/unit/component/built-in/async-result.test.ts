import { asyncResult, toDone } from "../../../../src/async/async-result.js"
import { components } from "../../../../src/component/built-in/components.js"
import { html } from "../../../../src/render/values/html.js"
import { toHtml } from "../../../../src/render/write/write-html.js"
import { show } from "../../../support/show-components.js"

const template =
  '{% async_result assign=popular let=posts %}{{ posts | join(",") }}{% slot "loading" %}…{% endslot %}' +
  '{% slot "failed" let=reason %}No: {{ reason.message }}{% endslot %}{% endasync_result %}'

describe("asyncResult", () => {
  const ok = asyncResult.ok(["a", "b"])

  it("shows the result, and the last one while it is loaded again or could not be", () => {
    expect(show(template, { popular: ok })).toBe("a,b")
    expect(show(template, { popular: toDone(ok, { ok: false, reason: new Error("x") }) })).toBe("a,b")
    const shown = components.asyncResult({ assign: ok }, { default: (posts) => html`<i>${posts.length}</i>` })
    expect(toHtml(shown)).toBe("<i>2</i>")
  })

  it("shows that it is loading, or why there is none", () => {
    expect(show(template, { popular: asyncResult.loading() })).toBe("…")
    expect(show(template, { popular: asyncResult.failed(new Error("lost")) })).toBe("No: lost")
  })

  it("shows nothing where nothing was written for a state", () => {
    const slots = { default: () => "x" }
    expect(toHtml(components.asyncResult({ assign: asyncResult.loading() }, slots))).toBe("")
    expect(toHtml(components.asyncResult({ assign: asyncResult.failed(1) }, slots))).toBe("")
  })

  it.each([null, 5, ["a"], { ok: true, result: 1 }])("says what it takes, where it is given %j", (popular) => {
    expect(() => show(template, { popular })).toThrow(/"async_result" has to be an async result/)
  })
})
