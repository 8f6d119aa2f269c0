/**
 * @jest-environment jest-environment-jsdom
 *
 * What the model and the rounds have found, each by itself.
 */
import { setImmediate } from "node:timers"
import type { ModelPage } from "./model-page.js"
import { World } from "./world.js"

beforeAll(() => {
  // Node's, which jsdom has not.
  Object.assign(globalThis, { setImmediate })
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick", "performance"] })
})
afterAll(() => {
  jest.useRealTimers()
})

let world: World
let page: ModelPage
beforeEach(async () => {
  world = new World((ms) => jest.advanceTimersByTime(ms))
  await world.openPage()
  await world.settle()
  page = world.pages[0] as ModelPage
  expect(world.wrongs()).toEqual([])
})
afterEach(() => world.close())

const LOST = { up: 0, down: 0, client: true, server: true } as const

async function arrive(direction: "up" | "down"): Promise<void> {
  page.connection.line?.deliver(direction, 1)
  await world.turns()
}

/** Connects, and has the server take the join that follows. */
async function comeBack(): Promise<void> {
  world.reconnect(page)
  await arrive("up")
  await arrive("down")
  await arrive("up")
}

async function isWell(): Promise<void> {
  await world.settle()
  expect(world.wrongs()).toEqual([])
}

it("comes back to its process though the answer of the join that came back is lost", async () => {
  const { run } = page.shown
  world.cut(page, LOST)
  world.info()
  await comeBack()
  world.cut(page, LOST)
  await isWell()
  expect(page.shown).toMatchObject({ run, infos: "1" })
})

it("is told what became of its events though the answer that played them is lost", async () => {
  for (const by of ["hook", "element", "queueing element"] as const) world.make(page, "count", by)
  world.cut(page, { ...LOST, up: 3 })
  await world.turns()
  await comeBack()
  world.cut(page, LOST)
  await isWell()
  expect(page.events.map(({ fate }) => fate)).toEqual(["done", "done", "done"])
  expect(page.said).toEqual([0, 1, 2])
})

it("is told all by the second join when the first one waits behind a slow handler", async () => {
  for (let n = 0; n < 3; n++) world.make(page, "wait", "hook")
  world.cut(page, { ...LOST, up: 3 })
  await comeBack()
  world.cut(page, LOST)
  await isWell()
  expect(page.events.map(({ fate }) => fate)).toEqual(["done", "done", "done"])
})
