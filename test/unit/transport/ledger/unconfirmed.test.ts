import { defaultFrameBudget, FrameBudget } from "../../../../src/transport/ledger/frame-budget.js"
import { Unconfirmed, type UnconfirmedState } from "../../../../src/transport/ledger/unconfirmed.js"

type Move = "promise" | "withdraw" | "too many answers"

const MOVES: Readonly<Record<Move, (unconfirmed: Unconfirmed) => void>> = {
  promise: (unconfirmed) => unconfirmed.promise(),
  withdraw: (unconfirmed) => unconfirmed.withdraw(),
  "too many answers"(unconfirmed) {
    for (let count = 1; count <= 1001; count++)
      unconfirmed.add({ count, answers: count, diff: null, extras: undefined })
  },
}

const WAYS: Readonly<Record<UnconfirmedState, readonly Move[]>> = {
  kept: [],
  promised: ["promise"],
  lost: ["too many answers"],
}

/** By state and move: what comes of it. `undefined`: that cannot be. */
const NEXT: Readonly<Record<UnconfirmedState, Readonly<Record<Move, UnconfirmedState | undefined>>>> = {
  kept: { promise: "promised", withdraw: "kept", "too many answers": "lost" },
  promised: { promise: "promised", withdraw: "kept", "too many answers": "promised" },
  lost: { promise: undefined, withdraw: "lost", "too many answers": "lost" },
}

function at(state: UnconfirmedState): { unconfirmed: Unconfirmed; budget: FrameBudget } {
  const budget = new FrameBudget(defaultFrameBudget)
  const unconfirmed = new Unconfirmed(0, { view: "counter", size: 1_000_000, budget, address: "a" })
  for (const move of WAYS[state]) MOVES[move](unconfirmed)
  expect(unconfirmed.state).toBe(state)
  return { unconfirmed, budget }
}

const PAIRS = Object.entries(NEXT).flatMap(([from, moves]) =>
  Object.entries(moves).map(([move, to]) => [from as UnconfirmedState, move as Move, to] as const),
)

describe("what a page has not confirmed", () => {
  it.each(PAIRS)("%s, %s: %s", (from, move, to) => {
    const { unconfirmed } = at(from)
    const step = (): void => MOVES[move](unconfirmed)
    if (to === undefined) {
      expect(step).toThrow(`What a page has not confirmed is "${from}" and cannot become "promised".`)
    } else {
      step()
    }
    expect(unconfirmed.state).toBe(to ?? from)
  })

  it("is bounded again as soon as it was told, or is not to be told after all", () => {
    for (const over of ["withdraw", "toldAt"] as const) {
      const { unconfirmed } = at("promised")
      MOVES["too many answers"](unconfirmed)
      if (over === "withdraw") unconfirmed.withdraw()
      else unconfirmed.toldAt(1001, undefined)
      expect(unconfirmed.state).toBe("kept")
      unconfirmed.add({ count: 1002, answers: 1002, diff: null, extras: undefined })
      expect(unconfirmed.state).toBe("lost")
    }
  })

  it("takes no room once it is lost, and is asked for still", () => {
    const { unconfirmed, budget } = at("lost")
    expect(budget.left).toBe(defaultFrameBudget.unconfirmedSizeOfAll)
    unconfirmed.toldAt(2000, { y: "late" })
    expect([unconfirmed.state, unconfirmed.isSettledAt(2000), unconfirmed.play(0, 0)]).toEqual(["lost", false, []])
  })
})
