import { ProcessState, Step, type StepName } from "../../../src/process/process-state.js"

const names = Object.keys(Step) as StepName[]

/** A way to each step, over steps that may follow one another. */
const WAYS: Readonly<Record<StepName, readonly StepName[]>> = {
  new: [],
  mounting: ["mounting"],
  firstRender: ["mounting", "firstRender"],
  idle: ["mounting", "firstRender", "idle"],
  due: ["mounting", "firstRender", "idle", "due"],
  calling: ["mounting", "firstRender", "idle", "due", "calling"],
  telling: ["mounting", "firstRender", "idle", "due", "calling", "telling"],
  ended: ["ended"],
}

const LEGAL: ReadonlySet<string> = new Set([
  "new → mounting",
  "mounting → firstRender",
  "firstRender → idle",
  "idle → due",
  "due → calling",
  "due → telling",
  "calling → calling",
  "calling → telling",
  "calling → idle",
  "telling → calling",
  "telling → telling",
  "telling → idle",
  ...names.filter((name) => name !== "ended").map((name) => `${name} → ended`),
])

function at(step: StepName): ProcessState {
  const state = new ProcessState()
  for (const next of WAYS[step]) state.to(Step[next])
  return state
}

describe("the state of a process", () => {
  it.each(names.flatMap((from) => names.map((to) => [from, to] as const)))("%s → %s", (from, to) => {
    const state = at(from)
    expect(state.step).toBe(Step[from])
    if (LEGAL.has(`${from} → ${to}`)) {
      state.to(Step[to])
      expect(state.step).toBe(Step[to])
    } else {
      expect(() => state.to(Step[to])).toThrow(`A process that is "${from}" cannot become "${to}".`)
      expect(state.step).toBe(Step[from])
    }
  })

  it("has a stage for each step", () => {
    const stages = Object.fromEntries(names.map((name) => [name, at(name).stage]))
    expect(stages).toEqual({
      new: "mounting",
      mounting: "mounting",
      firstRender: "mounting",
      idle: "mounted",
      due: "mounted",
      calling: "mounted",
      telling: "mounted",
      ended: "ended",
    })
  })

  it("knows whether a callback runs, and whether it has ended", () => {
    expect(names.filter((name) => at(name).isCalling)).toEqual(["mounting", "calling"])
    expect(names.filter((name) => at(name).isEnded)).toEqual(["ended"])
  })
})
