/** A small rolling restart: two processes behind a balancer, over a Redis, under some users. `npm run faults -- --rolling` has many. */
import { join } from "node:path"
import { describeWith } from "../support/engines/program.js"
import { Crowd } from "./harness/crowd.js"
import { Deployment } from "./harness/deployment.js"
import { RollingRestart } from "./harness/rolling.js"

describeWith(["redis-server"])("two processes that are replaced under their users", () => {
  it("lose nothing, and do nothing twice: one is stopped, one is killed, and so is the Redis", async () => {
    const deployment = await Deployment.start(join(__dirname, "../.."), "node", ["tab"])
    try {
      const { url, programs } = deployment
      const crowd = await Crowd.open({ url, program: programs.file("tab"), count: 4, name: "t", pace: 150 })
      const figures = await new RollingRestart(deployment, [crowd], 500).run([
        { place: "one", signal: "SIGTERM" },
        { place: "two", signal: "SIGKILL", isWithoutRedis: true },
      ])
      expect(figures).toMatchObject({ pages: 4, wrong: [], errors: [], lost: 0, loaded: 0, heard: 4, left: [0, 0] })
      const [kept, of] = figures.typed
      expect(kept).toBe(of)
      // Who was lost to both processes was lost twice.
      expect(figures.away.flatMap(([, ms]) => ms).length).toBeGreaterThan(0)
      expect(figures.fates.get("done")).toBeGreaterThan(0)
    } finally {
      await deployment.stop()
    }
  })
})
