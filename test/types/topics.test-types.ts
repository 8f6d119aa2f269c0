/** The types of topics and broadcasts. */

import { expectTypeOf } from "expect-type"
import { type PubSub, type Socket, type Topic, topic, type Unsubscribe } from "livemount"

declare const pubsub: PubSub

const posts = topic<{ id: number }>("posts")
expectTypeOf(posts(1)).toEqualTypeOf<Topic<{ id: number }>>()
posts("a")
// @ts-expect-error an id is a text or a number
posts({})

pubsub.broadcast(posts, { id: 1 })
pubsub.broadcast(posts(1), { id: 1 })
// @ts-expect-error the topic says what is broadcast on it
pubsub.broadcast(posts, { id: "1" })
// @ts-expect-error the topic says what is broadcast on it
pubsub.broadcast(posts, {})
// @ts-expect-error a topic, not its name
pubsub.broadcast("posts", { id: 1 })

declare const socket: Socket<{ count: number }, { id: number }>
pubsub.broadcastFrom(socket, posts, { id: 1 })
// @ts-expect-error the topic says what is broadcast on it
pubsub.broadcastFrom(socket, posts, { id: "1" })
// @ts-expect-error a view's socket
pubsub.broadcastFrom({ id: "posts-1" }, posts, { id: 1 })

pubsub.subscribe(posts, (message) => {
  expectTypeOf(message).toEqualTypeOf<{ id: number }>()
})
expectTypeOf(pubsub.subscribe(posts, () => {})).toEqualTypeOf<Unsubscribe>()
expectTypeOf(pubsub.subscribe(posts, () => {})).toBeCallableWith()

interface Price {
  readonly symbol: string
  readonly price: number
}

const prices = topic<Price>("prices", {
  coalesce(message) {
    expectTypeOf(message).toEqualTypeOf<Price>()
    return message.symbol
  },
})
expectTypeOf(prices("eu")).toEqualTypeOf<Topic<Price>>()
pubsub.broadcast(prices, { symbol: "A", price: 1 })
// @ts-expect-error the topic says what is broadcast on it
pubsub.broadcast(prices, { symbol: "A" })
topic<Price>("prices", { coalesce: ({ price }) => (price > 0 ? price : undefined) })
expectTypeOf(topic("prices", { coalesce: ({ symbol }: Price) => symbol })(1)).toEqualTypeOf<Topic<Price>>()
// @ts-expect-error a text or a number
topic<Price>("prices", { coalesce: (message) => message })
// @ts-expect-error no such field
topic<Price>("prices", { coalesce: (message) => message.name })
// @ts-expect-error no such option
topic<Price>("prices", { newest: (message: Price) => message.symbol })

declare const wide: Socket<object, Price | "changed">
wide.subscribe(prices)
declare const narrow: Socket<object, "changed">
// @ts-expect-error a view that does not take these messages
narrow.subscribe(prices)

// @ts-expect-error a topic is declared with `topic`
const byHand: Topic<number> = { name: "posts" }

export { byHand }
