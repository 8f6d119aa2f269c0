/** Some rounds of the fault suite: a server that is a process, real lines that break, the real client. `npm run faults` has more. */
import { join } from "node:path"
import { cycles } from "./harness/cycles.js"
import { Random } from "./harness/random.js"
import { round } from "./harness/round.js"
import { World } from "./harness/world.js"

let world: World
beforeAll(async () => {
  world = await World.start(join(__dirname, "../.."))
})
afterAll(() => world.stop())

it("has nothing left of pages that have come and gone", async () => {
  const [early, late] = await cycles(world, 60)
  expect([early.state.processes, late.state.processes]).toEqual([0, 0])
  expect(late.state.timers).toBeLessThanOrEqual(early.state.timers)
})

it("keeps and tells what it has to while lines break, and servers come and go", async () => {
  const first = Date.now() % 1_000_000
  for (let browser = 0; browser < 3; browser++) await world.openTab(browser)
  for (let seed = first; seed < first + 6; seed++) {
    const trace: string[] = []
    const wrong = await round(world, new Random(seed), trace)
    if (wrong.length > 0)
      throw new Error(`Seed ${seed}:\n${[...wrong.map(({ law, what }) => `${law}: ${what}`), ...trace].join("\n")}`)
    world.roundOver()
  }
})
