import {
  HISTORY_LENGTH,
  SAMPLE_INTERVAL,
  type Sample,
  Sampler,
} from "../../../../../example-express/shared/data/sampler.js"

describe("Sampler", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("has a sample as soon as somebody asks", () => {
    const samples: Sample[] = []
    const sampler = new Sampler((sample) => samples.push(sample))
    expect(samples).toEqual([])
    const { latest, history } = sampler.lastMinute()
    expect(history).toEqual([latest])
    expect(samples).toEqual([latest])
    expect(sampler.lastMinute().history).toHaveLength(1)
  })

  it("samples once per interval from its start on, and tells each", () => {
    const samples: Sample[] = []
    const sampler = new Sampler((sample) => samples.push(sample))
    jest.advanceTimersByTime(3 * SAMPLE_INTERVAL)
    expect(samples).toHaveLength(3)
    expect(sampler.lastMinute()).toEqual({ latest: samples.at(-1), history: samples })
  })

  it("keeps a minute", () => {
    const sampler = new Sampler(() => {})
    jest.advanceTimersByTime((HISTORY_LENGTH + 5) * SAMPLE_INTERVAL)
    const { latest, history } = sampler.lastMinute()
    expect(history).toHaveLength(HISTORY_LENGTH)
    expect(latest.cpu).toBeGreaterThanOrEqual(0)
    expect(latest.cpu).toBeLessThanOrEqual(100)
    expect(latest.memory).toBeGreaterThan(0)
    expect(latest.delay).toBeGreaterThanOrEqual(0)
  })
})
