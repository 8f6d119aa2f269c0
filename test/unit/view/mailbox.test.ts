import { Mailbox, type Message } from "../../../src/view/mailbox.js"

const info = (message: unknown): Message => ({ kind: "info", message, interval: undefined, next: undefined })
const flush = (): Message => ({ kind: "flush", next: undefined })

describe("a mailbox", () => {
  it("gives messages in the order in which they were put", () => {
    const mailbox = new Mailbox()
    const messages = [info(1), flush(), info(2)]
    expect(mailbox.isEmpty).toBe(true)
    for (const message of messages) mailbox.put(message)
    expect(mailbox.isEmpty).toBe(false)
    expect([mailbox.take(), mailbox.take(), mailbox.take(), mailbox.take()]).toEqual([...messages, undefined])
    expect(mailbox.isEmpty).toBe(true)
  })

  it("can be filled again when it was emptied", () => {
    const mailbox = new Mailbox()
    for (const n of [1, 2, 3]) {
      mailbox.put(info(n))
      expect(mailbox.take()).toMatchObject({ message: n })
    }
    expect(mailbox.take()).toBeUndefined()
  })

  it("finds the last of those of one kind at its front", () => {
    const mailbox = new Mailbox()
    expect(mailbox.lastOfRun("info")).toBeUndefined()
    const second = info(2)
    for (const message of [info(1), second, flush(), info(3)]) mailbox.put(message)
    expect(mailbox.lastOfRun("info")).toBe(second)
    expect(mailbox.lastOfRun("flush")).toBeUndefined()
  })
})
