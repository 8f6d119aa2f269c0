/**
 * What the processes of an app ask of each other: to end a user's views, to hand a message to a view. It travels over the
 * bus, signed: who merely reaches the engine cannot do the same.
 */

import { randomUUID } from "node:crypto"
import { LiveError } from "../errors/live-error.js"
import type { DropReason } from "../pubsub/between/envelope.js"
import type { Unsubscribe } from "../pubsub/bus.js"
import type { PubSub } from "../pubsub/pubsub.js"
import { topic } from "../pubsub/topic.js"
import type { Signer } from "../security/signer.js"
import { notices } from "../telemetry/channels.js"
import type { Logger } from "../telemetry/logger.js"
import type { HandedOver } from "./hand-over.js"

/** What another process may ask. */
export interface ControlHandlers {
  /** @param at - Tokens issued up to this moment are void, by the clock of the process that says so. */
  disconnected(identify: string, at: number): void
  sent(view: string, id: string, message: unknown): void
  /** Who keeps a view under this key is to hand it over, with an answer to this question. */
  asked(key: string, browser: string, question: string): void
  answered(question: string, handed: HandedOver | undefined): void
  /** Something may have been missed. */
  missed(): void
}

/** What a {@link ControlChannel} needs. */
export interface ControlParts {
  readonly pubsub: PubSub
  readonly signer: Signer
  readonly logger: Logger
}

const TOPIC = topic<string>("~livemount.control")
const PURPOSE = "control"

/** Seconds that a message holds. */
const MAX_AGE = 30

/** Messages whose numbers are remembered, so that none is heard twice. */
const MOST_SEEN = 10_000

export class ControlChannel {
  readonly #parts: ControlParts
  readonly #handlers: ControlHandlers
  readonly #process: string = randomUUID()
  readonly #seen = new Set<string>()
  readonly #unsubscribe: Unsubscribe
  #number = 0
  #hasWarned = false

  constructor(parts: ControlParts, handlers: ControlHandlers) {
    this.#parts = parts
    this.#handlers = handlers
    this.#unsubscribe = parts.pubsub.listen(TOPIC.name, (text) => this.#heard(text), { gap: () => handlers.missed() })
  }

  disconnect(identify: string, at: number): void {
    this.#tell(["disconnect", identify, at])
  }

  /** @throws {@link LiveError} LV_BUS_MESSAGE_INVALID */
  send(view: string, id: string, message: unknown): void {
    this.#tell(["send", view, id, message])
  }

  ask(key: string, browser: string, question: string): void {
    this.#tell(["ask", key, browser, question])
  }

  answer(question: string, handed: HandedOver | undefined): void {
    this.#tell(["answer", question, handed?.events ?? null, handed?.snapshot ?? null])
  }

  /** False while the bus is away: the others hear nothing. */
  get isUp(): boolean {
    return this.#parts.pubsub.health()?.state !== "down"
  }

  close(): void {
    this.#unsubscribe()
  }

  #tell(what: readonly unknown[]): void {
    const { signer, pubsub } = this.#parts
    let text: string
    try {
      text = signer.sign(PURPOSE, [this.#process, ++this.#number, ...what], { maxAge: MAX_AGE })
    } catch (cause) {
      throw new LiveError(
        "LV_BUS_MESSAGE_INVALID",
        { topic: TOPIC.name, why: "it cannot be written as JSON" },
        { cause },
      )
    }
    pubsub.broadcast(TOPIC, text)
  }

  #heard(text: unknown): void {
    const check = this.#parts.signer.verify(PURPOSE, text)
    if (!check.ok) {
      this.#drop(check.reason === "expired" ? "late" : "signature")
      return
    }
    const [process, number, kind, ...what] = check.payload as [string, number, string, ...unknown[]]
    if (process === this.#process) return
    const name = `${process} ${number}`
    if (this.#seen.has(name)) return this.#drop("replayed")
    this.#remember(name)
    if (kind === "disconnect") this.#handlers.disconnected(what[0] as string, what[1] as number)
    else if (kind === "send") this.#handlers.sent(what[0] as string, what[1] as string, what[2])
    else if (kind === "ask") this.#handlers.asked(what[0] as string, what[1] as string, what[2] as string)
    else if (kind === "answer") this.#handlers.answered(what[0] as string, handedOf(what[1], what[2]))
    // A newer version asks for something that this one does not know.
    else this.#drop("version")
  }

  #remember(name: string): void {
    this.#seen.add(name)
    if (this.#seen.size <= MOST_SEEN) return
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest)
      break
    }
  }

  #drop(reason: DropReason): void {
    if (notices.bus.hasSubscribers) notices.bus.publish({ reason, topic: TOPIC.name })
    if (reason !== "signature" || this.#hasWarned) return
    this.#hasWarned = true
    const { code, message } = new LiveError("LV_CONTROL_REFUSED", {})
    this.#parts.logger.warn(message, { code })
  }
}

/** As it was signed: by a process of the app. */
function handedOf(events: unknown, snapshot: unknown): HandedOver | undefined {
  return events === null ? undefined : { events: events as number, snapshot: (snapshot as string | null) ?? undefined }
}
