/**
 * The smallest app of the documentation, as it stands there, as a program of its own: against the built package, with
 * `views` relative to the working directory, and without `live.attach`.
 */

import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { join } from "node:path"
import { joinLive } from "../support/live-client.js"

const view = `const counter = liveView({  // Assigns is what mount returns
  name: "counter",          // names the socket.io namespace: /live/counter
  template: "counter.njk",
  mount: () => ({ count: 0 }),
  events: {
    increment(params, socket) { socket.update("count", (n) => n + 1) },
    decrement(params, socket) { socket.update("count", (n) => n - 1) },
  },
})
`

const programs = {
  Express: `import express from "express"
import { liveMiddleware } from "livemount/express"
import { liveView } from "livemount"

${view}
const app = express()
const live = liveMiddleware({ views: "views" })
app.use(live)
live.view("/counter", counter)
app.listen(3000)
`,
  Koa: `import Koa from "koa"
import { liveMiddleware } from "livemount/koa"
import { liveView } from "livemount"

${view}
const app = new Koa()
const live = liveMiddleware({ views: "views" })
app.use(live)
live.view("/counter", counter)
app.listen(3000)
`,
}

const template = `<button live-click="decrement">-</button> <span>{{ count }}</span> <button live-click="increment">+</button>
`

// Inside the package, where its own name and the hosts' are found.
const cache = join(__dirname, "../../.cache")
let folder: string
let program: ChildProcess | undefined

beforeEach(() => {
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, "smallest-app-"))
  mkdirSync(join(folder, "views"))
  writeFileSync(join(folder, "views", "counter.njk"), template)
})

afterEach(() => {
  program?.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts the program, with another port than the one it names, and waits until it answers. */
async function start(text: string): Promise<string> {
  const port = await freePort()
  writeFileSync(join(folder, "app.mjs"), text.replace("listen(3000)", `listen(${port})`))
  const child = spawn(process.execPath, ["app.mjs"], { cwd: folder, env: { ...process.env, NODE_ENV: "development" } })
  program = child
  let said = ""
  child.stderr?.on("data", (chunk) => (said += String(chunk)))
  const url = `http://127.0.0.1:${port}`
  while (child.exitCode === null) {
    const answers = await fetch(`${url}/counter`).then(
      () => true,
      () => false,
    )
    if (answers) return url
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`The program has ended: ${said}`)
}

describe.each(Object.entries(programs))("the smallest app on %s", (_host, text) => {
  it("answers with its page, is joined, and counts", async () => {
    const url = await start(text)
    const response = await fetch(`${url}/counter`)
    const html = await response.text()
    expect(html).toContain("<span>0</span>")
    const script = /<script type="module" src="([^"]*)"/.exec(html)?.[1] ?? ""
    expect((await fetch(url + script)).status).toBe(200)

    const [, token = "", templates = ""] = /data-live-token="([^"]*)" data-live-templates="([^"]*)"/.exec(html) ?? []
    const cookie = /^livemount=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? "")?.[1] ?? ""
    const page = { view: "counter", token, cookie, templates: templates.split(" "), html: "" }
    const joined = await joinLive(url, page)
    expect((await joined.event("increment")).diff).toEqual({ 0: "1" })
    expect((await joined.event("decrement")).diff).toEqual({ 0: "0" })
    joined.connection.close()
  })
})
