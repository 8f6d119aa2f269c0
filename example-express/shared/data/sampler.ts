/**
 * Measures the machine once per second, and tells one listener. However many pages are open, there is one sampler: they all
 * get the same samples over PubSub. It measures from the application's start on, so that a page has a past to show at once.
 */

import { cpus, freemem, loadavg, totalmem } from "node:os"
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks"

/** What was measured in one second. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Share of all processors in use, in percent. */
  readonly cpu: number
  /** The same per processor. */
  readonly cores: readonly number[]
  /** Memory in use on the machine, and by this process, in bytes. */
  readonly memory: number
  readonly resident: number
  /** 99th percentile of the event loop's delay, in milliseconds. */
  readonly delay: number
  /** Load average over one minute. */
  readonly load: number
}

/** What a page shows. */
export interface Minute {
  /** Oldest first, up to the latest. */
  readonly history: readonly Sample[]
  readonly latest: Sample
}

interface Ticks {
  readonly busy: number
  readonly total: number
}

/** Milliseconds between two samples. */
export const SAMPLE_INTERVAL = 1000

/** Samples kept: one minute. */
export const HISTORY_LENGTH = 60

const DELAY_RESOLUTION = 10

export class Sampler {
  readonly #sampled: (sample: Sample) => void
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION })
  #history: readonly Sample[] = []
  #ticks: readonly Ticks[] = coreTicks()

  /** Begins to measure. It keeps no process alive that has nothing else to do. */
  constructor(sampled: (sample: Sample) => void) {
    this.#sampled = sampled
    this.#delay.enable()
    setInterval(() => this.#sample(), SAMPLE_INTERVAL).unref()
  }

  /** The samples of the last minute. There is always one: the first is taken when it is asked for. */
  lastMinute(): Minute {
    return { latest: this.#history.at(-1) ?? this.#sample(), history: this.#history }
  }

  #sample(): Sample {
    const before = this.#ticks
    const now = coreTicks()
    this.#ticks = now
    const cores = now.map((ticks, core) => share(before[core], ticks))
    const sample: Sample = {
      at: Date.now(),
      cpu: cores.reduce((sum, core) => sum + core, 0) / Math.max(1, cores.length),
      cores,
      memory: totalmem() - freemem(),
      resident: process.memoryUsage.rss(),
      delay: this.#takeDelay(),
      load: loadavg()[0] ?? 0,
    }
    this.#history = [...this.#history, sample].slice(-HISTORY_LENGTH)
    this.#sampled(sample)
    return sample
  }

  #takeDelay(): number {
    const delay = this.#delay
    if (delay.count === 0) return 0
    // The histogram counts the whole interval between two of its own timers; the delay is what exceeds it.
    const excess = delay.percentile(99) / 1e6 - DELAY_RESOLUTION
    delay.reset()
    return Math.max(0, excess)
  }
}

function coreTicks(): readonly Ticks[] {
  return cpus().map(({ times }) => {
    const busy = times.user + times.nice + times.sys + times.irq
    return { busy, total: busy + times.idle }
  })
}

function share(before: Ticks | undefined, now: Ticks): number {
  const total = now.total - (before?.total ?? 0)
  return total <= 0 ? 0 : Math.min(100, (100 * (now.busy - (before?.busy ?? 0))) / total)
}
