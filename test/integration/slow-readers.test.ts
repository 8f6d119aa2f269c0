/** Pages that do not read what they are told, over real connections that are really not read. */

import { setTimeout as sleep } from "node:timers/promises"
import { topic } from "../../src/pubsub/topic.js"
import { html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { inUse } from "../support/heap.js"
import { joinLive, type LiveConnection, type LiveInstance } from "../support/live-client.js"
import { type LiveServer, startLive } from "../support/live-server.js"

const MB = 1_048_576

const ticks = topic<number>("ticks")
const filler = "x".repeat(16_384)
const handled: number[] = []

const prices = liveView<{ tick: number; clicks: number }, number>({
  name: "prices",
  mount(_params, _session, socket) {
    socket.subscribe(ticks)
    return { tick: 0, clicks: 0 }
  },
  events: { click: (_params, socket) => socket.update("clicks", (clicks) => clicks + 1) },
  handleInfo(tick, socket) {
    if (tick % 1000 === 0) handled.push(tick)
    socket.assign({ tick })
    socket.pushEvent("ticked", tick)
  },
  render: ({ tick, clicks }) => html`<p>${tick} ${clicks}</p><i>${tick % 1000 === 0 ? filler : `${tick}${filler}`}</i>`,
})

/** Handles nothing before it is told to. */
const stuck = liveView<object, number>({
  name: "stuck",
  mount(_params, _session, socket) {
    socket.subscribe(ticks)
    return {}
  },
  handleInfo: () => new Promise(() => {}),
  render: () => html`<p>stuck</p>`,
})

type TransportName = "websocket" | "polling"

/** Stops a client from reading, and has it read again. */
function reading({ manager }: LiveConnection, transport: TransportName) {
  if (transport === "websocket") {
    const { ws } = manager.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
    return { stop: () => ws.pause(), goOn: () => ws.resume() }
  }
  const polling = manager.engine.transport as unknown as { doPoll(): void }
  const { doPoll } = polling
  return {
    stop: () => Object.assign(polling, { doPoll: () => {} }),
    goOn() {
      Object.assign(polling, { doPoll })
      polling.doPoll()
    },
  }
}

let server: LiveServer

beforeAll(async () => {
  server = await startLive({ views: [prices] })
})
afterAll(() => server.close())
beforeEach(() => {
  handled.length = 0
})

/** Broadcasts, each in a turn of its own: so each would be a frame. */
async function broadcastEach(from: number, to: number): Promise<void> {
  for (let tick = from; tick <= to; tick++) {
    server.services.pubsub.broadcast(ticks, tick)
    await new Promise(setImmediate)
    await new Promise(setImmediate)
  }
}

/** Takes frames until one shows this text. */
async function framesUntil(instance: LiveInstance, text: string): Promise<number> {
  for (let count = 1; ; count++) {
    const { diff } = await instance.nextPush()
    if (diff?.[0] === text) return count
  }
}

describe.each<TransportName>(["websocket", "polling"])("a page that does not read, by %s", (transport) => {
  it("costs little, and shows the latest state when it reads again", async () => {
    const slow = await joinLive(server.url, await server.page(prices), { transports: [transport] })
    const { stop, goOn } = reading(slow.connection, transport)
    await broadcastEach(1, 10)
    expect(await framesUntil(slow, "10")).toBeLessThanOrEqual(10)
    stop()
    // The system's own buffers take some megabytes before ours fill: of 16 KB each.
    await broadcastEach(11, 1000)
    const before = inUse()
    await broadcastEach(1001, 2000)
    expect(handled).toEqual([1000, 2000])
    expect(inUse() - before).toBeLessThan(MB / 4)
    goOn()
    expect(await framesUntil(slow, "2000")).toBeLessThan(990)
    // It is told everything again.
    await broadcastEach(2001, 2003)
    expect(await framesUntil(slow, "2003")).toBeLessThanOrEqual(3)
    slow.connection.close()
  })

  it("has its events answered in their order, by what is latest then", async () => {
    const slow = await joinLive(server.url, await server.page(prices), { transports: [transport] })
    const { stop, goOn } = reading(slow.connection, transport)
    stop()
    await broadcastEach(1, 700)
    const answers = [slow.event("click"), slow.event("click")]
    await sleep(50)
    await broadcastEach(701, 710)
    goOn()
    const [first, second] = await Promise.all(answers)
    expect(first?.diff?.[1]).toBe("1")
    expect(second?.diff?.[1]).toBe("2")
    await framesUntil(slow, "710")
    slow.connection.close()
  })
})

it("1,000 infos in one burst are one frame", async () => {
  const instance = await joinLive(server.url, await server.page(prices))
  for (let tick = 1; tick <= 1000; tick++) server.services.pubsub.broadcast(ticks, tick)
  const { diff, extras } = await instance.nextPush()
  expect(diff?.[0]).toBe("1000")
  expect(extras?.e).toHaveLength(1000)
  expect(handled).toEqual([1000])
  instance.connection.close()
})

it("a view that does not keep up ends, and its page is told so by a code", async () => {
  const instance = await joinLive(server.url, await server.page(stuck))
  for (let tick = 1; tick <= 1_001; tick++) {
    server.services.pubsub.broadcast(ticks, tick)
    if (tick === 1) await new Promise(setImmediate)
  }
  server.services.pubsub.broadcast(ticks, 1_002)
  expect(await instance.nextExit()).toMatchObject({ code: "LV_TOO_MANY_INFOS" })
  instance.connection.close()
})
