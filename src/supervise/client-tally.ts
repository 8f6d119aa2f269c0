/**
 * How much each client holds of something that is bounded: by its cookie, which anybody can throw away, and by its address, which
 * several may share. Nothing is kept of a client that holds nothing.
 */

/** Who holds it. */
export interface ClientNames {
  /** The cookie `livemount`, or a mark of it. */
  readonly browser: string
  /** As `addressGroup` gives it. */
  readonly address: string
}

/** How many, all together and of one client. */
export interface TallyBounds {
  readonly all: number
  readonly browser: number
  readonly address: number
}

/** What has no room left. */
export type FullTally = keyof TallyBounds

export class ClientTally {
  readonly #bounds: TallyBounds
  readonly #browsers = new Map<string, number>()
  readonly #addresses = new Map<string, number>()
  #all = 0

  constructor(bounds: TallyBounds) {
    this.#bounds = bounds
  }

  /** How many there are of all clients. */
  get count(): number {
    return this.#all
  }

  /** Counts one. Undefined: it was; else which bound is reached. */
  take({ browser, address }: ClientNames): FullTally | undefined {
    const { all, browser: ofBrowser, address: ofAddress } = this.#bounds
    if (this.#all >= all) return "all"
    if ((this.#browsers.get(browser) ?? 0) >= ofBrowser) return "browser"
    if ((this.#addresses.get(address) ?? 0) >= ofAddress) return "address"
    this.#all += 1
    add(this.#browsers, browser, 1)
    add(this.#addresses, address, 1)
    return undefined
  }

  /** One that was counted is no more. */
  release({ browser, address }: ClientNames): void {
    this.#all -= 1
    add(this.#browsers, browser, -1)
    add(this.#addresses, address, -1)
  }
}

function add(counts: Map<string, number>, name: string, more: 1 | -1): void {
  const count = (counts.get(name) ?? 0) + more
  if (count === 0) counts.delete(name)
  else counts.set(name, count)
}
