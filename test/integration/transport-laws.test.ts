import * as fc from "fast-check"
import type { Socket } from "socket.io-client"
import type { Extras, JoinReply, ValuesReply } from "../../src/protocol/frames.js"
import type { WireDiff, WireNested } from "../../src/protocol/values.js"
import { topic } from "../../src/pubsub/topic.js"
import { each, html } from "../../src/render/values/html.js"
import { liveView } from "../../src/view/live-view.js"
import { applyDiff } from "../support/apply-diff.js"
import { joinRequest, LiveConnection } from "../support/live-client.js"
import { type LivePage, type LiveServer, startLive } from "../support/live-server.js"

interface Row {
  readonly id: number
  readonly text: string
}
interface Assigns {
  readonly rows: readonly Row[]
  readonly note: string | null
}

const changes = topic<number>("changes")
/** What handlers and mounts wait for, in the order in which they came. */
const handlers: (() => void)[] = []
const mounts: (() => void)[] = []
/** Connected views that have mounted and not ended. */
let living = 0

const board = liveView<Assigns, number>({
  name: "board",
  async mount(params, _session, socket) {
    socket.subscribe(changes)
    if (socket.connected && params["slow"] === true) await new Promise<void>((go) => mounts.push(go))
    if (socket.connected) living += 1
    return { rows: [{ id: -1, text: "first" }], note: null }
  },
  events: {
    now: (params, socket) => socket.assign(changed(socket.assigns, params["n"] as number)),
    async later(params, socket) {
      await new Promise<void>((go) => handlers.push(go))
      socket.assign(changed(socket.assigns, params["n"] as number))
    },
    crash() {
      throw new Error("crash")
    },
  },
  handleInfo: (n, socket) => socket.assign(changed(socket.assigns, n)),
  terminate: () => {
    living -= 1
  },
  render: ({
    rows,
    note,
  }) => html`<h1 title="${rows.length}">${rows.length}</h1>${note === null ? null : html`<p>${note}</p>`}
    <ul>${each(
      rows,
      ({ id }) => id,
      ({ text }) => html`<li>${text}</li>`,
    )}</ul>`,
})

/** Changes the assigns in one of several ways, by a number. */
function changed({ rows, note }: Assigns, n: number): Assigns {
  if (n % 5 === 0) return { note, rows: [{ id: n, text: `row ${n}` }, ...rows.filter(({ id }) => id !== n)] }
  if (n % 5 === 1) return { note, rows: rows.toReversed() }
  if (n % 5 === 2) return { note, rows: rows.slice(1) }
  if (n % 5 === 3) return { note, rows: rows.map((row, i) => (i === n % 2 ? { ...row, text: `${row.text}'` } : row)) }
  return { note: note === null ? `note ${n}` : null, rows }
}

/** What a browser makes of the frames of one connection; it notes what it could not make sense of. */
class Browser {
  readonly failures: unknown[] = []
  readonly trees = new Map<number, WireNested>()
  /** Requests that no answer has come for. */
  waiting = 0
  readonly #socket: Socket
  readonly #ids = new Map<number, string[]>()
  readonly #texts = new Set<string>()
  readonly #left = new Set<number>()
  readonly #exited = new Set<number>()
  readonly #sent = new Map<number, number>()

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on("d", (i: number, diff: WireDiff | 0, extras?: Extras) => this.#take(i, diff, extras))
    socket.on("x", (i: number) => this.#exited.add(i))
  }

  join(page: LivePage): void {
    const n = [...page.templates.keys()].filter((index) => !this.#texts.has(page.templates[index] as string))
    this.#ask("j", [joinRequest(page, { a: true, n })], (reply) => {
      const { i, d = {}, e } = reply as Extract<JoinReply, { i: number }>
      this.#ids.set(i, [...page.templates])
      this.trees.set(i, [0, ...(Object.values(d) as string[])])
      this.#take(i, 0, e)
    })
  }

  push(event: string, n: number): void {
    const i = this.#pick(n)
    if (i === undefined) return
    const number = (this.#sent.get(i) ?? 0) + 1
    this.#sent.set(i, number)
    this.#ask("e", [i, event, { n }, number], (diff, e) => this.#take(i, diff as WireDiff | 0, e as Extras))
  }

  leave(n: number): void {
    const i = this.#pick(n)
    if (i === undefined) return
    this.#left.add(i)
    this.#socket.emit("l", i)
  }

  /** Everything sent before has been taken by the server, and what it said about it has arrived. */
  async turn(): Promise<void> {
    await this.#socket.emitWithAck("e", 9999, "none", {})
  }

  /** What the server shows of each instance that is still there. */
  async shown(): Promise<Map<number, WireNested>> {
    const shown = new Map<number, WireNested>()
    for (const i of this.trees.keys()) {
      const { d } = (await this.#socket.emitWithAck("v", i, [[-1]])) as ValuesReply
      if (d.length > 0) shown.set(i, d[0] as WireNested)
      else this.trees.delete(i)
    }
    return shown
  }

  #pick(n: number): number | undefined {
    const open = [...this.trees.keys()].filter((i) => !this.#left.has(i))
    return open[n % Math.max(1, open.length)]
  }

  #ask(message: string, values: unknown[], answer: (...reply: unknown[]) => void): void {
    let answered = false
    this.waiting += 1
    this.#socket.emit(message, ...values, (...reply: unknown[]) => {
      this.waiting -= 1
      if (answered) this.failures.push(new Error("answered twice"))
      answered = true
      answer(...reply)
    })
  }

  #take(i: number, diff: WireDiff | 0, extras: Extras | undefined): void {
    try {
      const ids = this.#ids.get(i)
      const tree = this.trees.get(i)
      if (ids === undefined || tree === undefined) throw new Error(`a frame of ${i} before the answer of its join`)
      if (diff !== 0 && this.#exited.has(i)) throw new Error(`a frame of ${i} after its exit`)
      for (const [number, template] of Object.entries(extras?.t ?? {}) as [string, string | [string, string]][]) {
        const [id, text] = typeof template === "string" ? [template] : template
        if (text !== undefined) this.#texts.add(id)
        ids[Number(number)] = id
      }
      for (const id of ids) if (!this.#texts.has(id)) throw new Error(`${id} has no text`)
      if (diff !== 0) this.trees.set(i, applyDiff(tree, diff))
    } catch (error) {
      this.failures.push(error)
    }
  }
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom("join", "leave", "now", "later", "later", "crash", "broadcast", "release", "mounted", "turn"),
    n: fc.nat(30),
  }),
  { minLength: 5, maxLength: 60 },
)

function release(waiting: (() => void)[], place = 0): void {
  waiting.splice(place % Math.max(1, waiting.length), 1)[0]?.()
}

let server: LiveServer

beforeAll(async () => {
  const limits = { viewsPerConnection: 1000, joinsPerSecond: 1_000_000 }
  server = await startLive({ views: [board], transport: { limits } })
})

afterAll(async () => {
  await server.close()
})

describe("any sequence of joins, events, broadcasts, crashes and departures over one connection", () => {
  test("leaves the browser with what each view shows, every request answered once, and no view behind", async () => {
    const page = await server.page(board)
    const slow = await server.page(board, { cookie: page.cookie, params: { slow: true } })

    async function play(script: readonly { readonly what: string; readonly n: number }[]): Promise<void> {
      const connection = new LiveConnection(server.url, { cookie: page.cookie })
      const browser = new Browser(await connection.enter("/live/board"))
      browser.join(page)
      browser.join(page)
      await browser.turn()
      for (const { what, n } of script) {
        if (what === "join") browser.join(n % 2 === 0 ? page : slow)
        else if (what === "leave") browser.leave(n)
        else if (what === "broadcast") server.services.pubsub.broadcast(changes, n)
        else if (what === "release") release(handlers, n)
        else if (what === "mounted") release(mounts, n)
        else if (what === "turn") await browser.turn()
        else browser.push(what, n)
      }
      while (browser.waiting > 0) {
        release(handlers)
        release(mounts)
        await browser.turn()
      }
      const shown = await browser.shown()
      expect(browser.failures).toEqual([])
      expect(browser.trees).toEqual(shown)
      connection.close()
      while (living > 0) {
        // Those whose events were refused because they left.
        release(handlers)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }

    await fc.assert(fc.asyncProperty(steps, play), { numRuns: 60 })
  })
})
