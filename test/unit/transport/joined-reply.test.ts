import { html } from "../../../src/render/values/html.js"
import { SentTemplates } from "../../../src/render/values/sent-templates.js"
import { tableOf } from "../../../src/transport/joined-reply.js"

describe("the templates that a client says it holds", () => {
  test("are remembered for its connection where they exist, however many it names", () => {
    const sent = new SentTemplates()
    const [{ id }] = html`<p>known to this process</p>`
    for (let join = 0; join < 3; join++) {
      const invented = Array.from({ length: 1000 }, (_, i) => `invented-${join}-${i}`)
      const request = { v: 1, t: "", h: [id, ...invented], n: [] }
      expect(tableOf(request, sent).ids).toEqual(request.h)
    }
    expect([...sent.ids]).toEqual([id])
  })
})
