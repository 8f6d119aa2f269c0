/** The states of one patch: what may follow what, and that nothing else can. */
import { PatchRun } from "../../../../../client/features/patches/patch-run.js"
import { PATCH_STEPS, type PatchEvent, type PatchState } from "../../../../../client/features/patches/patch-steps.js"
import type { TicketAnswer } from "../../../../../client/features/patches/ticket-fetch.js"
import type { Tickets } from "../../../../../client/features/patches/tickets.js"
import type { PageView } from "../../../../../client/view/view-page.js"
import type { Extras } from "../../../../../src/protocol/frames.js"

const refusal: Extras = { x: { code: "LV_TICKET_STALE", message: "stale" } }

interface Subject {
  readonly run: PatchRun
  readonly view: PageView
  /** For each ticket that was asked for: whether it had to be another one than is held. */
  readonly asked: boolean[]
  readonly told: string[]
  readonly handedOver: string[]
  /** The view has a connection, or none. */
  connects(isConnected: boolean): void
  /** What was last asked for is answered. */
  ticketCame(answer?: TicketAnswer): Promise<void>
  /** What was last handed over is answered, as far as anything was. */
  serverAnswered(extras: Extras): void
}

function subject(): Subject {
  const asked: boolean[] = []
  const told: string[] = []
  const handedOver: string[] = []
  const tickets: ((answer: TicketAnswer) => void)[] = []
  const answers: ((extras: Extras) => void)[] = []
  const view = {
    root: document.createElement("div"),
    readiness: "ready",
    patch(ticket: string, answered: (extras: Extras) => void): void {
      handedOver.push(ticket)
      answers.push(answered)
    },
  }
  const held = {
    get(_root: Element, _url: string, isAnew: boolean): Promise<TicketAnswer> {
      asked.push(isAnew)
      return new Promise((resolve) => tickets.push(resolve))
    },
  } as unknown as Tickets
  const run = new PatchRun(view as unknown as PageView, "http://localhost/list?page=2", held, {
    patched: (ticket) => told.push(`patched ${ticket}`),
    endedElsewhere: (to) => told.push(`elsewhere ${to}`),
  })
  return {
    run,
    view: view as unknown as PageView,
    asked,
    told,
    handedOver,
    connects(isConnected) {
      view.readiness = isConnected ? "ready" : "offline"
    },
    async ticketCame(answer = { kind: "ticket", ticket: `T${asked.length}` }) {
      tickets.at(-1)?.(answer)
      await Promise.resolve()
    },
    serverAnswered: (extras) => answers.at(-1)?.(extras),
  }
}

/** How each state is come to. */
const ways: Readonly<Record<PatchState, (to: Subject) => Promise<void>>> = {
  fetching: async () => {},
  async waiting(to) {
    to.connects(false)
    await to.ticketCame()
  },
  sent: (to) => to.ticketCame(),
  async fetchingAnew(to) {
    await ways.sent(to)
    to.serverAnswered(refusal)
  },
  async waitingAnew(to) {
    await ways.fetchingAnew(to)
    to.connects(false)
    await to.ticketCame()
  },
  async sentAnew(to) {
    await ways.fetchingAnew(to)
    await to.ticketCame()
  },
  over: async ({ run }) => run.stop(),
}
const states = Object.keys(ways) as PatchState[]

/** What happens to a patch. */
const happens: Readonly<Record<PatchEvent, (to: Subject) => Promise<void>>> = {
  async handedOver(to) {
    to.connects(true)
    await to.ticketCame()
  },
  async delayed(to) {
    to.connects(false)
    await to.ticketCame()
  },
  joined: async ({ run, view }) => run.viewJoined(view, false),
  resumed: async ({ run, view }) => run.viewJoined(view, true),
  refused: async (to) => to.serverAnswered(refusal),
  ended: async ({ run }) => run.stop(),
}
const events = Object.keys(happens) as PatchEvent[]

/** What may happen in which state, and what comes of it. */
const LEGAL: Readonly<Record<string, PatchState>> = {
  "fetching handedOver": "sent",
  "fetching delayed": "waiting",
  "waiting joined": "fetching",
  "waiting resumed": "fetching",
  "sent joined": "fetching",
  "sent refused": "fetchingAnew",
  "fetchingAnew handedOver": "sentAnew",
  "fetchingAnew delayed": "waitingAnew",
  "waitingAnew joined": "fetchingAnew",
  "waitingAnew resumed": "fetchingAnew",
  "sentAnew joined": "fetchingAnew",
  ...Object.fromEntries(states.filter((state) => state !== "over").map((state) => [`${state} ended`, "over"])),
}
const pairs = states.flatMap((state) => events.map((event) => [state, event] as const))

beforeEach(() => jest.spyOn(console, "error").mockImplementation(() => {}))
afterEach(() => jest.restoreAllMocks())

it.each(pairs)("the table knows of a patch that is %s, and is told: %s", (state, event) => {
  expect(PATCH_STEPS[state][event]).toBe(LEGAL[`${state} ${event}`])
})

it("the table has a way to each state", () => {
  expect(Object.keys(PATCH_STEPS).sort()).toEqual([...states].sort())
  const reached = new Set(Object.values(PATCH_STEPS).flatMap((steps) => Object.values(steps)))
  expect([...reached].sort()).toEqual([...states].sort())
})

describe.each(states)("a patch that is %s", (state) => {
  it("has come there", async () => {
    const made = subject()
    await ways[state](made)
    expect(made.run.state).toBe(state)
    expect(made.run.isAtServer).toBe(state === "sent" || state === "sentAnew")
  })

  // A second refusal ends it: see below.
  it.each(events.filter((event) => state !== "sentAnew" || event !== "refused"))("is told: %s", async (event) => {
    const made = subject()
    await ways[state](made)
    const { asked, handedOver, told } = made
    asked.length = handedOver.length = 0
    await happens[event](made)
    const next = LEGAL[`${state} ${event}`]
    expect([made.run.state, told]).toEqual([next ?? state, []])
    expect(asked).toEqual(next === "fetching" ? [false] : next === "fetchingAnew" ? [true] : [])
    expect(handedOver).toHaveLength(next === "sent" || next === "sentAnew" ? 1 : 0)
  })

  it("that is stopped is not changed by what comes then", async () => {
    const made = subject()
    await ways[state](made)
    made.run.stop()
    const before = [made.asked.length, made.handedOver.length]
    for (const event of events) await happens[event](made)
    made.serverAnswered({})
    await made.ticketCame({ kind: "redirect", to: "/log-in" })
    expect([made.run.state, made.told]).toEqual(["over", []])
    expect([made.asked.length, made.handedOver.length]).toEqual(before)
  })
})

it.each(["fetching", "waiting"] as const)(
  "a patch that is %s again is not changed by the answer of before",
  async (state) => {
    const made = subject()
    await ways.sent(made)
    made.run.viewJoined(made.view, false)
    await ways[state](made)
    made.serverAnswered(refusal)
    made.serverAnswered({})
    expect([made.run.state, made.told]).toEqual([state, []])
  },
)

it.each(["sent", "sentAnew"] as const)("a patch that is %s is over when the view shows it", async (state) => {
  const made = subject()
  await ways[state](made)
  made.serverAnswered({})
  expect([made.run.state, made.told]).toEqual(["over", [`patched ${made.handedOver.at(-1)}`]])
})

it("a patch whose ticket is refused once more is the browser's, also where its view was joined anew meanwhile", async () => {
  for (const comesBack of [false, true]) {
    const made = subject()
    await ways.sentAnew(made)
    if (comesBack) {
      made.run.viewJoined(made.view, false)
      await made.ticketCame()
    }
    made.serverAnswered(refusal)
    expect([made.run.state, made.told]).toEqual(["over", ["elsewhere undefined"]])
    expect(made.asked).toEqual(comesBack ? [false, true, true] : [false, true])
  }
})

it("a patch is not changed by the join of another view", async () => {
  const made = subject()
  await ways.waiting(made)
  made.run.viewJoined({ ...made.view }, false)
  expect(made.run.state).toBe("waiting")
})

it.each(["fetching", "fetchingAnew"] as const)(
  "a patch that is %s is the browser's where there is no ticket",
  async (state) => {
    const answers: [TicketAnswer, string][] = [
      [{ kind: "redirect", to: "/log-in" }, "elsewhere /log-in"],
      [{ kind: "elsewhere" }, "elsewhere undefined"],
      [{ kind: "unreachable" }, "elsewhere undefined"],
    ]
    for (const [answer, told] of answers) {
      const made = subject()
      await ways[state](made)
      await made.ticketCame(answer)
      expect([made.run.state, made.told]).toEqual(["over", [told]])
    }
  },
)
