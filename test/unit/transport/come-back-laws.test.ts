/** Any cut, at any place of what page and view tell each other: each event is handled once and answered once, in order, and the page shows what the view does. */

import fc from "fast-check"
import type { Extras, Joined, ValuesReply } from "../../../src/protocol/frames.js"
import type { WireDiff, WireNested } from "../../../src/protocol/values.js"
import { each, html } from "../../../src/render/values/html.js"
import type { Peer } from "../../../src/transport/peer.js"
import type { ViewConnection } from "../../../src/transport/view-connection.js"
import { liveView } from "../../../src/view/live-view.js"
import { applyDiff } from "../../support/apply-diff.js"
import { FakePeer, PeerServer } from "../../support/peer-server.js"
import type { LivePage } from "../../support/signed-page.js"
import { allTurns } from "../../support/view-harness.js"

let handled: number[]

const tape = liveView({
  name: "tape",
  mount: () => ({ rows: [] as { id: number; text: string }[], note: null as string | null }),
  events: {
    add({ id }, socket) {
      handled.push(Number(id))
      socket.update("rows", (rows) => [...rows, { id: Number(id), text: `row ${id}` }])
      return id
    },
    turn({ id }, socket) {
      handled.push(Number(id))
      socket.update("rows", (rows) => rows.toReversed())
      socket.update("note", (note) => (note === null ? `note ${id}` : null))
      return id
    },
    async slow({ id }, socket) {
      await Promise.resolve()
      handled.push(Number(id))
      socket.pushEvent("slow", id)
      return id
    },
    long({ id }) {
      handled.push(Number(id))
      return { id, text: "x".repeat(700) }
    },
  },
  handleInfo: (message: number, socket) => {
    if (message % 3 === 0) socket.pushEvent("info", -message)
    socket.update("rows", (rows) => rows.map((row, index) => (index === 0 ? { ...row, text: `${row.text}'` } : row)))
  },
  render: ({ rows, note }) =>
    html`<ul>${each(
      rows,
      ({ id }) => id,
      ({ text }) => html`<li>${text}</li>`,
    )}</ul>${note === null ? null : html`<b>${note}</b>`}`,
})

/** What a page does with the protocol, and nothing that it shows. */
class Page {
  readonly answers: [number: number, y: unknown, code: string | undefined][] = []
  readonly told: unknown[] = []
  readonly #server: PeerServer
  readonly #page: LivePage
  #connection: ViewConnection | undefined
  #peer: Peer | undefined
  #instance = -1
  #key = ""
  #frames = 0
  #sent = 0
  #ids: string[]
  #tree: WireNested = [0]
  /** What the server has said, and has not arrived. */
  #coming: (() => void)[] = []
  readonly #underWay = new Map<number, readonly [name: string, id: number]>()

  constructor(server: PeerServer, page: LivePage) {
    this.#server = server
    this.#page = page
    this.#ids = [...page.templates]
  }

  get tree(): WireNested {
    return this.#tree
  }

  async join(): Promise<void> {
    const { d, i, k } = (await this.#ask({ a: true })) as Joined
    this.#instance = i
    this.#key = k ?? ""
    this.#tree = [0, ...(Object.values(d ?? {}) as string[])]
  }

  send(name: string, id: number): void {
    this.#underWay.set(++this.#sent, [name, id])
    this.#give(this.#sent)
  }

  /** Takes so much of what is coming. */
  take(count: number): void {
    for (const take of this.#coming.splice(0, count)) take()
  }

  confirm(): void {
    this.#connection?.confirm(this.#instance, this.#frames)
  }

  /** The connection is lost, which the server knows, or does not know yet. */
  cut(isKnown: boolean): void {
    this.#coming = []
    if (isKnown) this.#connection?.left()
    this.#connection = undefined
  }

  /** Comes back, and is lost again before, or after, it was answered: it has not got the answer. */
  async backInVain(isAnswered: boolean): Promise<void> {
    this.#server.clock.pass(10_000)
    const answered = this.#ask({ a: true, n: [], r: { k: this.#key, f: this.#frames, e: 0 } })
    if (isAnswered) await answered
    this.cut(isAnswered)
  }

  /** Returns whether it was told all values. */
  async back(): Promise<boolean> {
    this.#server.clock.pass(10_000)
    const reply = (await this.#ask({ a: true, n: [], r: { k: this.#key, f: this.#frames, e: 0 } })) as Joined
    const { i, d, e, k, r } = reply
    if (r === undefined) throw new Error(`It has not come back: ${JSON.stringify(reply)}`)
    this.#instance = i
    this.#key = k ?? ""
    if (r.w === undefined) for (const [answers, diff, extras] of r.f ?? []) this.#took(answers, diff, extras)
    for (const [number, id] of names(e)) this.#ids[number] = id
    if (r.w === 1) {
      this.#tree = [0, ...(Object.values(d ?? {}) as string[])]
      for (const [answers, diff, extras] of r.f ?? []) this.#took(answers, diff, extras)
      this.#frames = 0
    } else if (d !== undefined) this.#tree = applyDiff(this.#tree, d)
    this.#told(e)
    this.confirm()
    for (const [number] of this.#underWay) {
      if (number <= r.e) throw new Error(`event ${number} was given, and is not answered`)
      this.#give(number)
    }
    return r.w === 1
  }

  async shown(): Promise<unknown> {
    const reply = await new Promise<ValuesReply>((resolve) =>
      this.#connection?.values(this.#instance, [[-1]], (values) => resolve(values as ValuesReply)),
    )
    this.#frames += 1
    return reply.d[0]
  }

  #ask(given: object): Promise<unknown> {
    this.#peer = Object.assign(new FakePeer(`livemount=${this.#page.cookie}`), {
      send: (message: string, _instance: number, diff: WireDiff | 0, extras?: Extras) => {
        const frame = JSON.parse(JSON.stringify([diff, extras])) as [WireDiff | 0, Extras | undefined]
        if (message === "d") this.#coming.push(() => this.#took(0, frame[0], frame[1] ?? undefined))
      },
    })
    const connection = this.#server.enter("tape", this.#peer)
    this.#connection = connection
    const request = { v: 1, t: this.#page.token, h: this.#ids, n: [...this.#ids.keys()], ...given }
    return new Promise((resolve) =>
      connection.join(request, (reply) => resolve(JSON.parse(JSON.stringify(reply)) as unknown)),
    )
  }

  #give(number: number): void {
    const [name, id] = this.#underWay.get(number) as readonly [string, number]
    this.#connection?.event([this.#instance, name, { id }, number], (diff, extras) => {
      const frame = JSON.parse(JSON.stringify([diff, extras ?? null])) as [WireDiff | 0, Extras | null]
      this.#coming.push(() => this.#took(number, frame[0], frame[1] ?? undefined))
    })
  }

  #took(answers: number, diff: WireDiff | 0, extras: Extras | undefined): void {
    this.#frames += 1
    for (const [number, id] of names(extras)) this.#ids[number] = id
    if (diff !== 0) this.#tree = applyDiff(this.#tree, diff)
    if (answers > 0) {
      if (!this.#underWay.delete(answers)) throw new Error(`event ${answers} was answered twice`)
      this.answers.push([answers, extras?.y, extras?.x?.code])
    }
    this.#told(extras)
  }

  #told(extras: Extras | undefined): void {
    for (const [, payload] of extras?.e ?? []) this.told.push(payload)
  }
}

function names(extras: Extras | undefined): [number, string][] {
  return Object.entries(extras?.t ?? {}).map(([number, name]) => [
    Number(number),
    typeof name === "string" ? name : name[0],
  ])
}

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("add", "turn", "slow", "long") },
    { weight: 3, arbitrary: fc.constantFrom("info") },
    { weight: 4, arbitrary: fc.nat(6) },
    { weight: 2, arbitrary: fc.constantFrom("turns", "confirm") },
    { weight: 3, arbitrary: fc.constantFrom("lost", "unknown") },
    { weight: 1, arbitrary: fc.constantFrom("in vain", "in vain, answered") },
  ),
  { minLength: 5, maxLength: 60 },
)

test.each([
  ["much is kept", 65_536],
  ["little is kept", 1000],
])("a page that comes back, where %s, has lost nothing and has nothing twice", async (_what, unconfirmedSize) => {
  let retold = 0
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      handled = []
      const limits = { unconfirmedSize, joinsPerSecond: 1e9, viewsPerConnection: 1e6 }
      const server = new PeerServer({ resumeWindow: 1e9, limits })
      const page = new Page(server, await server.page(tape))
      await page.join()
      let id = 0
      let infos = 0
      const infosTold: number[] = []
      for (const step of script) {
        if (typeof step === "number") page.take(step)
        else if (step === "info") {
          server.orders.send("tape", "tape-1", ++infos)
          if (infos % 3 === 0) infosTold.push(-infos)
        } else if (step === "turns") await allTurns()
        else if (step === "confirm") page.confirm()
        else if (step === "lost" || step === "unknown") {
          page.cut(step === "lost")
          if (await page.back()) retold += 1
        } else if (step.startsWith("in vain")) {
          page.cut(true)
          await page.backInVain(step.endsWith("answered"))
          if (await page.back()) retold += 1
        } else page.send(step, ++id)
      }
      page.cut(true)
      await page.back()
      await allTurns()
      await allTurns()
      page.take(Number.POSITIVE_INFINITY)
      const ids = Array.from({ length: id }, (_, index) => index + 1)
      expect(handled).toEqual(ids)
      expect(page.answers.map(([number]) => number)).toEqual(ids)
      for (const [number, y, code] of page.answers) {
        if (code !== undefined) expect([code, unconfirmedSize]).toEqual(["LV_ANSWER_LOST", 1000])
        else expect(y).toEqual(typeof y === "number" ? number : { id: number, text: expect.any(String) })
      }
      // Effects have a bound of their own, beyond which they are lost.
      const told = page.told.filter((payload) => (payload as number) < 0)
      expect(told).toEqual(infosTold.filter((info) => unconfirmedSize > 1000 || told.includes(info)))
      expect(page.tree).toEqual(await page.shown())
      expect([server.supervisor.count, server.kept?.detachedCount]).toEqual([1, 0])
      await server.supervisor.close()
      expect(server.frameBudget.left).toBe(server.limits.unconfirmedSizeOfAll)
    }),
    { numRuns: 150 },
  )
  expect(retold).toBeGreaterThan(0)
})
