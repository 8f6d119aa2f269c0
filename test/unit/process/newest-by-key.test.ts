import * as fc from "fast-check"
import { Mailbox } from "../../../src/process/messages/mailbox.js"
import { newestListener } from "../../../src/process/resources/newest-listener.js"
import { RecordingLogger } from "../../support/recording-logger.js"

interface Said {
  readonly key: string | number | undefined
  readonly n: number
}

/** A mailbox, and what puts into it what it hears. */
function hearing(keyOf: (said: Said) => string | number | undefined = ({ key }) => key) {
  const mailbox = new Mailbox()
  const logger = new RecordingLogger()
  const taker = {
    info(message: unknown, interval: undefined, hops: number, place?: never) {
      mailbox.put({ kind: "info", message, interval, hops, place, next: undefined })
    },
  }
  const hear = newestListener("prices", keyOf as (message: unknown) => string, taker, logger)
  const take = (): Said | undefined => (mailbox.take() as { readonly message: Said } | undefined)?.message
  return { mailbox, logger, take, hear: hear as (said: Said) => void }
}

/** What a view has been told, or that it handles the next message. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<(string | number | undefined)[]>("a", "b", "1", 1, undefined) },
    fc.constant("take" as const),
  ),
  { maxLength: 60 },
)

describe("messages of which the newest of each key counts", () => {
  test("wait in the place of the first of their key: each key in its turn, in order, and no key's last one is lost", () => {
    fc.assert(
      fc.property(steps, (said) => {
        const { mailbox, hear, take } = hearing()
        // The model: what waits, in order.
        const waiting: Said[] = []
        const handled: (Said | undefined)[] = []
        said.forEach((key, n) => {
          if (key === "take") {
            const next = take()
            expect(next).toEqual(waiting.shift())
            handled.push(next)
          } else {
            hear({ key, n })
            const place = key === undefined ? -1 : waiting.findIndex((one) => one.key === key)
            if (place === -1) waiting.push({ key, n })
            else waiting[place] = { key, n }
          }
          expect(mailbox.infos).toBe(waiting.length)
        })
        while (!mailbox.isEmpty) handled.push(take())
        const heard = said.flatMap((key, n) => (key === "take" ? [] : [{ key, n }]))
        for (const key of ["a", "b", "1", 1]) {
          const numbers = handled.flatMap((one) => (one !== undefined && one.key === key ? [one.n] : []))
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
          expect(numbers.at(-1)).toBe(heard.findLast((one) => one.key === key)?.n)
        }
        const kept = handled.filter((one) => one !== undefined && one.key === undefined)
        expect(kept).toEqual(heard.filter(({ key }) => key === undefined))
      }),
      { numRuns: 500 },
    )
  })

  test("are all handled where the app's function fails, which is logged", () => {
    const { logger, hear, take } = hearing(({ key }) => {
      if (key === "bad") throw new Error("no symbol")
      return key
    })
    for (const [n, key] of ["bad", "a", "bad", "a"].entries()) hear({ key, n })
    expect([take(), take(), take(), take()].map((said) => said?.n)).toEqual([0, 3, 2, undefined])
    expect(logger.at("error")).toHaveLength(2)
  })
})
