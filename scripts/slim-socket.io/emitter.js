/** Stands in for @socket.io/component-emitter: the methods that engine.io-client calls. */

export class Emitter {
  #listeners = {}

  on(event, listener) {
    this.#listeners[event] = [...(this.#listeners[event] ?? []), listener]
    return this
  }

  once(event, listener) {
    const once = (...details) => {
      this.off(event, once)
      listener(...details)
    }
    once.listener = listener
    return this.on(event, once)
  }

  off(event, listener) {
    this.#listeners[event] = this.#listeners[event]?.filter((own) => own !== listener && own.listener !== listener)
  }

  removeListener(event, listener) {
    this.off(event, listener)
  }

  removeAllListeners(event) {
    if (event === undefined) this.#listeners = {}
    else this.#listeners[event] = undefined
  }

  /** Lists are replaced, never changed: who is added or taken off meanwhile does not count for this event. */
  emitReserved(event, ...details) {
    for (const listener of this.#listeners[event] ?? []) listener(...details)
  }
}
