import { MemorySnapshots, memorySnapshots } from "../../../src/snapshot/memory-snapshots.js"
import { FakeClock } from "../../support/fake-clock.js"
import { snapshotConformance } from "../../support/snapshot-conformance.js"

const clock = new FakeClock(1_000_000)
snapshotConformance("memory", { make: () => new MemorySnapshots(1_000_000, clock), pass: (ms) => clock.pass(ms) })

test("it holds so much and no more: those go that were changed longest ago", async () => {
  const store = new MemorySnapshots(10_000, clock)
  const text = "x".repeat(3000)
  for (const series of ["a", "b", "c"]) await store.put(series, { counter: 1, text }, 1000)
  await store.put("a", { counter: 2, text }, 1000)
  await store.put("d", { counter: 1, text }, 1000)
  const held = await Promise.all(["a", "b", "c", "d"].map((series) => store.newest(series)))
  expect(held.map((one) => one?.counter)).toEqual([2, undefined, 1, 1])
})

test("what had to go for want of room was not dropped: it names what it holds by another name", async () => {
  const store = new MemorySnapshots(4000, clock)
  const epoch = await store.epoch()
  await store.put("a", { counter: 1, text: "x".repeat(3000) }, 1000)
  await store.drop("a", 1, 0)
  await store.put("b", { counter: 1, text: "x".repeat(3000) }, 1000)
  expect(await store.epoch()).toBe(epoch)
  await store.put("c", { counter: 1, text: "x".repeat(3000) }, 1000)
  expect(await store.epoch()).not.toBe(epoch)
})

test("one that is larger than all of it is not kept", async () => {
  const store = new MemorySnapshots(1000, clock)
  await store.put("a", { counter: 1, text: "x".repeat(2000) }, 1000)
  expect(await store.newest("a")).toBeUndefined()
})

test("options are checked", () => {
  expect(() => memorySnapshots({ size: 0 })).toThrow(expect.objectContaining({ code: "LV_OPTION_INVALID" }))
  expect(() => memorySnapshots({ sise: 1 } as never)).toThrow(expect.objectContaining({ code: "LV_OPTION_UNKNOWN" }))
})
