/** An app on two processes behind a balancer, over Redis (both drivers) and over Node's cluster. */

import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import { Balancer } from "../support/engines/balancer.js"
import { hasProgram } from "../support/engines/program.js"
import { RedisServer } from "../support/engines/redis-server.js"
import { LiveConnection, type LiveInstance } from "../support/live-client.js"
import type { LivePage } from "../support/live-server.js"

const PROGRAM = join(__dirname, "../support/engines/room-process.mjs")

interface Running {
  readonly port: number
  readonly name: string
}

class Processes {
  readonly #children = new Set<ChildProcess>()
  readonly errors: string[] = []
  count = 0
  readonly #bus: string
  readonly #url: string

  constructor(bus: string, url = "") {
    this.#bus = bus
    this.#url = url
  }

  /** Starts one process, or (over Node's cluster) a primary with its workers. */
  async start(name: string, count = 1, more: NodeJS.ProcessEnv = {}): Promise<Running[]> {
    const env = { ...process.env, NODE_ENV: "production", BUS: this.#bus, REDIS_URL: this.#url, NAME: name, ...more }
    const child = fork(PROGRAM, { env, stdio: ["ignore", "ignore", "pipe", "ipc"] })
    child.stderr?.on("data", (text) => this.errors.push(String(text)))
    this.#children.add(child)
    this.count += 1
    const running: Running[] = []
    await new Promise<void>((resolve, reject) => {
      child.on("message", (message: Running) => {
        running.push(message)
        if (running.length === count) resolve()
      })
      child.once("exit", (code) => reject(new Error(`The process ended with ${code}: ${this.errors.join("")}`)))
    })
    return running
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGKILL")
      await ended
    }
    this.#children.clear()
  }
}

/** Loads the page as a browser does; the connection it uses is another one each time. */
async function load(
  url: string,
  { user }: { readonly user?: string } = {},
): Promise<LivePage & { readonly servedBy: string }> {
  const headers: Record<string, string> = { connection: "close", ...(user === undefined ? {} : { "x-user": user }) }
  const response = await fetch(`${url}/`, { headers })
  const html = await response.text()
  const attribute = (name: string): string => new RegExp(`data-live-${name}="([^"]*)"`).exec(html)?.[1] ?? ""
  const cookie = /livemount=([^;]+)/.exec(response.headers.getSetCookie().join("\n"))?.[1] ?? ""
  return {
    view: "room",
    token: attribute("token"),
    cookie,
    templates: attribute("templates").split(" "),
    html,
    servedBy: /<b>(\w+)<\/b>/.exec(html)?.[1] ?? "",
  }
}

async function get(port: number, path: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  const text = await response.text()
  return text === "" ? undefined : JSON.parse(text)
}

/** Waits for a frame that brings this text. */
async function pushed(instance: LiveInstance, text: string): Promise<void> {
  let frame = ""
  while (!frame.includes(text)) frame = JSON.stringify(await instance.nextPush())
}

interface Health {
  readonly ready: boolean
  readonly views: number
  readonly connections: number
  readonly bus?: { readonly state: string }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}

const buses: readonly string[] = ["cluster", ...(hasProgram("redis-server") ? ["ioredis", "node-redis"] : [])]

for (const bus of buses) {
  describe(`two processes over ${bus}`, () => {
    let redis: RedisServer | undefined
    let processes: Processes
    let one: Running
    let two: Running
    const opened: LiveConnection[] = []

    beforeAll(async () => {
      if (bus !== "cluster") redis = await RedisServer.start()
      processes = new Processes(bus, redis?.url)
      if (bus === "cluster") [one, two] = (await processes.start("", 2)) as [Running, Running]
      else
        [[one], [two]] = (await Promise.all([processes.start("one"), processes.start("two")])) as [[Running], [Running]]
      await until(async () => {
        const states = (await Promise.all([get(one.port, "/health"), get(two.port, "/health")])) as Health[]
        return states.every((state) => state.ready && state.bus?.state === "up")
      })
    })

    afterEach(() => {
      for (const connection of opened.splice(0)) connection.close()
    })

    afterAll(async () => {
      await processes.close()
      await redis?.close()
    })

    const joinAt = async (port: number, page: LivePage, options = {}): Promise<LiveInstance> => {
      const connection = new LiveConnection(`http://127.0.0.1:${port}`, { cookie: page.cookie, ...options })
      opened.push(connection)
      return connection.join(page)
    }

    it("bring broadcasts to the views of both", async () => {
      const near = await joinAt(one.port, await load(`http://127.0.0.1:${one.port}`))
      const far = await joinAt(two.port, await load(`http://127.0.0.1:${two.port}`))
      await near.event("say", { text: "hello" })
      await pushed(far, "hello")
    })

    it("serve a page in one and its views in the other", async () => {
      const page = await load(`http://127.0.0.1:${one.port}`)
      const far = await joinAt(two.port, page)
      await get(one.port, "/say?text=across")
      await pushed(far, "across")
    })

    it("reach a view by live.send wherever it is", async () => {
      const far = await joinAt(two.port, await load(`http://127.0.0.1:${two.port}`))
      expect(await get(one.port, "/send?id=room-1&text=sent")).toBe(0)
      await pushed(far, "sent")
    })

    it("end a user's views everywhere by live.disconnect, and refuse the tokens issued before", async () => {
      const page = await load(`http://127.0.0.1:${two.port}`, { user: `ada-${bus}` })
      const other = await load(`http://127.0.0.1:${two.port}`, { user: "bob" })
      const far = await joinAt(two.port, page)
      const stays = await joinAt(two.port, other)
      await get(one.port, `/disconnect?id=ada-${bus}`)
      expect((await far.nextExit()).code).toBe("LV_DISCONNECTED")
      for (const { port } of [one, two]) {
        const connection = new LiveConnection(`http://127.0.0.1:${port}`, { cookie: page.cookie })
        opened.push(connection)
        expect(await connection.request(page)).toMatchObject({ x: { code: "LV_TOKEN_EXPIRED" } })
      }
      await stays.event("say", { text: "still here" })
      await pushed(stays, "still here")
    })

    it("need no affinity behind a balancer over WebSocket", async () => {
      const balancer = new Balancer()
      const url = await balancer.listen()
      balancer.to(one.port, two.port)
      const served = new Set<string>()
      const instances: LiveInstance[] = []
      for (let n = 0; n < 6; n++) {
        // Pages and connections take turns: every other time the two go to the same process.
        if (n % 2 === 1) await load(url)
        const page = await load(url)
        served.add(page.servedBy)
        const connection = new LiveConnection(url, { cookie: page.cookie })
        opened.push(connection)
        instances.push(await connection.join(page))
      }
      await get(one.port, "/say?text=everyone")
      for (const instance of instances) await pushed(instance, "everyone")
      expect(new Set(balancer.routed)).toEqual(new Set([one.port, two.port]))
      expect(served.size).toBe(2)
      await balancer.close()
    })

    it("need it for long-polling, which fails without and works with it", async () => {
      const loose = new Balancer()
      const sticky = new Balancer({ sticky: true })
      for (const balancer of [loose, sticky]) balancer.to(one.port, two.port)
      const page = await load(`http://127.0.0.1:${one.port}`)
      const stays = new LiveConnection(await sticky.listen(), { cookie: page.cookie, transports: ["polling"] })
      opened.push(stays)
      const instance = await stays.join(page)
      await get(two.port, "/say?text=polled")
      await pushed(instance, "polled")
      const wanders = new LiveConnection(await loose.listen(), { cookie: page.cookie, transports: ["polling"] })
      opened.push(wanders)
      await expect(wanders.enter("/live/room")).rejects.toThrow()
      stays.close()
      wanders.close()
      await Promise.all([loose.close(), sticky.close()])
    })

    if (bus === "cluster") return

    it("take one more, and go on without one", async () => {
      const [three] = (await processes.start("three")) as [Running]
      await until(async () => ((await get(three.port, "/health")) as Health).bus?.state === "up")
      const far = await joinAt(three.port, await load(`http://127.0.0.1:${one.port}`))
      await get(two.port, "/say?text=newcomer")
      await pushed(far, "newcomer")
    })

    it("let a process that starts later know which tokens are void", async () => {
      const page = await load(`http://127.0.0.1:${one.port}`, { user: `eve-${bus}` })
      await get(one.port, `/disconnect?id=eve-${bus}`)
      const [later] = (await processes.start("later")) as [Running]
      const connection = new LiveConnection(`http://127.0.0.1:${later.port}`, { cookie: page.cookie })
      opened.push(connection)
      expect(await connection.request(page)).toMatchObject({ x: { code: "LV_TOKEN_EXPIRED" } })
    })

    it("do nothing for a process with another secret, and say so", async () => {
      const [stranger] = (await processes.start("stranger", 1, {
        SECRET: "another secret, of another app perhaps",
      })) as [Running]
      const far = await joinAt(two.port, await load(`http://127.0.0.1:${two.port}`, { user: "carol" }))
      await until(async () => ((await get(stranger.port, "/health")) as Health).bus?.state === "up")
      await get(stranger.port, "/disconnect?id=carol")
      await until(() => Promise.resolve(processes.errors.join("").includes("LV_CONTROL_REFUSED")))
      await far.event("say", { text: "not gone" })
      await pushed(far, "not gone")
    })

    it("go on apart while Redis is away, and mount anew when it is back", async () => {
      const near = await joinAt(one.port, await load(`http://127.0.0.1:${one.port}`))
      const far = await joinAt(two.port, await load(`http://127.0.0.1:${two.port}`))
      await near.event("say", { text: "before" })
      await pushed(far, "before")
      await redis?.kill()
      await until(async () => {
        const states = (await Promise.all([get(one.port, "/health"), get(two.port, "/health")])) as Health[]
        return states.every(({ bus: { state } = { state: "" } }) => state === "down")
      })
      expect(((await get(one.port, "/health")) as Health).ready).toBe(true)
      await near.event("say", { text: "alone" })
      await pushed(near, "alone")
      await redis?.begin()
      // Its lines are what `mount` returns: none any more.
      expect((await far.nextPush()).diff).not.toBeNull()
      await get(one.port, "/say?text=together")
      await pushed(far, "together")
      // Once for each process that runs.
      expect(processes.errors.join("").match(/LV_BUS_DOWN/g)).toHaveLength(processes.count)
    })
  })
}
