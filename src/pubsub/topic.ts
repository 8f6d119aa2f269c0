/** Typed names of what one can subscribe to. */

import { LiveError } from "../errors/live-error.js"

/** The name of a channel whose messages are of one type. Made by {@link topic}. */
export interface Topic<Message> {
  readonly name: string
  /** For types only: what is broadcast on it. */
  readonly "~message": Message
}

/** A topic, and a topic of the same messages for every id. */
export interface TopicFamily<Message> extends Topic<Message> {
  (id: string | number): Topic<Message>
}

/**
 * Declares a topic: a name, and the type of its messages.
 *
 * @example
 * ```ts
 * import { topic } from "livemount"
 *
 * const posts = topic<{ type: "created"; id: string }>("posts")
 * socket.subscribe(posts)      // the topic "posts"
 * socket.subscribe(posts(7))   // the topic "posts:7"
 * ```
 * @throws {@link LiveError} LV_TOPIC_INVALID
 */
export function topic<Message>(name: string): TopicFamily<Message> {
  if (typeof name !== "string" || name === "") throw new LiveError("LV_TOPIC_INVALID", { given: name })
  const family = (id: string | number): Topic<Message> => {
    if ((typeof id !== "string" && typeof id !== "number") || id === "") {
      throw new LiveError("LV_TOPIC_INVALID", { given: id, family: name })
    }
    return brand({ name: `${name}:${id}` })
  }
  return brand(Object.defineProperty(family, "name", { value: name }))
}

/**
 * Returns the name of a topic.
 *
 * @throws {@link LiveError} LV_TOPIC_INVALID when it is not one (a string, for example: those have no message type).
 */
export function topicName(topic: Topic<unknown>): string {
  const given: unknown = topic
  if ((typeof given === "object" || typeof given === "function") && given !== null && "~message" in given)
    return topic.name
  throw new LiveError("LV_TOPIC_INVALID", { given })
}

/** The brand is there at run time too, so that a function or an object that happens to have a name is told apart. */
function brand<T extends { readonly name: string }, Message>(named: T): T & Topic<Message> {
  return Object.assign(named, { "~message": undefined as Message })
}
