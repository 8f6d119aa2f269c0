import { html } from "../../../src/render/values/html.js"
import type { InstanceOwner } from "../../../src/transport/instance.js"
import { makeInstance } from "../../../src/transport/join.js"
import { defaultLimits } from "../../../src/transport/limits.js"
import { PageConnection } from "../../../src/transport/page-connection.js"

describe("the templates that a client says it holds", () => {
  test("are remembered for its connection where they exist, however many it names", () => {
    const page = new PageConnection(defaultLimits, 0)
    const [{ id }] = html`<p>known to this process</p>`
    const token = { view: "v", id: "v-1", session: {}, params: {}, url: "/", digests: "" }
    for (let join = 0; join < 3; join++) {
      const invented = Array.from({ length: 1000 }, (_, i) => `invented-${join}-${i}`)
      const request = { v: 1, t: "", h: [id, ...invented], n: [] }
      const { table } = makeInstance({ page } as unknown as InstanceOwner, join, { token, issuedAt: 0 }, request)
      expect(table.ids).toEqual(request.h)
    }
    expect([...page.sent]).toEqual([id])
  })
})
