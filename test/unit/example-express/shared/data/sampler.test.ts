import {
  HISTORY_LENGTH,
  SAMPLE_INTERVAL,
  type Sample,
  Sampler,
} from "../../../../../example-express/shared/data/sampler.js"

describe("Sampler", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("samples once per interval, however many watch, and rests when the last has gone", () => {
    const samples: Sample[] = []
    const sampler = new Sampler((sample) => samples.push(sample))
    const [first, second] = [sampler.watch(), sampler.watch()]
    jest.advanceTimersByTime(3 * SAMPLE_INTERVAL)
    expect(samples).toHaveLength(3)
    first()
    first()
    expect(sampler.running).toBe(true)
    second()
    expect(sampler.running).toBe(false)
    jest.advanceTimersByTime(3 * SAMPLE_INTERVAL)
    expect(samples).toHaveLength(3)
  })

  it("keeps a minute", () => {
    const sampler = new Sampler(() => {})
    const stop = sampler.watch()
    jest.advanceTimersByTime((HISTORY_LENGTH + 5) * SAMPLE_INTERVAL)
    expect(sampler.history).toHaveLength(HISTORY_LENGTH)
    const { cpu, memory, delay } = sampler.history.at(-1) as Sample
    expect(cpu).toBeGreaterThanOrEqual(0)
    expect(cpu).toBeLessThanOrEqual(100)
    expect(memory).toBeGreaterThan(0)
    expect(delay).toBeGreaterThanOrEqual(0)
    stop()
  })
})
