/** A {@link Crowd} in a process of its own: `node crowd.mjs '<CrowdSettings>'`, told over IPC what to do. */
import { Crowd, type CrowdSettings } from "./crowd.js"
import type { CrowdMessage } from "./crowd-process.js"

const crowd = await Crowd.open(JSON.parse(process.argv[2] ?? "") as CrowdSettings)
process.on("message", async ({ number, does }: CrowdMessage) => {
  process.send?.({ number, result: await crowd[does]() })
})
process.on("disconnect", () => process.exit())
process.send?.({ number: 0 })
