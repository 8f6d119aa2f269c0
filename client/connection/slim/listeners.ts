/** Who listens to the stand-ins for Manager, Socket and engine: one listener per event is all that our side needs. */

type Listener = (...details: never[]) => void

export class Listeners {
  readonly #heard: Record<string, Listener | undefined> = {}

  on(event: string, listener: Listener): void {
    this.#heard[event] = listener
  }

  tell(event: string, ...details: unknown[]): void {
    this.#heard[event]?.(...(details as never[]))
  }
}
