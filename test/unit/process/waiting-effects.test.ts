import * as fc from "fast-check"
import { type Effect, extrasOf } from "../../../src/process/output/effects.js"
import { boundedEffects } from "../../../src/process/output/waiting-effects.js"

const effect: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(9).map((payload): Effect => ({ kind: "event", name: "e", payload })) },
  fc.nat(9).map((n): Effect => ({ kind: "title", text: `${n}` })),
  fc.nat(9).map((n): Effect => ({ kind: "redirect", to: `/${n}`, navigates: "push" })),
  fc
    .tuple(fc.nat(9), fc.boolean())
    .map(([n, replace]): Effect => ({ kind: "patch", to: `/p/${n}`, replace, vouched: undefined })),
)

describe("effects that wait", () => {
  it("are left as they are where they are few", () => {
    const effects: Effect[] = Array.from({ length: 100 }, (_, payload) => ({ kind: "event", name: "e", payload }))
    expect(boundedEffects(effects)).toEqual({ effects, dropped: 0 })
    expect(boundedEffects(effects).effects).toBe(effects)
  })

  test("the page would notice of the bounded ones what it had of all, but for the oldest events", () => {
    fc.assert(
      fc.property(fc.array(effect, { maxLength: 300 }), (asked) => {
        const { effects, dropped } = boundedEffects(asked)
        const { e: events = [], ...all } = extrasOf(asked, undefined) ?? {}
        const { e: kept = [], ...others } = extrasOf(effects, undefined) ?? {}
        expect(others).toEqual(all)
        expect(kept).toEqual(events.slice(dropped))
        expect(dropped).toBe(Math.max(0, events.length - (asked.length > 100 ? 100 : events.length)))
        expect(effects.length).toBeLessThanOrEqual(103)
      }),
      { numRuns: 300 },
    )
  })
})
