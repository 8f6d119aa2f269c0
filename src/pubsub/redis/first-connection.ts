/** node-redis tries again by itself only once it has been connected. Until then it is tried from here. */

import type { CancelTimer, Clock } from "../../util/clock.js"
import { reconnectDelay } from "./redis-client.js"

/** A client that can be connected. */
export interface Connectable {
  readonly isOpen: boolean
  connect(): Promise<unknown>
}

export class FirstConnection {
  readonly #client: Connectable
  readonly #connected: () => void
  readonly #clock: Pick<Clock, "after">
  #state: "trying" | "closed" = "trying"
  #retry: CancelTimer | undefined
  /** Settles when an attempt to connect has ended. Never rejects. */
  #attempt: Promise<void> = Promise.resolve()

  constructor(client: Connectable, connected: () => void, clock: Pick<Clock, "after">) {
    this.#client = client
    this.#connected = connected
    this.#clock = clock
    this.#try(0)
  }

  /** Resolves when no attempt is being made any more. */
  close(): Promise<void> {
    this.#state = "closed"
    this.#retry?.()
    return this.#attempt
  }

  #try(number: number): void {
    if (this.#state === "closed") return
    this.#attempt = this.#client.connect().then(this.#connected, () => {
      this.#retry = this.#clock.after(reconnectDelay(number), () => {
        if (!this.#client.isOpen) this.#try(number + 1)
      })
    })
  }
}
