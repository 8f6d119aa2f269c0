/**
 * A message on its way between processes, and the check of what arrives: whoever reaches the engine can write anything
 * there. Pure.
 *
 *     [1, "process", 17, 12, 1767225600000, 0, { … }]
 *      │      │       │   │         │       │     └ the message
 *      │      │       │   │         │       └ hops: how many processes have passed it on, one because of the other
 *      │      │       │   │         └ sent at, ms
 *      │      │       │   └ the number of that process's message before this one on the same topic, 0: not known
 *      │      │       └ the number of the message, counted by the process that sent it
 *      │      └ who sent it
 *      └ version of this format
 */

export const ENVELOPE_VERSION = 1

/** A message with what its receivers need to put it in its place. */
export interface Envelope {
  readonly process: string
  readonly number: number
  /** The number of the same process's message before it on this topic; 0 where that is not known. */
  readonly previous: number
  /** Milliseconds since 1970, by the sender's clock. */
  readonly sentAt: number
  readonly hops: number
  readonly message: unknown
}

/** Why something that arrived was dropped. */
export type DropReason = "size" | "shape" | "version" | "duplicate" | "signature" | "late" | "replayed"

const MAX_PROCESS = 64

/** Writes a message. Undefined: it is nothing that JSON has. */
export function writeEnvelope({ process, number, previous, sentAt, hops, message }: Envelope): string | undefined {
  const text: string | undefined = JSON.stringify(message)
  if (text === undefined) return undefined
  return `[${ENVELOPE_VERSION},${JSON.stringify(process)},${number},${previous},${sentAt},${hops},${text}]`
}

/** Reads what arrived, whatever it is. */
export function readEnvelope(given: unknown, limit: number): Envelope | DropReason {
  if (typeof given !== "string") return "shape"
  if (isLonger(given, limit)) return "size"
  const fields = fieldsOf(given)
  if (fields === undefined) return "shape"
  return fields[0] === ENVELOPE_VERSION ? (envelopeOf(fields) ?? "shape") : "version"
}

function isLonger(text: string, bytes: number): boolean {
  // A UTF-16 unit takes one byte at least: what is longer than this is too large whatever it holds.
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes)
}

/** What stands in an envelope of any version. */
function fieldsOf(text: string): readonly unknown[] | undefined {
  let fields: unknown
  try {
    fields = JSON.parse(text)
  } catch {
    return undefined
  }
  return Array.isArray(fields) && typeof fields[0] === "number" ? fields : undefined
}

function envelopeOf(fields: readonly unknown[]): Envelope | undefined {
  if (fields.length !== 7) return undefined
  const [, process, number, previous, sentAt, hops, message] = fields
  if (typeof process !== "string" || process === "" || process.length > MAX_PROCESS) return undefined
  if (!isCount(number) || !isCount(previous) || number <= previous) return undefined
  return isCount(sentAt) && isCount(hops) ? { process, number, previous, sentAt, hops, message } : undefined
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
}
