/**
 * Measures the machine once per second while somebody watches, and tells one listener. However many pages are open,
 * there is one sampler: they all get the same samples over PubSub.
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
  #history: readonly Sample[] = []
  #ticks: readonly Ticks[] = coreTicks()
  #watchers = 0
  #timer: NodeJS.Timeout | undefined
  #delay: IntervalHistogram | undefined

  constructor(sampled: (sample: Sample) => void) {
    this.#sampled = sampled
  }

  /** The samples of the last minute that somebody watched, oldest first. */
  get history(): readonly Sample[] {
    return this.#history
  }

  get running(): boolean {
    return this.#timer !== undefined
  }

  /** Keeps the sampler running until the function returned is called. */
  watch(): () => void {
    this.#watchers += 1
    if (this.#watchers === 1) this.#start()
    let watching = true
    return () => {
      if (!watching) return
      watching = false
      this.#watchers -= 1
      if (this.#watchers === 0) this.#stop()
    }
  }

  #start(): void {
    // What was measured before a pause is no part of the minute that the charts show.
    this.#history = []
    this.#ticks = coreTicks()
    this.#delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION })
    this.#delay.enable()
    this.#timer = setInterval(() => this.#sample(), SAMPLE_INTERVAL)
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#delay?.disable()
    this.#delay = undefined
  }

  #sample(): void {
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
  }

  #takeDelay(): number {
    const delay = this.#delay
    if (delay === undefined || delay.count === 0) return 0
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
