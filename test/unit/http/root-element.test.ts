import { writeRootElement } from "../../../src/http/visit/root-element.js"

it("a root element names its view, its token and its templates", () => {
  const root = {
    container: "section",
    id: "counter-1",
    view: "counter",
    token: "1.a.b",
    templates: ["t-1", "t_2"],
    content: "<p></p>",
  }
  expect(writeRootElement(root)).toBe(
    '<section id="counter-1" data-live="counter" data-live-token="1.a.b" data-live-templates="t-1 t_2"><p></p></section>',
  )
})
