/** The states of a page on its way: what may follow what, and that nothing else can. */
import type { PageAnswer } from "../../../../../client/features/pages/page-fetch.js"
import { PageTrip, type TripPage } from "../../../../../client/features/pages/page-trip.js"
import { ServerPage } from "../../../../../client/features/pages/server-page.js"
import { TRIP_STEPS, type TripEvent, type TripState } from "../../../../../client/features/pages/trip-steps.js"

const mark = { script: "s", liveSession: "", identity: "", policies: "", root: "list-1" }
const NEXT = `<!doctype html><head><title>Next</title><style></style></head><body><p>next</p></body>`

interface Subject {
  readonly trip: PageTrip
  readonly told: string[]
  /** Of the request for the page. */
  readonly signal: AbortSignal
  readonly view: { readiness: "ready" | "offline" }
  /** The host has answered. */
  answered(answer?: PageAnswer): Promise<void>
  /** What the page needs is there, or cannot be had. */
  prepared(error?: Error): Promise<void>
  /** The browser has a picture of the old page: the work may be done. */
  framed(): Promise<void>
}

const answer: PageAnswer = { kind: "page", html: NEXT, mark, policies: "" }
/** Works that wait for the browser's next frame. */
let frames: (() => void)[]

/** On the way from a page that is alike in all but content, that is not, or that cannot be had. */
function subject(from: "alike" | "other" | "unknown" = "alike"): Subject {
  const told: string[] = []
  const view: Subject["view"] = { readiness: "ready" }
  let signal = new AbortController().signal
  let resolve: (given: PageAnswer) => void = () => {}
  let prepare: (part: object) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const preparing = new Promise<object>((come, cannot) => {
    prepare = come
    fail = cannot
  })
  // Of a trip that is over nobody asks for it.
  preparing.catch(() => {})
  const old = new DOMParser().parseFromString("<!doctype html><title>Old</title>", "text/html")
  const page = new ServerPage(old, mark, from === "other" ? "others" : "", "live-")
  const left = {
    since: performance.now(),
    fetched: {
      get(_asked: unknown, given: AbortSignal): Promise<PageAnswer> {
        signal = given
        return new Promise((come) => {
          resolve = come
        })
      },
    },
    shown: async () => (from === "unknown" ? undefined : page),
    exchange: () => told.push("exchanged"),
    tools: {
      prefix: "live-",
      toolbox: { trusted: (html: string) => html },
      repair: { get: () => preparing },
      views: { all: [view] },
    },
  } as unknown as TripPage
  const trip = new PageTrip({ url: "http://localhost/next" }, left, {
    leaves: () => told.push("leaves"),
    arrived: (root) => told.push(`arrived ${root}`),
    endedElsewhere: (to) => told.push(`elsewhere ${to}`),
    delayed: (isUnreachable) => told.push(`delayed ${isUnreachable}`),
  })
  const soon = (): Promise<void> => jest.advanceTimersByTimeAsync(0)
  return {
    trip,
    told,
    signal,
    view,
    async answered(given = answer) {
      resolve(given)
      await soon()
    },
    async prepared(error) {
      if (error === undefined) prepare({ RegionWalk: class {} })
      else fail(error)
      await soon()
    },
    async framed() {
      for (const work of frames.splice(0)) work()
      await soon()
    },
  }
}

/** How each state is come to. */
const ways: Readonly<Record<TripState, (to: Subject) => Promise<void>>> = {
  fetching: async () => {},
  preparing: (to) => to.answered(),
  async ready(to) {
    await ways.preparing(to)
    await to.prepared()
  },
  ended: async ({ trip }) => trip.stop(),
}
const states = Object.keys(ways) as TripState[]
const events = ["answered", "prepared", "ended"] as const satisfies readonly TripEvent[]

/** What may happen in which state, and what comes of it. */
const LEGAL: Readonly<Record<string, TripState>> = {
  "fetching answered": "preparing",
  "fetching ended": "ended",
  "preparing prepared": "ready",
  "preparing ended": "ended",
  "ready ended": "ended",
}

/** Style sheets that the next page has brought. */
function sheets(): number {
  return document.head.querySelectorAll("style").length
}

async function allElse(made: Subject): Promise<void> {
  await made.answered()
  await made.prepared()
  await made.framed()
}

beforeAll(() => {
  Object.assign(CSSStyleSheet.prototype, { replaceSync: () => {} })
  Object.assign(window, { matchMedia: () => ({ matches: false }) })
  Object.assign(Document.prototype, {
    adoptedStyleSheets: [],
    startViewTransition(work: () => void) {
      const done = new Promise<void>((resolve) => {
        frames.push(() => {
          work()
          resolve()
        })
      })
      return { ready: done, finished: done, updateCallbackDone: done, skipTransition: () => {} }
    },
  })
  Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => false })
})
beforeEach(() => {
  frames = []
  document.head.innerHTML = ""
  jest.useFakeTimers()
  jest.spyOn(console, "error").mockImplementation(() => {})
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
  "the table knows of a page that is %s, and is told: %s",
  (state, event) => expect(TRIP_STEPS[state][event]).toBe(LEGAL[`${state} ${event}`]),
)

it("is shown on one way only", () => {
  expect(TRIP_STEPS.fetching).toEqual({ answered: "preparing", ended: "ended" })
  expect(
    "prepared" in TRIP_STEPS.fetching || "answered" in TRIP_STEPS.ready || "answered" in TRIP_STEPS.preparing,
  ).toBe(false)
  expect(TRIP_STEPS.ended).toEqual({})
})

describe.each(states)("a page that is %s", (state) => {
  it("is not shown once nobody wants it, whatever comes then, and leaves nothing behind", async () => {
    const made = subject()
    await ways[state](made)
    expect(sheets()).toBe(state === "preparing" || state === "ready" ? 1 : 0)
    made.trip.stop()
    await allElse(made)
    made.trip.stop()
    expect([made.told, sheets(), made.signal.aborted]).toEqual([[], 0, true])
    // What has failed by now is nobody's either.
    expect(console.error).not.toHaveBeenCalled()
  })

  it("is not left to the browser once nobody wants it, whatever fails then", async () => {
    const made = subject()
    await ways[state](made)
    made.trip.stop()
    await made.answered({ kind: "redirect", to: "/log-in" })
    await made.prepared(new Error("no part"))
    made.view.readiness = "offline"
    await made.framed()
    expect(made.told).toEqual([])
  })
})

describe.each(states.slice(0, -1))("a page that was %s", (state) => {
  it("is shown once, and then it is too late to stop it", async () => {
    const made = subject()
    await ways[state](made)
    await allElse(made)
    expect([made.told, sheets()]).toEqual([["leaves", "exchanged", "arrived list-1"], 1])
    made.trip.stop()
    await allElse(made)
    expect([made.told.length, sheets()]).toEqual([3, 1])
  })
})

it.each<[string, string, (to: Subject) => Promise<void>, Parameters<typeof subject>[0]?]>([
  ["the host does not answer", "delayed true", (to) => to.answered({ kind: "unreachable" })],
  ["the host has something else there", "elsewhere undefined", (to) => to.answered({ kind: "elsewhere" })],
  ["the host sends elsewhere", "elsewhere /log-in", (to) => to.answered({ kind: "redirect", to: "/log-in" })],
  ["more than content differs", "elsewhere undefined", (to) => to.answered(), "other"],
  ["the page that is shown cannot be had", "elsewhere undefined", (to) => to.answered(), "unknown"],
  [
    "what it needs cannot be had",
    "elsewhere undefined",
    async (to) => {
      await to.answered()
      await to.prepared(new Error("no part"))
    },
  ],
  [
    "there is no connection any more",
    "delayed false",
    async (to) => {
      await ways.ready(to)
      to.view.readiness = "offline"
      await to.framed()
    },
  ],
])("a page on its way has ended, and is told of once, where %s", async (_what, told, ends, from = "alike") => {
  const made = subject(from)
  await ends(made)
  expect(made.told).toEqual([told])
  made.view.readiness = "ready"
  await allElse(made)
  made.trip.stop()
  expect(made.told).toEqual([told])
})
