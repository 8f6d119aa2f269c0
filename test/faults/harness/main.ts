/**
 * `npm run faults -- [--rounds n] [--injections n] [--failures n] [--seed n] [--tabs n]`: rounds of the fault suite, as many as one likes.
 * `npm run faults -- --cycles n`: what is left of so many pages that came and left.
 * `npm run faults -- --rolling [--clients n] [--chromium n] [--pace ms]`: rolling restarts of two processes under so many users.
 */
import { parseArgs } from "node:util"
import { cycles } from "./cycles.js"
import { run } from "./run.js"
import { runRolling } from "./run-rolling.js"
import { World } from "./world.js"

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    injections: { type: "string" },
    failures: { type: "string" },
    seed: { type: "string" },
    tabs: { type: "string" },
    cycles: { type: "string" },
    rolling: { type: "boolean" },
    clients: { type: "string", default: "195" },
    chromium: { type: "string", default: "5" },
    pace: { type: "string", default: "1500" },
  },
})
if (values.rolling) {
  const settings = { clients: Number(values.clients), chromium: Number(values.chromium), pace: Number(values.pace) }
  process.exitCode = (await runRolling(settings)) ? 0 : 1
} else if (values.cycles === undefined) await runRounds()
else await runCycles(Number(values.cycles))

async function runCycles(count: number): Promise<void> {
  // What V8 has optimised by the first look is not what it has by the second: some MB of code.
  const world = await World.start(process.cwd(), ["--no-opt", "--no-sparkplug"])
  try {
    const [early, late] = await cycles(world, count)
    for (const { after, state } of [early, late]) process.stdout.write(`after ${after}: ${JSON.stringify(state)}\n`)
    const grown = late.state.heap - early.state.heap
    process.stdout.write(`${grown} bytes more\n`)
    const isLeft = late.state.processes > 0 || late.state.timers > early.state.timers
    process.exitCode = grown > 1_048_576 || isLeft ? 1 : 0
  } finally {
    await world.stop()
  }
}

async function runRounds(): Promise<void> {
  const world = await World.start(process.cwd())
  // Ctrl+C: what there is by then is printed.
  const stopped = new AbortController()
  process.once("SIGINT", () => stopped.abort())
  try {
    const failed = await run(world, {
      rounds: Number(values.rounds ?? (values.injections === undefined ? 200 : Number.POSITIVE_INFINITY)),
      injections: Number(values.injections ?? Number.POSITIVE_INFINITY),
      seed: Number(values.seed ?? Date.now() % 1_000_000),
      tabs: Number(values.tabs ?? 4),
      failures: Number(values.failures ?? 5),
      stop: stopped.signal,
      say: (text) => void process.stdout.write(`${text}\n`),
    })
    process.exitCode = failed === 0 ? 0 : 1
  } finally {
    await world.stop()
  }
}
