/**
 * By which transport the next attempt to connect begins, and how long it may take. The first is a WebSocket: where one gets
 * through it costs no request before it. After one that failed polling has its turn, then a WebSocket again. A page that polls stays with
 * that, unless it broke before anything was heard: behind a balancer without affinity it always does, and that one WebSocket was refused
 * says little.
 */

/** In ms. A WebSocket that a proxy swallows hangs instead of failing: the next attempt begins with polling. */
const FIRST_TIMEOUT = 3_000
/** Whoever has been tried in vain gets more time: the network may just be slow. */
const LATER_TIMEOUT = 10_000

export class Attempt {
  /** In order; polling that comes first is upgraded. The array stays the same one. */
  readonly transports: string[] = ["websocket", "polling"]
  timeout: number = FIRST_TIMEOUT
  /** The connection has brought something, or was closed by the page itself: nothing speaks against it. */
  isProven = false

  /** The connection could not be opened. */
  failed(): void {
    this.transports.reverse()
    this.timeout = LATER_TIMEOUT
    this.isProven = false
  }

  /** It was open, and is no more; `by` is the transport it had in the end. */
  ended(by: string): void {
    if (this.beginsWithPolling && (by !== "polling" || !this.isProven)) this.transports.reverse()
    this.isProven = false
  }

  get beginsWithPolling(): boolean {
    return this.transports[0] === "polling"
  }
}
