/** A tag slot tells the browser which state of a control it may bring: what the server did not take has to go back. */

import { renderFirst, setUp } from "../../support/nunjucks-setup.js"

const textOf = (template: string): string => {
  const { renderer } = setUp({ main: template })
  return renderFirst(renderer, { on: false, item: {}, attrs: "" })[0].text
}

describe("the text for the browser says of a tag slot", () => {
  it.each([
    [`<input type="checkbox" {{ "checked" if on }}>`, "checked"],
    [`<input type="checkbox" {% if on %}checked{% endif %}>`, "checked"],
    [`<input type="checkbox" {{ "checked" if on else "" }} {{ "disabled" if item.off }}>`, "checked"],
    [`<option {{ 'selected="selected"' if on }}>a</option>`, "selected"],
    [`<input {% if on %}value="{{ item.text }}"{% endif %}>`, "value"],
    [`<input {{ ('value="' + item.text + '"') | safe }}>`, "value"],
  ])("%s that it may bring %s", (template, name) => {
    expect(textOf(template)).toMatch(new RegExp(` \\$\\d+="${name}" `))
  })

  it.each([
    `<input type="checkbox" {{ "disabled" if item.checked }}>`,
    `<input type="checkbox" {{ "disabled" if item.state == "checked" }}>`,
    `<input {{ "required" if item.value }}>`,
    `<input {% if on %}live-value-id="{{ item.value }}"{% endif %}>`,
    `<input {{ attrs }}>`,
  ])("%s nothing", (template) => {
    expect(textOf(template)).toMatch(/ \$\d+ /)
  })
})
