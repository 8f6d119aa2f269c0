import type { ViewProcess } from "../../../../src/process/view-process.js"
import { TemplateTable } from "../../../../src/render/values/template-table.js"
import { defaultFrameBudget, FrameBudget } from "../../../../src/transport/ledger/frame-budget.js"
import { Ledger, type LedgerState } from "../../../../src/transport/ledger/ledger.js"
import type { LedgerSeat } from "../../../../src/transport/ledger/ledger-seat.js"

const STATES: readonly LedgerState[] = ["seated", "detached", "ended"]
const LEGAL = new Set([
  "seated seated",
  "seated detached",
  "seated ended",
  "detached seated",
  "detached ended",
  // A process ends once, and who keeps it is told once: `process-state.test.ts` holds that.
  "ended ended",
])

class FakeSeat implements LedgerSeat {
  readonly table: TemplateTable = new TemplateTable()
  readonly isAnswered = true
  readonly calls: string[] = []
  mayBeTold = (): boolean => true
  answer = (): void => void this.calls.push("answer")
  push = (): void => void this.calls.push("push")
  exit = (): void => void this.calls.push("exit")
  releaseWaiting = (): void => {}
  fence = (): void => void this.calls.push("fence")
}

function setUp() {
  const process = { isEnded: false, detach: () => {} }
  const bounds = { view: "counter", size: 1000, budget: new FrameBudget(defaultFrameBudget), address: "a" }
  const seat = new FakeSeat()
  const ledger = new Ledger(process as unknown as ViewProcess, seat, bounds)
  const moves: Readonly<Record<LedgerState, (to?: LedgerSeat) => void>> = {
    seated: (to = new FakeSeat()) => ledger.takeSeat(to, { taken: 0, templates: [] }),
    detached: () => ledger.detached(),
    ended() {
      process.isEnded = true
      ledger.ended()
    },
  }
  return { ledger, seat, moves }
}

describe("a ledger's states", () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))("%s → %s", (from, to) => {
    const { ledger, seat, moves } = setUp()
    if (from !== "seated") moves[from]()
    expect(ledger.state).toBe(from)
    const wasOn = ledger.isOn(seat)
    const other = new FakeSeat()
    const move = (): void => moves[to](other)
    if (LEGAL.has(`${from} ${to}`)) {
      move()
      expect(ledger.state).toBe(to)
      expect(ledger.isOn(other)).toBe(to === "seated")
    } else {
      expect(move).toThrow(`A ledger that is "${from}" cannot become "${to}".`)
      expect([ledger.state, ledger.isOn(seat), ledger.isOn(other), seat.calls]).toEqual([from, wasOn, false, []])
    }
  })

  test("are seen by who tells: a seat is told of nothing that comes while its page is away, or is on another one", () => {
    const { ledger, seat, moves } = setUp()
    moves.detached()
    expect(ledger.mayBeTold()).toBe(false)
    ledger.push({ diff: { 0: "1" } })
    const other = new FakeSeat()
    moves.seated(other)
    expect(ledger.mayBeTold()).toBe(true)
    ledger.push({ diff: { 0: "2" } })
    expect([seat.calls, other.calls]).toEqual([[], ["push"]])
  })

  test("the seat of a ledger that has ended is told why, as that comes a moment later", () => {
    const { ledger, seat, moves } = setUp()
    moves.ended()
    ledger.exit({ code: "LV_CALLBACK_FAILED", message: "" })
    expect(seat.calls).toEqual(["exit"])
  })
})
