/** A page that comes back to another process of its app than that which keeps its view. */

import type { Joined } from "../../../src/protocol/frames.js"
import { html } from "../../../src/render/values/html.js"
import { nodeTag } from "../../../src/supervise/node-tag.js"
import type { CloseReason } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { BusHub } from "../../support/bus-hub.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns } from "../../support/view-harness.js"

let ended: CloseReason[]
const cart = liveView<{ items: number; looks: number }>({
  name: "cart",
  persist: ["items"],
  mount: () => ({ items: 0, looks: 0 }),
  events: {
    add: (_params, socket) => socket.update("items", (items) => items + 1),
    look: (_params, socket) => socket.update("looks", (looks) => looks + 1),
  },
  terminate: (reason) => void ended.push(reason),
  render: ({ items, looks }) => html`<p>${items}</p><p>${looks}</p>`,
})

beforeEach(() => {
  ended = []
})

async function setUp() {
  const hub = new BusHub()
  const [one, two] = ["one", "two"].map((node) => new PeerServer({ hub, node, resumeWindow: 60_000 })) as [
    PeerServer,
    PeerServer,
  ]
  await allTurns()
  const page = await one.page(cart)
  await two.page(cart)
  const ends = one.connect(page)
  const joined = (await ends.join(page)) as Joined
  const comeBack = (k = joined.k as string): Promise<Joined> =>
    two.connect(page).join(page, { a: true, r: { k, f: 0, e: 0 } }) as Promise<Joined>
  return { hub, one, two, page, ends, joined, comeBack }
}

it("has what the view persists there, and is told what that one was given", async () => {
  const { one, ends, joined, comeBack } = await setUp()
  expect(joined.k).toMatch(/^one:/)
  await ends.event(0, "add")
  await ends.event(0, "add")
  await ends.event(0, "look")
  ends.connection.left()
  expect(one.kept?.detachedCount).toBe(1)
  const again = await comeBack()
  expect(again).toMatchObject({ d: { 0: "2", 1: "0" }, g: 3, k: expect.stringMatching(/^two:/) })
  expect(again).not.toHaveProperty("r")
  await allTurns()
  expect([ended, one.supervisor.count, one.kept?.detachedCount]).toEqual([["disconnect"], 0, 0])
})

it("also while its old connection is not known to be lost", async () => {
  const { one, ends, comeBack } = await setUp()
  await ends.event(0, "add")
  expect(await comeBack()).toMatchObject({ d: { 0: "1" }, g: 1 })
  await allTurns()
  expect(one.supervisor.count).toBe(0)
})

it("begins anew a second later where that process is gone", async () => {
  const { two, comeBack } = await setUp()
  const coming = comeBack(`gone:${nodeTag(two.signer, "gone")}5d9a1f6e-0b1c-4a54-9a0e-2a8b6f1d3c11`)
  await allTurns()
  two.clock.pass(1_000)
  const joined = await coming
  expect(joined).toMatchObject({ d: { 0: "0" } })
  expect(joined).not.toHaveProperty("g")
})

it("begins anew at once with a key by the name of a process that nobody has vouched for", async () => {
  const { comeBack, joined } = await setUp()
  const key = (joined.k as string).replace(/^one/, "uno")
  expect(await comeBack(key)).toMatchObject({ d: { 0: "0" } })
})

it("gets nothing with a key of another browser's", async () => {
  const { one, two, joined } = await setUp()
  const other = await two.page(cart)
  const reply = await two.connect(other).join(other, { a: true, r: { k: joined.k as string, f: 0, e: 0 } })
  expect(reply).toMatchObject({ d: { 0: "0" } })
  expect(reply).not.toHaveProperty("g")
  expect(one.supervisor.count).toBe(1)
})

it("is told what that one was given also where what it persists makes the mount fail", async () => {
  const { one, two } = await setUp()
  const fragile = liveView<{ items: number }>({
    name: "fragile",
    persist: ["items"],
    restore: () => Promise.reject(new Error("it does not fit")),
    mount: () => ({ items: 0 }),
    events: { add: (_params, socket) => socket.update("items", (items) => items + 1) },
    render: ({ items }) => html`<p>${items}</p>`,
  })
  const page = await one.page(fragile)
  two.serves(fragile)
  const ends = one.connect(page)
  const { k } = (await ends.join(page)) as Joined
  await ends.event(0, "add")
  const again = await two.connect(page).join(page, { a: true, r: { k: k as string, f: 0, e: 0 } })
  expect(again).toMatchObject({ d: { 0: "0" }, g: 1 })
})
