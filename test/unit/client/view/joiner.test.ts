/** The states of a join: what may follow what, and that nothing else can. */
import { JOIN_STEPS, type JoinEvent, type JoinState } from "../../../../client/view/join-steps.js"
import { type Detachment, type JoinedView, Joiner } from "../../../../client/view/joiner.js"
import type { Renewal } from "../../../../client/view/renewal.js"
import { ViewChannel } from "../../../../client/view/view-channel.js"
import type { ViewPage } from "../../../../client/view/view-page.js"
import type { JoinReply } from "../../../../src/protocol/frames.js"
import { type FakeChannel, FakeConnection } from "../../../support/fake-connection.js"
import { openGate } from "../../../support/loaded.js"

const expired = { code: "LV_TOKEN_EXPIRED", message: "old" }
const broken = { code: "LV_JOIN_FAILED", message: "mount threw" }

interface Subject {
  readonly joiner: Joiner
  readonly channel: FakeChannel
  readonly told: string[]
  /** How it was detached, each time. */
  readonly detached: Detachment[]
  /** Ends the renewal with this number: the newest, or the first. */
  renewed(renewal: Renewal, number?: -1 | 0): Promise<void>
}

/** A joiner over a channel without a network; what it tells is recorded by name. */
function subject(isBound = false): Subject {
  const told: string[] = []
  const detached: Detachment[] = []
  const recorder = <T extends object>(known: object): T =>
    new Proxy(known, {
      get: (target, name: string) => Reflect.get(target, name) ?? (() => void told.push(name)),
    }) as T
  const renewals: ((renewal: Renewal) => void)[] = []
  const renewToken = (): Promise<Renewal> => new Promise((resolve) => renewals.push(resolve))
  const root = document.createElement("div")
  const view = recorder<JoinedView>({
    root,
    isBound,
    joinRequest: () => ({ v: 1, t: "T", h: [], n: [] }),
    detached: (how: Detachment) => {
      told.push("detached")
      detached.push(how)
    },
  })
  const page = recorder<ViewPage>({ life: recorder({}), tokens: recorder({ renewToken }) })
  const connection = new FakeConnection({
    connectionOpened: () => {},
    connectionLost: () => {},
    connectionRefused: () => {},
  })
  const channel = new ViewChannel(connection, "counter", { add: () => {} }, openGate)
  return {
    joiner: new Joiner(channel, view, page),
    channel: connection.to("counter"),
    told,
    detached,
    async renewed(renewal, number = -1) {
      renewals.at(number)?.(renewal)
      await Promise.resolve()
    },
  }
}

/** How each state is come to. */
const ways: Readonly<Record<JoinState, (to: Subject) => void>> = {
  stopped: () => {},
  idle: ({ joiner }) => joiner.start(),
  joining: (to) => {
    ways.idle(to)
    to.joiner.opened()
  },
  renewing: (to) => {
    ways.joining(to)
    to.channel.answer({ x: expired })
  },
  retrying: (to) => {
    ways.joined(to)
    to.joiner.failed(broken)
  },
  joined: (to) => {
    ways.joining(to)
    to.channel.answer({ i: 7 })
  },
  sound: (to) => {
    ways.joined(to)
    jest.advanceTimersByTime(10_000)
  },
  moving: (to) => {
    ways.joined(to)
    to.joiner.drained()
  },
  recovering: (to) => {
    ways.joined(to)
    to.joiner.recovers()
  },
}
const states = Object.keys(ways) as JoinState[]

const events = [
  "started",
  "opened",
  "closed",
  "dropped",
  "drained",
  "late",
  "accepted",
  "tokenRefused",
  "recovers",
  "recovered",
  "renewed",
  "failed",
  "due",
  "proved",
  "left",
] as const satisfies readonly JoinEvent[]

/** What can be done to a joiner from outside, whatever its state is. */
const outside: Readonly<Partial<Record<JoinEvent, (to: Subject) => void>>> = {
  started: ({ joiner }) => joiner.start(),
  opened: ({ joiner }) => joiner.opened(),
  closed: ({ joiner }) => joiner.closed(false),
  dropped: ({ joiner }) => joiner.closed(true),
  drained: ({ joiner }) => joiner.drained(),
  recovers: ({ joiner }) => joiner.recovers(),
  recovered: ({ joiner }) => joiner.recovered(),
  failed: ({ joiner }) => joiner.failed(broken),
  left: ({ joiner }) => joiner.stop(),
}

beforeEach(() => {
  jest.useFakeTimers()
  jest.spyOn(Math, "random").mockReturnValue(0)
})
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

describe("the table", () => {
  it("has a way to and out of each state", () => {
    for (const state of states) {
      expect(Object.keys(JOIN_STEPS[state])).not.toEqual([])
      expect(Object.values(JOIN_STEPS).some((steps) => Object.values(steps).includes(state))).toBe(true)
    }
    expect(Object.keys(JOIN_STEPS).sort()).toEqual([...states].sort())
  })

  it("uses each event", () => {
    const used = new Set(Object.values(JOIN_STEPS).flatMap((steps) => Object.keys(steps)))
    expect([...used].sort()).toEqual([...events].sort())
  })

  it("leads out of each state but the first when the view is left", () => {
    for (const state of states.slice(1)) expect(JOIN_STEPS[state].left).toBe("stopped")
  })
})

describe.each(states)("a joiner that is %s", (state) => {
  it("has come there", () => {
    const made = subject()
    ways[state](made)
    expect(made.joiner.state).toBe(state)
  })

  const possible = Object.keys(outside).filter((event) => JOIN_STEPS[state][event as JoinEvent] !== undefined)
  const impossible = Object.keys(outside).filter((event) => !possible.includes(event))

  it.each(possible)("takes the step of the table when it is told: %s", (event) => {
    const made = subject()
    ways[state](made)
    outside[event as JoinEvent]?.(made)
    expect(made.joiner.state).toBe(JOIN_STEPS[state][event as JoinEvent])
  })

  it.each(impossible)("stays what it is when it is told: %s", (event) => {
    const made = subject()
    ways[state](made)
    made.told.length = 0
    const joins = made.channel.joins.length
    outside[event as JoinEvent]?.(made)
    expect([made.joiner.state, made.channel.joins.length]).toEqual([state, joins])
    expect(made.told.filter((what) => what !== "shows")).toEqual([])
  })

  it.each<[string, JoinReply]>([
    ["accepts it", { i: 9 }],
    ["redirects", { r: { to: "/" } }],
    ["refuses its token", { x: expired }],
    ["failed", { x: broken }],
  ])("is not changed by the answer to an earlier join that %s", (_what, reply) => {
    const made = subject()
    ways.joining(made)
    const late = made.channel.joins[0]
    made.joiner.stop()
    ways[state](made)
    made.told.length = 0
    late?.reply(reply)
    expect([made.joiner.state, made.told]).toEqual([state, []])
    // The server would keep it until the connection ends.
    expect(made.channel.left).toEqual("i" in reply ? [9] : [])
  })

  it.each<Renewal>([{ kind: "token", token: "T2" }, { kind: "elsewhere" }, { kind: "unreachable" }])(
    "is not changed by an earlier renewal's end: %j",
    async (renewal) => {
      const made = subject()
      ways.renewing(made)
      made.joiner.stop()
      ways[state](made)
      made.told.length = 0
      await made.renewed(renewal, 0)
      expect([made.joiner.state, made.told]).toEqual([state, []])
    },
  )
})

it.each<[JoinState, Detachment]>([
  ["idle", "away"],
  ["joining", "away"],
  ["renewing", "away"],
  ["moving", "away"],
  ["retrying", "away"],
  ["joined", "ended"],
  ["recovering", "ended"],
  ["sound", "ended"],
])("a joiner that is %s and fails has its view know whether its process is no more: %s", (state, how) => {
  const made = subject()
  ways[state](made)
  made.detached.length = 0
  made.joiner.failed(broken)
  expect(made.detached).toEqual([how])
})

describe("what becomes of events", () => {
  it.each<[JoinState, bound: string, unbound: string]>([
    ["stopped", "offline", "waiting"],
    ["idle", "offline", "waiting"],
    ["joining", "waiting", "waiting"],
    ["renewing", "offline", "waiting"],
    ["moving", "waiting", "waiting"],
    ["retrying", "offline", "waiting"],
    ["joined", "ready", "ready"],
    ["recovering", "waiting", "waiting"],
    ["sound", "ready", "ready"],
  ])("of a view that is %s: once it is bound %s, else %s", (state, bound, unbound) => {
    for (const isBound of [true, false]) {
      const made = subject(isBound)
      ways[state](made)
      expect(made.joiner.readiness).toBe(isBound ? bound : unbound)
    }
  })
})

it("a joiner whose process was made anew is sound a while after that has answered, not after it was joined", () => {
  const made = subject()
  ways.joined(made)
  jest.advanceTimersByTime(9_000)
  made.joiner.recovers()
  jest.advanceTimersByTime(9_000)
  expect([made.joiner.state, made.told.includes("viewProved")]).toEqual(["recovering", false])
  made.joiner.recovered()
  jest.advanceTimersByTime(9_999)
  expect(made.joiner.state).toBe("joined")
  jest.advanceTimersByTime(1)
  expect([made.joiner.state, made.told.includes("viewProved")]).toEqual(["sound", true])
})

it("a joiner that waits tries again when it is due, by opening its channel where that is closed", () => {
  const made = subject()
  ways.retrying(made)
  jest.advanceTimersByTime(1_000)
  expect([made.joiner.state, made.channel.opens]).toEqual(["idle", 1])
  const open = subject()
  open.channel.isOpen = true
  ways.retrying(open)
  jest.advanceTimersByTime(1_000)
  expect([open.joiner.state, open.channel.joins.length]).toEqual(["joining", 2])
})

it("a joiner with another token joins again, unless that came with another cookie", async () => {
  const made = subject()
  ways.renewing(made)
  await made.renewed({ kind: "token", token: "T2" })
  expect(made.joiner.state).toBe("joining")
  const foreign = subject()
  ways.joining(foreign)
  foreign.channel.answer({ x: { code: "LV_TOKEN_FOREIGN", message: "cookie" } })
  await foreign.renewed({ kind: "token", token: "T2" })
  expect([foreign.joiner.state, foreign.told.includes("cookieRenewed")]).toEqual(["idle", true])
})

it("a joiner whose time has come to be sound, or to try again, is not moved by it in another state", () => {
  const made = subject()
  ways.joined(made)
  made.joiner.closed(false)
  jest.advanceTimersByTime(60_000)
  expect(made.joiner.state).toBe("idle")
  const waiting = subject()
  ways.retrying(waiting)
  waiting.joiner.stop()
  jest.advanceTimersByTime(60_000)
  expect(waiting.joiner.state).toBe("stopped")
})
