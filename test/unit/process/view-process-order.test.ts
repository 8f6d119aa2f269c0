import fc from "fast-check"
import { liveView } from "../../../src/index.js"
import { html } from "../../../src/render/values/html.js"
import { answering } from "../../support/asker.js"
import { allTurns, type Deferred, deferred, startView } from "../../support/view-harness.js"

/** A message to the view: how it is sent, and whether and when its handler's promise settles. */
interface Sent {
  readonly kind: "event" | "info"
  readonly handler: "sync" | "async"
  /** The order in which the promises of asynchronous handlers are allowed to settle. */
  readonly rank: number
}

const sent = fc.record<Sent>({
  kind: fc.constantFrom("event", "info"),
  handler: fc.constantFrom("sync", "async"),
  rank: fc.nat(20),
})

describe("any interleaving of asynchronous handlers", () => {
  it("leaves messages handled one at a time, in the order in which they came", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { maxLength: 12 }), async (messages) => {
        const gates = messages.map(({ handler }) => (handler === "async" ? deferred() : undefined))
        const log: string[] = []
        let running = 0
        const handle = (index: number): void | Promise<void> => {
          expect(running).toBe(0)
          const gate = gates[index]
          if (gate === undefined) {
            log.push(`${index}`)
            return
          }
          running += 1
          return gate.promise.then(() => {
            running -= 1
            log.push(`${index}`)
          })
        }
        const view = liveView<{ last: number; seen: readonly number[] }, number>({
          name: "ordered",
          mount: () => ({ last: -1, seen: [] }),
          render: ({ seen }) => html`<p>${seen.join()}</p>`,
          events: {
            async go(params, socket) {
              await handle(Number(params["index"]))
              socket.update("seen", (seen) => [...seen, Number(params["index"])])
            },
            now(params, socket) {
              void handle(Number(params["index"]))
              socket.update("seen", (seen) => [...seen, Number(params["index"])])
            },
          },
          handleInfo(index, socket) {
            const done = handle(index)
            const note = (): void => socket.update("seen", (seen) => [...seen, index])
            return done instanceof Promise ? done.then(note) : note()
          },
        })
        const harness = await startView(view)

        const frames: { readonly index: number; readonly text: unknown }[] = []
        const note = (index: number, diff: unknown): void => {
          frames.push({ index, text: (diff as Record<number, unknown> | null)?.[0] })
        }
        harness.pushed.push = (frame) => {
          note(-1, frame.diff)
          return 0
        }
        messages.forEach(({ kind, handler }, index) => {
          if (kind === "info") harness.process.info(index)
          else
            harness.process.dispatch(
              { name: handler === "async" ? "go" : "now", params: { index } },
              answering(({ diff }) => note(index, diff)),
              0,
            )
        })
        const open = gates
          .map((gate, index) => ({ gate, rank: messages[index]?.rank ?? 0 }))
          .filter((entry): entry is { gate: Deferred<void>; rank: number } => entry.gate !== undefined)
          .sort((a, b) => a.rank - b.rank)
        for (const { gate } of open) {
          gate.resolve()
          await allTurns()
        }
        // Behind each asynchronous handler the next message waits for a turn of its own.
        for (let turns = 0; turns <= messages.length; turns++) await allTurns()

        const everything = messages.map((_, index) => index)
        expect(log).toEqual(everything.map(String))
        expect(harness.shown).toEqual([everything.join()])
        // Every frame shows what the ones before showed, and each reply at least its own event.
        let shown = ""
        for (const { index, text } of frames) {
          if (text === undefined) continue
          expect(String(text).startsWith(shown)).toBe(true)
          shown = String(text)
          if (index >= 0) expect(shown.split(",").at(-1)).toBe(String(index))
        }
        expect(frames.filter(({ index }) => index >= 0).map(({ index }) => index)).toEqual(
          everything.filter((index) => messages[index]?.kind === "event"),
        )
      }),
      { numRuns: 150 },
    )
  })
})
