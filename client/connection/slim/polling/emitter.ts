/**
 * Stands in for `@socket.io/component-emitter` (lib/esm/index.js), of which engine.io-client's `socket.js` extends `Emitter`.
 *
 * Relied on there: it calls `on` (chained), `once`, `off`, `removeListener` and `emitReserved` with names and listeners,
 * `removeAllListeners` with a name or without; never `emit`, `listeners` or a wildcard.
 */

type Listener = (...details: never[]) => void
interface Kept {
  (...details: unknown[]): void
  listener?: Listener
}

export class Emitter {
  #listeners: Record<string, readonly Kept[] | undefined> = {}

  on(event: string, listener: Listener): this {
    this.#listeners[event] = [...(this.#listeners[event] ?? []), listener as Kept]
    return this
  }

  once(event: string, listener: Listener): this {
    const once: Kept = (...details) => {
      this.off(event, once)
      ;(listener as Kept)(...details)
    }
    once.listener = listener
    return this.on(event, once)
  }

  off(event: string, listener: Listener): void {
    this.#listeners[event] = this.#listeners[event]?.filter((own) => own !== listener && own.listener !== listener)
  }

  removeListener(event: string, listener: Listener): void {
    this.off(event, listener)
  }

  removeAllListeners(event?: string): void {
    if (event === undefined) this.#listeners = {}
    else this.#listeners[event] = undefined
  }

  /** Lists are replaced, never changed: who is added or taken off meanwhile does not count for this event. */
  emitReserved(event: string, ...details: unknown[]): void {
    for (const listener of this.#listeners[event] ?? []) listener(...details)
  }
}
