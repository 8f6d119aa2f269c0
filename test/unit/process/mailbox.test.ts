import { Mailbox, type Message } from "../../../src/process/messages/mailbox.js"

const info = (message: unknown): Message => ({
  kind: "info",
  message,
  interval: undefined,
  hops: 0,
  place: undefined,
  next: undefined,
})
const outcome = (): Message => {
  const controller = new AbortController()
  const task = { name: "a", handler: undefined, controller, outcome: undefined }
  return { kind: "async", task, hops: 0, next: undefined }
}
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

  it("finds the last of those at its front that are shown together: infos and outcomes of tasks", () => {
    const mailbox = new Mailbox()
    expect(mailbox.lastOfBatch()).toBeUndefined()
    const second = outcome()
    for (const message of [info(1), second, flush(), info(3)]) mailbox.put(message)
    expect(mailbox.lastOfBatch()).toBe(second)
    for (let i = 0; i < 2; i++) mailbox.take()
    expect(mailbox.lastOfBatch()).toBeUndefined()
  })
})
