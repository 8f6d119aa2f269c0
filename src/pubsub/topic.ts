/** Typed names of what one can subscribe to. */

import { LiveError } from "../errors/live-error.js"
import { checkOptionNames } from "../util/option-names.js"

/** What a message is about, for {@link TopicOptions.coalesce}. */
export type CoalesceKey = string | number

/** Options of {@link topic}. */
export interface TopicOptions<Message> {
  /**
   * Names what a message is about, where only the newest about it counts: of those of one name that wait for a view, the
   * newest alone is handled, in the place of the first. Messages of one name stay in order; those of different names need not.
   * `undefined`: the message is handled in any case.
   */
  readonly coalesce?: ((message: Message) => CoalesceKey | undefined) | undefined
}

/** The name of a channel whose messages are of one type. Made by {@link topic}. */
export interface Topic<Message> {
  readonly name: string
  /** For types only: what is broadcast on it. */
  readonly "~message": Message
  /** The option `coalesce`. Its parameter says nothing of the topic's type, which `~message` says. */
  readonly "~coalesce"?: ((message: never) => CoalesceKey | undefined) | undefined
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
 *
 * // A view that is slower than its prices come gets the newest of each symbol.
 * const prices = topic<{ symbol: string; price: number }>("prices", { coalesce: (message) => message.symbol })
 * ```
 * @throws {@link LiveError} LV_TOPIC_INVALID, LV_OPTION_UNKNOWN, LV_OPTION_INVALID
 */
export function topic<Message>(name: string, options: TopicOptions<Message> = {}): TopicFamily<Message> {
  if (typeof name !== "string" || name === "") throw new LiveError("LV_TOPIC_INVALID", { given: name })
  const { coalesce } = checked(options)
  const family = (id: string | number): Topic<Message> => {
    if ((typeof id !== "string" && typeof id !== "number") || id === "") {
      throw new LiveError("LV_TOPIC_INVALID", { given: id, family: name })
    }
    return brand({ name: `${name}:${id}` }, coalesce)
  }
  return brand(Object.defineProperty(family, "name", { value: name }), coalesce)
}

function checked<Message>(options: TopicOptions<Message>): TopicOptions<Message> {
  checkOptionNames(options, ["coalesce"])
  const { coalesce } = options
  if (coalesce !== undefined && typeof coalesce !== "function") {
    throw new LiveError("LV_OPTION_INVALID", { option: "coalesce", expected: "a function", given: coalesce })
  }
  return options
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

/** What a message of this topic is about: its option `coalesce`. Undefined: all of them are handled. */
export type KeyOf = (message: unknown) => CoalesceKey | undefined

/** Returns the option `coalesce` of a topic. */
export function coalesceOf(topic: Topic<unknown>): KeyOf | undefined {
  // It is only called with what was broadcast on the topic, which the topic's type vouches for.
  return topic["~coalesce"] as KeyOf | undefined
}

/** The brand is there at run time too, so that a function or an object that happens to have a name is told apart. */
function brand<T extends { readonly name: string }, Message>(
  named: T,
  coalesce: TopicOptions<Message>["coalesce"],
): T & Topic<Message> {
  return Object.assign(named, { "~message": undefined as Message, ...(coalesce && { "~coalesce": coalesce }) })
}
