/** The states of a journey: what may follow what, and that nothing else can. */
import { Journey } from "../../../../../client/features/patches/journey.js"
import {
  JOURNEY_STEPS,
  type JourneyEvent,
  type JourneyState,
} from "../../../../../client/features/patches/journey-steps.js"
import type { PatchTools } from "../../../../../client/features/patches/patch-tools.js"
import type { Pages, TripDelegate } from "../../../../../client/page/pages.js"
import type { Readiness } from "../../../../../client/view/view-page.js"

interface Subject {
  readonly journey: Journey
  readonly told: string[]
  readonly view: { readiness: Readiness }
  readonly trips: TripDelegate[]
  /** The numbers of the trips that nobody wants any more. */
  readonly stopped: Set<number>
  /** The part has come, or cannot. */
  loaded(isThere?: boolean): Promise<void>
}

/** Of one who goes back, while the connection is away. */
function subject(): Subject {
  const told: string[] = []
  const trips: TripDelegate[] = []
  const stopped = new Set<number>()
  const view: Subject["view"] = { readiness: "offline" }
  let resolve: (part: Pages) => void = () => {}
  let reject: () => void = () => {}
  const part = {
    go(_wanted: unknown, delegate: TripDelegate) {
      const number = trips.push(delegate)
      return { stop: () => void stopped.add(number) }
    },
  } as unknown as Pages
  const coming = new Promise<Pages>((come, fail) => {
    resolve = come
    reject = fail
  })
  const tools = { pages: { part, get: () => coming }, views: { all: [view] } } as unknown as PatchTools
  const wanted = { href: "/list", change: "none", way: { pop: true, direction: "backward", by: "user" } } as const
  const journey = new Journey(wanted, tools, {
    leaves: () => told.push("leaves"),
    arrived: (root) => told.push(`arrived ${root}`),
    endedElsewhere: (to) => told.push(`elsewhere ${to}`),
  })
  return {
    journey,
    told,
    view,
    trips,
    stopped,
    async loaded(isThere = true) {
      if (isThere) resolve(part)
      else reject()
      await jest.advanceTimersByTimeAsync(0)
    },
  }
}

/** How each state is come to. */
const ways: Readonly<Record<JourneyState, (to: Subject) => Promise<void>>> = {
  loading: async () => {},
  going: (to) => to.loaded(),
  async waiting(to) {
    await ways.going(to)
    to.trips.at(-1)?.delayed(true)
  },
  async leaving(to) {
    await ways.going(to)
    to.trips.at(-1)?.leaves()
    to.told.pop()
  },
  over: async ({ journey }) => journey.stop(),
}
const states = Object.keys(ways) as JourneyState[]

/** What happens to a journey. */
const happens: Readonly<Record<JourneyEvent, (to: Subject) => Promise<unknown>>> = {
  loaded: (to) => to.loaded(),
  delayed: async ({ trips }) => trips.at(-1)?.delayed(true),
  joined: async ({ journey }) => journey.viewJoined(),
  due: () => jest.advanceTimersByTimeAsync(10_000),
  left: async ({ trips }) => trips.at(-1)?.leaves(),
  stopped: async ({ journey }) => journey.stop(),
  ended: async ({ trips, loaded }) => trips.at(-1)?.endedElsewhere() ?? loaded(false),
}
const events = Object.keys(happens) as JourneyEvent[]
/** What is told of it, where it may happen. */
const TOLD: Readonly<Partial<Record<JourneyEvent, string>>> = { left: "leaves", ended: "elsewhere undefined" }

/** What may happen in which state, and what comes of it. */
const LEGAL: Readonly<Record<string, JourneyState>> = {
  "loading loaded": "going",
  "loading stopped": "over",
  "loading ended": "over",
  "going delayed": "waiting",
  "going left": "leaving",
  "going stopped": "over",
  "going ended": "over",
  "waiting joined": "going",
  "waiting due": "going",
  "waiting stopped": "over",
  "waiting ended": "over",
  "leaving ended": "over",
}
const pairs = states.flatMap((state) => events.map((event) => [state, event] as const))

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

it.each(pairs)("the table knows of a journey that is %s, and is told: %s", (state, event) => {
  expect(JOURNEY_STEPS[state][event]).toBe(LEGAL[`${state} ${event}`])
})

it("the table has these states alone", () => {
  expect(Object.keys(JOURNEY_STEPS).sort()).toEqual([...states].sort())
})

/** All but one whose page is being exchanged. */
const stoppable = states.filter((state) => "stopped" in JOURNEY_STEPS[state] || state === "over")

describe.each(states)("a journey that is %s", (state) => {
  it("has come there", async () => {
    const made = subject()
    await ways[state](made)
    expect(made.journey.state).toBe(state)
  })

  it.each(events)("is told: %s", async (event) => {
    const made = subject()
    await ways[state](made)
    const trips = made.trips.length
    await happens[event](made)
    const next = LEGAL[`${state} ${event}`]
    expect(made.journey.state).toBe(next ?? state)
    expect(made.told).toEqual(next === undefined || TOLD[event] === undefined ? [] : [TOLD[event]])
    expect(made.trips.length).toBe(trips + (next === "going" ? 1 : 0))
  })
})

describe.each(stoppable)("a journey that is %s", (state) => {
  it("and is stopped is not changed by what comes then, and leaves nothing that waits", async () => {
    const made = subject()
    await ways[state](made)
    const trips = made.trips.length
    made.journey.stop()
    expect(jest.getTimerCount()).toBe(0)
    for (const event of events) await happens[event](made)
    for (const trip of made.trips) {
      trip.arrived("late")
      trip.endedElsewhere("/late")
    }
    expect([made.journey.state, made.told, made.trips.length]).toEqual(["over", [], trips])
    expect(made.stopped.size).toBe(trips)
  })
})

it("a journey whose page is being exchanged goes on, and its trip, whatever is wanted by then", async () => {
  const made = subject()
  await ways.leaving(made)
  made.journey.stop()
  expect([made.journey.state, made.stopped.size]).toEqual(["leaving", 0])
  made.trips[0]?.arrived("list-1")
  expect([made.journey.state, made.told]).toEqual(["over", ["arrived list-1"]])
})

it("a journey is over when the page is there", async () => {
  const made = subject()
  await ways.going(made)
  made.trips[0]?.leaves()
  made.trips[0]?.arrived("list-1")
  made.trips[0]?.endedElsewhere("/late")
  expect([made.journey.state, made.told]).toEqual(["over", ["leaves", "arrived list-1"]])
})

it("a journey is over where the host has something else there, or the part that makes trips cannot be had", async () => {
  const made = subject()
  await ways.going(made)
  made.trips[0]?.endedElsewhere("/log-in")
  made.trips[0]?.arrived("late")
  expect([made.journey.state, made.told]).toEqual(["over", ["elsewhere /log-in"]])
  const alone = subject()
  await alone.loaded(false)
  expect([alone.journey.state, alone.told]).toEqual(["over", ["elsewhere undefined"]])
})

it("a journey that waits is told once only that it waits, and goes on by another trip", async () => {
  const made = subject()
  await ways.waiting(made)
  made.trips[0]?.delayed(true)
  expect(jest.getTimerCount()).toBe(1)
  made.journey.viewJoined()
  expect(jest.getTimerCount()).toBe(0)
  made.journey.viewJoined()
  expect([made.journey.state, made.trips.length, [...made.stopped]]).toEqual(["going", 2, [1]])
})
