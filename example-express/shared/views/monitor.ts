/** The system monitor: one minute of the machine's life. All pages share one sampler. */

import { availableParallelism, cpus, totalmem } from "node:os"
import { type LiveView, liveView, type Topic, topic } from "livemount"
import { HISTORY_LENGTH, type Minute, type Sample, type Sampler } from "../data/sampler.js"
import { sparkline } from "../data/sparkline.js"

/** Every new sample, by the process that took it. */
export const samples = topic<Sample>("samples")

interface Chart {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly unit: string
  readonly detail: string
  /** The value at the chart's upper edge. */
  readonly scale: string
  readonly line: string
  readonly area: string
}

interface Core {
  readonly number: number
  readonly percent: number
}

interface MonitorAssigns {
  charts: readonly Chart[]
  cores: readonly Core[]
  /** When the charts begin. */
  since: string
  paused: boolean
  facts: readonly { readonly name: string; readonly value: string }[]
}

/** Units of the charts: one per sample across, about one per pixel upwards, so that whole numbers do. */
const WIDTH = HISTORY_LENGTH - 1
const HEIGHT = 64
const GIBIBYTE = 2 ** 30
const MEBIBYTE = 2 ** 20

/** Makes the monitor's view on the process' sampler, which tells of its samples on `own`. */
export function monitorView(sampler: Sampler, own: Topic<Sample>): LiveView<Sample> {
  return liveView<MonitorAssigns, Sample>({
    name: "monitor",
    template: "monitor.njk",
    title: "System monitor",

    mount(_params, _session, socket) {
      socket.subscribe(own)
      return { ...drawn(sampler.lastMinute()), paused: false, facts: machineFacts() }
    },

    events: {
      pause(_params, socket) {
        socket.assign({ paused: true })
      },
      resume(_params, socket) {
        socket.assign({ ...drawn(sampler.lastMinute()), paused: false })
      },
    },

    handleInfo(_sample, socket) {
      if (!socket.assigns.paused) socket.assign(drawn(sampler.lastMinute()))
    },
  })
}

function drawn({ latest, history }: Minute): Pick<MonitorAssigns, "charts" | "cores" | "since"> {
  const delays = history.map((sample) => sample.delay)
  const shares = history.map((sample) => sample.cpu)
  const memory = history.map((sample) => sample.memory / GIBIBYTE)
  return {
    since: history.length < HISTORY_LENGTH ? `${Math.max(1, history.length - 1)} s ago` : "A minute ago",
    charts: [
      chart("cpu", "Processor", shares, {
        max: Math.min(100, roundedUp(25, ...shares)),
        value: latest.cpu.toFixed(0),
        unit: "%",
        detail: `Load average ${latest.load.toFixed(2)}`,
      }),
      chart("memory", "Memory", memory, {
        max: totalmem() / GIBIBYTE,
        value: (latest.memory / GIBIBYTE).toFixed(1),
        unit: "GiB",
        detail: `This process ${(latest.resident / MEBIBYTE).toFixed(0)} MiB`,
      }),
      chart("delay", "Event-loop delay", delays, {
        max: roundedUp(10, ...delays),
        value: latest.delay.toFixed(1),
        unit: "ms",
        detail: `Highest in the last minute ${Math.max(...delays).toFixed(1)} ms`,
      }),
    ],
    cores: latest.cores.map((percent, index) => ({ number: index + 1, percent: Math.round(percent) })),
  }
}

interface ChartText extends Pick<Chart, "value" | "unit" | "detail"> {
  readonly max: number
}

function chart(id: string, name: string, values: readonly number[], { max, ...text }: ChartText): Chart {
  // Until the server has been there for a minute what it has measured fills the chart.
  const paths = sparkline(values, { width: WIDTH, height: HEIGHT, length: Math.max(2, values.length), max })
  return { id, name, scale: `${max.toFixed(0)} ${text.unit}`, ...text, ...paths }
}

/** The next multiple of `step` that holds all values: a scale that changes seldom. */
function roundedUp(step: number, ...values: readonly number[]): number {
  return Math.max(1, Math.ceil(Math.max(...values) / step)) * step
}

function machineFacts(): MonitorAssigns["facts"] {
  const [first] = cpus()
  return [
    { name: "Processor", value: first?.model.trim() || "unknown" },
    { name: "Processors available", value: String(availableParallelism()) },
    { name: "Memory", value: `${(totalmem() / GIBIBYTE).toFixed(1)} GiB` },
    { name: "Runtime", value: `Node ${process.versions.node}` },
    { name: "System", value: `${process.platform} ${process.arch}` },
  ]
}
