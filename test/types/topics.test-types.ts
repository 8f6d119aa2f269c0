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

// @ts-expect-error a topic is declared with `topic`
const byHand: Topic<number> = { name: "posts" }

export { byHand }
