import { CHAT_LENGTH, Chat, withEntry } from "../../../../../example-express/shared/data/chat.js"

describe("Chat", () => {
  it("keeps the last entries only", () => {
    const chat = new Chat()
    for (let index = 0; index < CHAT_LENGTH + 10; index++) chat.say("page", "Anna", String(index))
    expect(chat.entries).toHaveLength(CHAT_LENGTH)
    expect(chat.entries.at(-1)?.text).toBe(String(CHAT_LENGTH + 9))
  })

  it("remembers the name last used in a page, of the last 1,000 pages", () => {
    const chat = new Chat()
    chat.say("first", "Anna", "Hello")
    chat.say("first", "Anne", "Hello again")
    expect(chat.nameIn("first")).toBe("Anne")
    for (let index = 0; index < 1000; index++) chat.say(`page ${index}`, "Somebody", "Hello")
    expect(chat.nameIn("first")).toBeUndefined()
    expect(chat.nameIn("page 0")).toBe("Somebody")
  })

  it("takes an entry once", () => {
    const chat = new Chat()
    const entry = chat.say("page", "Anna", "Hello")
    expect(withEntry(chat.entries, entry)).toBe(chat.entries)
  })
})
