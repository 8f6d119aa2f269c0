/**
 * What an app orders of its open views, in this process and in the others of the app: to hand a message to a view, to end
 * those of a user.
 */

import { refusal } from "../errors/refusal.js"
import type { PubSub } from "../pubsub/pubsub.js"
import type { Signer } from "../security/signer.js"
import type { Logger } from "../telemetry/logger.js"
import { ControlChannel } from "./control-channel.js"
import { HandOver, type HandOverParts } from "./hand-over.js"
import { isNodeTag } from "./node-tag.js"
import type { Claims, Supervisor } from "./supervisor.js"
import type { Voids } from "./voids.js"

/** What {@link Orders} need. */
export interface OrdersParts {
  readonly supervisor: Supervisor
  readonly voids: Voids
  readonly pubsub: PubSub
  readonly signer: Signer
  readonly logger: Logger
  /** The views that pages may come back to. Absent: none are kept. */
  readonly kept?: HandOverParts["kept"] | undefined
  readonly clock: HandOverParts["clock"]
  /** There are other processes, which the bus reaches. */
  readonly isOneOfSeveral: boolean
}

export class Orders {
  readonly #supervisor: Supervisor
  readonly #voids: Voids
  readonly #control: ControlChannel | undefined
  /** Absent: this process is alone, or keeps no views. */
  readonly handOver: HandOver | undefined

  constructor({ supervisor, voids, isOneOfSeveral, kept, clock, ...parts }: OrdersParts) {
    this.#supervisor = supervisor
    this.#voids = voids
    if (!isOneOfSeveral) return
    this.#control = new ControlChannel(parts, {
      disconnected: (identify, at) => {
        voids.heard(identify, at)
        this.#end(identify, ({ issuedAt }) => voids.has(identify, issuedAt))
      },
      sent: (view, id, message) => void this.#deliver(view, id, message),
      asked: (key, browser, question) => this.handOver?.asked(key, browser, question),
      answered: (question, handed) => this.handOver?.answered(question, handed),
      missed: () => void this.#askAgain(),
    })
    const { logger, signer } = parts
    const isNode = (node: string, tag: string): boolean => isNodeTag(signer, node, tag)
    if (kept !== undefined) this.handOver = new HandOver({ kept, supervisor, clock, logger, isNode }, this.#control)
  }

  /** Ends every view whose token names this `identify` id, in all processes, and voids the tokens issued for it so far. */
  disconnect(identify: string): void {
    this.#voids.add(identify)
    this.#end(identify, () => true)
    this.#control?.disconnect(identify, this.#voids.now())
  }

  /**
   * Hands a message to `handleInfo` of the live processes of a view with this root id, in all processes of the app.
   * Returns how many there are in this one.
   *
   * @throws {@link LiveError} LV_BUS_MESSAGE_INVALID
   */
  send(view: string, id: string, message: unknown): number {
    this.#control?.send(view, id, message)
    return this.#deliver(view, id, message)
  }

  /** Takes and gives no orders any more. */
  close(): void {
    this.#control?.close()
    this.#voids.close()
  }

  #deliver(view: string, id: string, message: unknown): number {
    let count = 0
    for (const process of this.#supervisor.find(view, id)) {
      process.info(message)
      count += 1
    }
    return count
  }

  #end(identify: string, isMeant: (claims: Claims) => boolean): void {
    for (const [process, claims] of this.#supervisor.claimed()) {
      if (claims.identify !== identify || !isMeant(claims)) continue
      process.facts.persisted?.series.drop()
      void this.#supervisor.end(process, "disconnect", refusal("LV_DISCONNECTED", { view: process.view }))
    }
  }

  /** After a gap: who was disconnected meanwhile? Whose oldest token holds was not: the store is asked once for each user. */
  async #askAgain(): Promise<void> {
    const issued = new Map<string, Set<number>>()
    for (const [, { identify, issuedAt }] of this.#supervisor.claimed()) {
      issued.set(identify, (issued.get(identify) ?? new Set()).add(issuedAt))
    }
    for (const [identify, times] of issued) {
      for (const issuedAt of [...times].sort((one, other) => one - other)) {
        if ((await this.#voids.askOfRunning(identify, issuedAt)) !== true) break
        this.#end(identify, (claims) => claims.issuedAt <= issuedAt)
      }
    }
  }
}
