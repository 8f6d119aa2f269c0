/** Whatever is held back and for however long: what a page is told adds up to what its view shows, and nothing is told twice. */

import * as fc from "fast-check"
import type { Extras, Joined, ValuesReply } from "../../../../src/protocol/frames.js"
import type { WireDiff, WireNested } from "../../../../src/protocol/values.js"
import { each, html } from "../../../../src/render/values/html.js"
import { liveView } from "../../../../src/view/live-view.js"
import { applyDiff } from "../../../support/apply-diff.js"
import { PeerServer } from "../../../support/peer-server.js"
import { allTurns } from "../../../support/view-harness.js"

interface Board {
  readonly rows: readonly number[]
  readonly said: number
}

const board = liveView<Board, number>({
  name: "board",
  mount: () => ({ rows: [0], said: 0 }),
  events: {
    add: ({ n }, socket) => socket.update("rows", (rows) => changed(rows, n as number)),
    async later({ n }, socket) {
      await Promise.resolve()
      socket.update("rows", (rows) => changed(rows, n as number))
    },
  },
  handleInfo(n, socket) {
    socket.assign({ rows: changed(socket.assigns.rows, n), said: n })
    socket.pushEvent("said", n)
  },
  render: ({ rows, said }) =>
    html`<h1>${said}</h1><ul>${each(
      rows,
      (row) => row,
      (row) => html`<li>${row}</li>`,
    )}</ul>`,
})

function changed(rows: readonly number[], n: number): readonly number[] {
  if (n % 3 === 0) return rows.toReversed()
  if (n % 3 === 1) return rows.slice(1)
  return [n, ...rows.filter((row) => row !== n)]
}

type Step =
  | { readonly kind: "info" | "add" | "later"; readonly n: number }
  | { readonly kind: "unread"; readonly bytes: number }
  | { readonly kind: "hidden"; readonly isHidden: 0 | 1 }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "turns" }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.nat(30).map((n): Step => ({ kind: "info", n })) },
    fc.nat(30).map((n): Step => ({ kind: "add", n })),
    fc.nat(30).map((n): Step => ({ kind: "later", n })),
    {
      weight: 2,
      arbitrary: fc.constantFrom(0, 65_536, 65_537, 90_000).map((bytes): Step => ({ kind: "unread", bytes })),
    },
    fc.constantFrom(0, 1).map((isHidden): Step => ({ kind: "hidden", isHidden: isHidden as 0 | 1 })),
    fc.constantFrom(1_000, 5_000, 30_000).map((ms): Step => ({ kind: "pass", ms })),
    { weight: 3, arbitrary: fc.constant<Step>({ kind: "turns" }) },
  ),
  { maxLength: 50 },
)

/** A page with its view, and what it makes of what it is told, in the order in which it is told. */
class Page {
  readonly #server = new PeerServer()
  #ends: ReturnType<PeerServer["connect"]> | undefined
  #tree: WireNested = [0]
  readonly said: number[] = []
  readonly asked: number[] = []
  answered = 0
  pushed = 0

  async join(): Promise<void> {
    const page = await this.#server.page(board)
    const ends = this.#server.connect(page)
    this.#ends = ends
    const { d = {} } = (await ends.join(page, { a: true })) as Joined
    this.#tree = [0, ...(Object.values(d) as string[])]
    ends.peer.send = (_message, _instance, diff, extras) => {
      this.pushed += 1
      this.#take(diff as WireDiff | 0, extras as Extras | undefined)
    }
  }

  get #line(): ReturnType<PeerServer["connect"]> {
    return this.#ends as ReturnType<PeerServer["connect"]>
  }

  async run(step: Step): Promise<void> {
    const { connection, peer } = this.#line
    if (step.kind === "turns") await allTurns()
    else if (step.kind === "pass") this.#server.clock.pass(step.ms)
    else if (step.kind === "hidden") connection.hidden(step.isHidden)
    else if (step.kind === "unread") peer.take(step.bytes)
    else if (step.kind === "info") {
      this.asked.push(step.n)
      this.#server.orders.send("board", "board-1", step.n)
    } else {
      connection.event([0, step.kind, { n: step.n }, this.#line.next(0)], (diff, extras) => {
        this.answered += 1
        this.#take(diff as WireDiff | 0, extras as Extras | undefined)
      })
    }
  }

  /** Nothing holds anything back any more. Returns what is shown here, and what is there. */
  async settle(): Promise<readonly [here: WireNested, there: WireNested]> {
    for (const step of [
      { kind: "unread", bytes: 0 },
      { kind: "hidden", isHidden: 0 },
    ] as const)
      await this.run(step)
    for (let round = 0; round < 3; round++) await allTurns()
    const { d } = (await this.#line.values(0, [[-1]])) as ValuesReply
    return [this.#tree, d[0] as WireNested]
  }

  /** Timers and listeners that are left. */
  get left(): number {
    return this.#server.clock.waiting + this.#line.peer.takers.size
  }

  #take(diff: WireDiff | 0, extras: Extras | undefined): void {
    if (diff !== 0) this.#tree = applyDiff(this.#tree, JSON.parse(JSON.stringify(diff)) as WireDiff)
    for (const [, n] of extras?.e ?? []) this.said.push(n as number)
  }
}

test("a page is told what its view shows, and each event once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const page = new Page()
      await page.join()
      for (const step of taken) await page.run(step)
      const [here, there] = await page.settle()
      expect(here).toEqual(there)
      expect(page.said).toEqual(page.asked)
      expect(page.answered).toBe(taken.filter(({ kind }) => kind === "add" || kind === "later").length)
      expect(page.left).toBe(0)
    }),
    { numRuns: 150 },
  )
})

test("while a page does not read, nothing is pushed, and all events are answered", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const page = new Page()
      await page.join()
      await page.run({ kind: "unread", bytes: 70_000 })
      for (const step of taken) if (step.kind !== "unread") await page.run(step)
      for (let round = 0; round < 3; round++) await allTurns()
      expect(page.pushed).toBe(0)
      expect(page.answered).toBe(taken.filter(({ kind }) => kind === "add" || kind === "later").length)
      const [here, there] = await page.settle()
      expect(here).toEqual(there)
      expect(page.pushed).toBeLessThanOrEqual(1)
    }),
    { numRuns: 50 },
  )
})
