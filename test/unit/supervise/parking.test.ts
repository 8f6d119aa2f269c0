import { channel } from "node:diagnostics_channel"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { type ClientNames, ClientTally } from "../../../src/supervise/client-tally.js"
import { type AdoptOptions, defaultAdoptOptions, Parking } from "../../../src/supervise/parking.js"
import { ParkingPlace, type PlaceState } from "../../../src/supervise/parking-place.js"
import { Supervisor } from "../../../src/supervise/supervisor.js"
import { definitionOf } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { FakeClock } from "../../support/fake-clock.js"
import { PeerServer } from "../../support/peer-server.js"
import { allTurns } from "../../support/view-harness.js"

const ANN: ClientNames = { browser: "ann", address: "192.0.2.1" }
const ended: string[] = []
const definition = definitionOf(
  liveView({
    name: "waiting",
    mount(_params, _session, socket) {
      socket.sendInterval(1000, "tick")
      return {}
    },
    handleInfo: () => {},
    terminate: (reason) => ended.push(reason),
    render: () => html`<p></p>`,
  }),
)

beforeEach(() => {
  ended.length = 0
})

function setUp(options: Partial<AdoptOptions> = {}) {
  const clock = new FakeClock()
  const parking = new Parking(clock, { ...defaultAdoptOptions, ...options })
  const supervisor = new Supervisor({ parking })
  const services = { ...new PeerServer().services, clock }
  const renderer = functionRenderer(definition.render as never)
  /** A process that has rendered its page, in a place of this client. */
  async function parked(client = ANN) {
    const place = parking.reserve(client, "waiting") as ParkingPlace
    const process = supervisor.spawn({
      definition,
      renderer,
      id: "waiting-1",
      isLive: true,
      params: {},
      session: {},
      services,
    })
    parking.occupy(place, process)
    await process.start()
    parking.park(place)
    return { place, process }
  }
  return { clock, parking, supervisor, parked }
}

describe("a process that waits for its page", () => {
  test("is taken over by its key, once, and then lives on", async () => {
    const { clock, parking, supervisor, parked } = setUp()
    const { place, process } = await parked()
    expect(place.key).toMatch(/^[\w-]{22}$/)
    expect(parking.adopt("unknown")).toBeUndefined()
    expect(parking.adopt(undefined)).toBeUndefined()
    expect(parking.adopt(place.key)).toBe(process)
    expect(parking.adopt(place.key)).toBeUndefined()
    expect(parking.count).toBe(0)
    clock.pass(60_000)
    expect([process.state, supervisor.count]).toEqual(["mounted", 1])
  })

  test("ends when its time is over: neither it nor one of its timers is left", async () => {
    const { clock, parking, supervisor, parked } = setUp()
    const { place } = await parked()
    clock.pass(9999)
    expect([parking.count, supervisor.count]).toEqual([1, 1])
    clock.pass(1)
    await allTurns()
    expect([parking.count, supervisor.count, clock.waiting, ended]).toEqual([0, 0, 0, ["leave"]])
    expect(parking.adopt(place.key)).toBeUndefined()
  })

  test("frees its place when it ends by itself, and has no timer left", async () => {
    const { clock, parking, supervisor, parked } = setUp()
    const { place, process } = await parked()
    await supervisor.end(process, "disconnect")
    expect([parking.count, clock.waiting, place.state]).toEqual([0, 0, "left"])
    expect(parking.adopt(place.key)).toBeUndefined()
    // Its page may still be on the way, and fail.
    parking.giveUp(place)
    expect([parking.count, ended]).toEqual([0, ["disconnect"]])
  })

  test("ends with all others, after which nobody waits", async () => {
    const { clock, parking, supervisor, parked } = setUp()
    await parked()
    await supervisor.close()
    expect([parking.count, clock.waiting, ended]).toEqual([0, 0, ["shutdown"]])
    expect(parking.reserve(ANN, "waiting")).toBeUndefined()
  })

  test("frees a place that was reserved and is not needed", () => {
    const { parking } = setUp()
    const place = parking.reserve(ANN, "waiting") as ParkingPlace
    expect(parking.count).toBe(1)
    parking.giveUp(place)
    expect(parking.count).toBe(0)
  })

  test("has no place where there is no time to wait", () => {
    expect(setUp({ window: 0 }).parking.reserve(ANN, "waiting")).toBeUndefined()
  })

  test("has no place beyond the bounds, which the notice names", async () => {
    const told: unknown[] = []
    const listen = (message: unknown): void => void told.push(message)
    channel("livemount.limit").subscribe(listen)
    const { parking, parked } = setUp({ views: 3, viewsPerBrowser: 1, viewsPerAddress: 2 })
    const { place } = await parked()
    expect(parking.reserve({ ...ANN, address: "192.0.2.9" }, "waiting")).toBeUndefined()
    await parked({ ...ANN, browser: "bob" })
    expect(parking.reserve({ ...ANN, browser: "cid" }, "waiting")).toBeUndefined()
    await parked({ browser: "dan", address: "192.0.2.9" })
    expect(parking.reserve({ browser: "eve", address: "192.0.2.8" }, "waiting")).toBeUndefined()
    channel("livemount.limit").unsubscribe(listen)
    const names = ["adopt.viewsPerBrowser", "adopt.viewsPerAddress", "adopt.views"]
    expect(told).toEqual(names.map((limit) => ({ limit, view: "waiting" })))
    parking.adopt(place.key)
    expect(parking.reserve(ANN, "waiting")).toBeInstanceOf(ParkingPlace)
  })
})

describe("a place", () => {
  const WAYS: Readonly<Record<PlaceState, (place: ParkingPlace) => void>> = {
    reserved: () => {},
    waiting: (place) => place.wait(() => () => {}),
    left: (place) => void place.leave(),
  }
  const LEGAL = new Set(["reserved waiting", "reserved left", "waiting left"])
  const states = Object.keys(WAYS) as PlaceState[]
  const steps = states.flatMap((from) => states.filter((to) => to !== "reserved").map((to) => [from, to] as const))

  test.each(steps)("that is %s, on its way to %s", (from, to) => {
    const place = new ParkingPlace(ANN)
    WAYS[from](place)
    const step = (): void => WAYS[to](place)
    if (LEGAL.has(`${from} ${to}`)) step()
    else expect(step).toThrow(`A place that is "${from}" cannot become "${to}".`)
    expect(place.state).toBe(LEGAL.has(`${from} ${to}`) ? to : from)
  })
})

test("a tally keeps nothing of who holds nothing", () => {
  const tally = new ClientTally({ all: 2, browser: 2, address: 2 })
  const bob = { ...ANN, browser: "bob" }
  expect([tally.take(ANN), tally.take(bob), tally.take(ANN)]).toEqual([undefined, undefined, "all"])
  tally.release(ANN)
  expect([tally.count, tally.take(ANN)]).toEqual([1, undefined])
  for (const one of [ANN, bob]) tally.release(one)
  expect(tally.count).toBe(0)
})
