/** Pages that come, join, do something and leave, thousands of times: what the server has then, it must have had after the first. */
import { LiveConnection } from "../../support/live-client.js"
import type { LivePage } from "../../support/live-server.js"
import { Browser } from "./browser.js"
import type { ServerState } from "./server.js"
import type { World } from "./world.js"

/** What is left after so many cycles, when all that was to be collected is. */
export interface Left {
  readonly after: number
  readonly state: ServerState
}

/** Runs cycles, and looks after a tenth of them and at the end. */
export async function cycles(world: World, count: number): Promise<readonly [early: Left, late: Left]> {
  const early = Math.floor(count / 10)
  let first: Left | undefined
  for (let done = 0; done < count; done++) {
    await cycle(world)
    if (done + 1 === early) first = { after: early, state: await atRest(world) }
  }
  return [first as Left, { after: count, state: await atRest(world) }]
}

async function cycle({ proxy: { url } }: World): Promise<void> {
  const page = await load(`${url}/counting`)
  const connection = new LiveConnection(url, { cookie: page.cookie })
  const view = await connection.join(page)
  await view.event("count", { id: "cycle" })
  view.leave()
  connection.close()
}

/** When the last connections have ended. */
async function atRest(world: World): Promise<ServerState> {
  await new Promise((over) => setTimeout(over, 200))
  await world.ask("collect")
  return world.ask("collect")
}

async function load(url: string): Promise<LivePage> {
  const browser = new Browser()
  const response = await browser.open(url)
  const html = await response.text()
  const attribute = (name: string): string => new RegExp(`data-live-${name}="([^"]*)"`).exec(html)?.[1] ?? ""
  const cookie = /livemount=([^;]+)/.exec(browser.jar.getCookieStringSync(url))?.[1] ?? ""
  return { view: "counting", token: attribute("token"), templates: attribute("templates").split(" "), cookie, html }
}
