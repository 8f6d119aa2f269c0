/**
 * `npm run faults -- [--rounds n] [--seed n] [--tabs n]`: rounds of the fault suite, as many as one likes.
 * `npm run faults -- --cycles n`: what is left of so many pages that came and left.
 * `npm run faults -- --rolling [--clients n] [--chromium n] [--pace ms]`: rolling restarts of two processes under so many users.
 */
import { parseArgs } from "node:util"
import { cycles } from "./cycles.js"
import { Random } from "./random.js"
import { round } from "./round.js"
import { runRolling } from "./run-rolling.js"
import { World } from "./world.js"

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
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
  const rounds = Number(values.rounds ?? 200)
  const first = Number(values.seed ?? Date.now() % 1_000_000)

  const world = await World.start(process.cwd())
  let failed = 0
  try {
    for (let tabs = Number(values.tabs ?? 3); tabs > 0; tabs--) await world.openTab(tabs)
    for (let n = 0; n < rounds && failed < 5; n++) {
      const trace: string[] = []
      const what = await round(world, new Random(first + n), trace)
      if (n % 20 === 19) process.stdout.write(`${n + 1} rounds, ${Math.round(process.uptime())} s\n`)
      if (what.length === 0) continue
      failed += 1
      process.stdout.write(`\nRound ${n}, seed ${first + n}:\n  ${trace.join("\n  ")}\n${what.join("\n")}\n`)
      const states = world.tabs.map(({ told }) => told.splice(0).join("\n"))
      process.stdout.write(`${states.join("\n")}\n${(await world.ask("state")).errors.join("\n")}\n`)
      await world.renew()
    }
  } finally {
    await world.stop()
  }
  process.stdout.write(`${rounds} rounds from seed ${first}: ${failed} failed\n`)
  process.exitCode = failed === 0 ? 0 : 1
}
