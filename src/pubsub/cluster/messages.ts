/**
 * What workers and their primary process tell each other. An app's own messages travel over the same channel: ours are known
 * by their mark.
 */

const MARK = "livemount:bus"

/** From a worker: it listens, or no longer (to one topic, to any), or has something to say. From the primary: confirmed; or it brings something. */
export interface ClusterMessage {
  readonly mark: typeof MARK
  /** Buses of one program are told apart by it. */
  readonly prefix: string
  readonly kind: "hello" | "welcome" | "listen" | "listening" | "unlisten" | "leave" | "text"
  readonly topic: string
  readonly text: string
  /** Numbers a question, for its answer. */
  readonly number: number
}

/** Makes a message. */
export function clusterMessage(
  prefix: string,
  kind: ClusterMessage["kind"],
  { topic = "", text = "", number = 0 }: Partial<Pick<ClusterMessage, "topic" | "text" | "number">> = {},
): ClusterMessage {
  return { mark: MARK, prefix, kind, topic, text, number }
}

/** Tells ours from those of the app. */
export function isClusterMessage(value: unknown): value is ClusterMessage {
  if (typeof value !== "object" || value === null || !("mark" in value) || value.mark !== MARK) return false
  const { prefix, topic } = value as Partial<ClusterMessage>
  return typeof prefix === "string" && typeof topic === "string"
}
