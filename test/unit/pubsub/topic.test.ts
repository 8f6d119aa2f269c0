import { coalesceOf, type Topic, topic, topicName } from "../../../src/pubsub/topic.js"

describe("a topic", () => {
  const posts = topic<number>("posts")

  it("has its name, and one for every id", () => {
    expect(posts.name).toBe("posts")
    expect(posts(7).name).toBe("posts:7")
    expect(posts("a b").name).toBe("posts:a b")
    expect([topicName(posts), topicName(posts(0))]).toEqual(["posts", "posts:0"])
  })

  it.each([[""], [undefined], [null], [{}]])("has no sub-topic %p", (id) => {
    expect(() => posts(id as string)).toThrow(expect.objectContaining({ code: "LV_TOPIC_INVALID" }))
  })

  it.each([[""], [undefined], [7]])("cannot be named %p", (name) => {
    expect(() => topic(name as string)).toThrow(expect.objectContaining({ code: "LV_TOPIC_INVALID" }))
  })
})

describe("a topic's option coalesce", () => {
  const prices = topic("prices", { coalesce: ({ symbol }: { readonly symbol: string }) => symbol })

  it("holds for the topic of every id, and is not there where it was not given", () => {
    expect(coalesceOf(prices)?.({ symbol: "A" })).toBe("A")
    expect(coalesceOf(prices("eu"))).toBe(coalesceOf(prices))
    expect(coalesceOf(topic("posts"))).toBeUndefined()
    expect(coalesceOf(topic("posts", { coalesce: undefined })(7))).toBeUndefined()
  })

  it("is a function, and the only option", () => {
    const given = (options: object): object => topic("prices", options)
    expect(() => given({ coalesce: "symbol" })).toThrow("The option `coalesce` takes a function.")
    expect(() => given({ coalesc: () => 1 })).toThrow("There is no option `coalesc`. Did you mean `coalesce`?")
  })
})

describe("topicName", () => {
  it.each([["posts"], [{ name: "posts" }], [() => {}], [undefined], [null]])(
    "refuses %p, which is no topic",
    (given) => {
      expect(() => topicName(given as unknown as Topic<never>)).toThrow(
        expect.objectContaining({ code: "LV_TOPIC_INVALID" }),
      )
    },
  )
})
