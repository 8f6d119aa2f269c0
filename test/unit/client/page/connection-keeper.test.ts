/** The states of the page's connection: what may follow what, and that nothing else can. */
import { ConnectionKeeper } from "../../../../client/page/connection-keeper.js"
import type { ConnectionEvent, ConnectionState } from "../../../../client/page/connection-steps.js"
import type { Navigation } from "../../../../client/page/navigation.js"
import type { Notices } from "../../../../client/page/notices.js"
import type { Loadable } from "../../../../client/util/lazy.js"
import { loaded } from "../../../support/loaded.js"

interface Subject {
  readonly keeper: ConnectionKeeper
  /** What it does to its connection, and tells. */
  readonly told: string[]
}

/** `hasNotices`: the part that tells the user has come. */
function subject(hasNotices = true): Subject {
  const told: string[] = []
  const note = (what: string) => (): void => void told.push(what)
  const notices = loaded({
    connection: { connectionLost: note("is missing"), connectionRestored: note("is not missing") },
  } as Notices)
  const toCome: Loadable<Notices> = { ...notices, part: undefined, use: () => {} }
  const keeper = new ConnectionKeeper({
    makeConnection: () => ({ open: note("opens"), close: note("closes"), channel: () => ({}) as never }),
    notices: hasNotices ? notices : toCome,
    navigation: loaded({ loading: { stop: note("joins are over") } } as unknown as Navigation),
    views: { all: [], missed: note("views show it") },
    sightChanged: note("sight"),
    leave: note("leaves"),
  })
  return { keeper, told }
}

const happen: Readonly<Record<ConnectionEvent, (keeper: ConnectionKeeper) => void>> = {
  started: (keeper) => keeper.start(),
  opened: (keeper) => keeper.connectionOpened(),
  closed: (keeper) => keeper.connectionLost(),
  left: (keeper) => keeper.stop(),
}

const ways: Readonly<Record<ConnectionState, readonly ConnectionEvent[]>> = {
  stopped: [],
  opening: ["started"],
  open: ["started", "opened"],
  lost: ["started", "opened", "closed"],
  paused: ["started", "opened", "left"],
}
const states = Object.keys(ways) as ConnectionState[]

function come(to: ConnectionState, made: Subject = subject()): Subject {
  for (const event of ways[to]) happen[event](made.keeper)
  made.told.length = 0
  return made
}

/** What it is shows in what it tells when its connection is lost, so it is that no more. */
function stateOf({ keeper, told }: Subject): ConnectionState {
  if (keeper.isConnected) return "open"
  const { isStarted } = keeper
  keeper.start()
  told.length = 0
  keeper.connectionLost()
  if (told.includes("is missing")) return isStarted ? "lost" : "paused"
  return isStarted ? "opening" : "stopped"
}

const OVER = "joins are over"

/** The state that follows, and what is done and told. */
const FOLLOWS: Readonly<
  Record<ConnectionState, Readonly<Record<ConnectionEvent, readonly [ConnectionState, ...string[]]>>>
> = {
  stopped: {
    started: ["opening"],
    opened: ["stopped", "closes"],
    closed: ["stopped", OVER],
    left: ["stopped"],
  },
  opening: {
    started: ["opening"],
    opened: ["open", "is not missing"],
    closed: ["opening", OVER, "is not missing"],
    left: ["stopped", "closes", "is not missing"],
  },
  open: {
    started: ["open"],
    opened: ["open", "is not missing"],
    closed: ["lost", OVER, "is missing"],
    left: ["paused", "closes", "is not missing"],
  },
  lost: {
    started: ["lost"],
    opened: ["open", "is not missing"],
    closed: ["lost", OVER, "is missing"],
    left: ["paused", "closes", "is not missing"],
  },
  paused: {
    started: ["lost"],
    opened: ["paused", "closes"],
    closed: ["paused", OVER],
    left: ["paused"],
  },
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe.each(states)("a connection that is %s", (state) => {
  it("has come there", () => {
    expect(stateOf(come(state))).toBe(state)
  })

  it.each(Object.keys(happen) as ConnectionEvent[])("is what the table says when it is %s", (event) => {
    const made = come(state)
    happen[event](made.keeper)
    const told = [...made.told]
    expect([stateOf(made), ...told]).toEqual(FOLLOWS[state][event])
  })

  it("is closed without a word where all that it was to carry was refused", () => {
    const made = come(state)
    made.keeper.connectionRefused()
    expect(made.told).toEqual([])
    expect(stateOf(made)).toBe(FOLLOWS[state].closed[0])
  })

  it("is tried again where it is wanted alone", () => {
    const { keeper, told } = come(state)
    keeper.tryToConnect()
    expect(told).toEqual(state === "stopped" || state === "paused" ? [] : ["opens"])
  })

  it("shows that it is missed in its views, where nothing else can by now", () => {
    const { keeper, told } = come(state, subject(false))
    keeper.connectionLost()
    expect(told).toEqual(state === "open" || state === "lost" ? [OVER, "views show it"] : [OVER])
  })
})
