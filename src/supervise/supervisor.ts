/**
 * Makes the processes of this server. It keeps those that are live: finds them, ends them, and decides what becomes of one
 * whose client has gone. A process outlives no decision made here, or in the places beside this file where processes wait for a
 * client; and nothing else ends one but the process itself.
 */

import type { ProcessKeeper, ProcessOptions } from "../process/process-options.js"
import { ViewProcess } from "../process/view-process.js"
import type { Problem } from "../protocol/frames.js"
import type { Vouched } from "../security/page-token.js"
import type { CloseReason } from "../view/definition.js"
import type { KeptViews } from "./kept-views.js"
import type { Parking } from "./parking.js"

/** For whom a process runs, by the token of its page. */
export interface Claims {
  /** The `identify` id that the token was issued for. */
  readonly identify?: string | undefined
  /** When it was issued: ms since 1970. */
  readonly issuedAt: number
}

/** Templates that tell when they have changed. */
export interface ChangingTemplates {
  /** Returns what ends that. */
  onChanged(listener: () => void): () => void
}

/** What a {@link Supervisor} is made with. */
export interface SupervisorParts {
  /** Where processes wait for the script of their page. */
  readonly parking: Parking
  /** Where they may change, as while an app is developed: all processes render anew then. */
  readonly templates?: ChangingTemplates | undefined
  /** Where processes wait for pages that have lost their connection. Absent: they end. */
  readonly kept?: Pick<KeptViews, "left" | "ended" | "close"> | undefined
}

/** Views of one name with the claims of those that are somebody's. */
type Processes = Map<ViewProcess, Claims | undefined>

export class Supervisor implements ProcessKeeper<ViewProcess> {
  readonly #views = new Map<string, Processes>()
  /** Those that have ended, and are cleaning up. */
  readonly #ending = new Set<ViewProcess>()
  /** Those that were given up: nobody goes on with one. */
  readonly #givenUp = new WeakSet<ViewProcess>()
  readonly #stopReloading: (() => void) | undefined
  /** Where processes wait for the script of their page. */
  readonly parking: Parking
  readonly #kept: SupervisorParts["kept"]

  constructor({ parking, templates, kept }: SupervisorParts) {
    this.parking = parking
    this.#kept = kept
    this.#stopReloading = templates?.onChanged(() => {
      for (const process of this.#all()) process.reload()
    })
  }

  /** How many live processes there are. */
  get count(): number {
    let count = 0
    for (const processes of this.#views.values()) count += processes.size
    return count
  }

  /**
   * Makes a process, to be started by the caller: when its client is attached, if it is to have one from the beginning. One
   * that is live is kept, and can be found, until it has ended. That of an HTTP response ends with the response, and nobody
   * looks for it.
   *
   * @param claims - Of a live process that is somebody's.
   */
  spawn(options: ProcessOptions, claims?: Claims): ViewProcess {
    if (!options.isLive) return new ViewProcess(options)
    const process = new ViewProcess(options, this)
    let processes = this.#views.get(process.view)
    if (processes === undefined) {
      processes = new Map()
      this.#views.set(process.view, processes)
    }
    processes.set(process, claimsOf(claims))
    return process
  }

  /**
   * The client has gone: it has left the view, or its connection is lost. Where it can come back to the process that one waits; else
   * it ends.
   *
   * @param address - Of the client, if it may come back.
   */
  clientLeft(process: ViewProcess, reason: "leave" | "disconnect", address?: string): Promise<void> {
    if (address !== undefined && this.#kept?.left(process, address) === true) return Promise.resolve()
    return process.close(reason)
  }

  /** A process runs for whom its page's newest token names, and what the view says of where it stands is as new as that. */
  renewed(process: ViewProcess, claims: Vouched): void {
    const { token, issuedAt } = claims
    const processes = this.#views.get(process.view)
    if (processes?.has(process) === true) processes.set(process, claimsOf({ identify: token.identify, issuedAt }))
    process.facts.place.renewed(claims)
  }

  /** Ends a process. Its client, if there is one, is told the problem. */
  end(process: ViewProcess, reason: CloseReason, problem?: Problem): Promise<void> {
    return process.close(reason, problem)
  }

  /** Ends a process that has handled nothing for too long: whoever waits for it gets another. */
  giveUp(process: ViewProcess): void {
    this.#givenUp.add(process)
    void this.end(process, "crash")
  }

  /** It was ended by {@link giveUp}. */
  hasGivenUp(process: ViewProcess): boolean {
    return this.#givenUp.has(process)
  }

  /** The processes of a view with this root id. */
  *find(view: string, id: string): Generator<ViewProcess> {
    for (const process of this.#views.get(view)?.keys() ?? []) if (process.id === id) yield process
  }

  /** All processes that run for somebody, with their claims: those of the newest ticket, where one has been handed over. */
  *claimed(): Generator<[process: ViewProcess, claims: Claims & { readonly identify: string }]> {
    for (const processes of this.#views.values()) {
      for (const [process, claims] of processes) {
        if (claims?.identify === undefined) continue
        const { identify, issuedAt } = claims
        yield [process, { identify, issuedAt: process.facts.place.vouched?.issuedAt ?? issuedAt }]
      }
    }
  }

  /** Ends all processes, for the shutdown. Resolves when they, and those that have ended before, have cleaned up. */
  async close(): Promise<void> {
    this.#stopReloading?.()
    this.parking.close()
    this.#kept?.close()
    await Promise.all([...this.#all(), ...this.#ending].map((process) => process.close("shutdown")))
  }

  /** For processes. */
  ended(process: ViewProcess): void {
    this.#views.get(process.view)?.delete(process)
    this.#ending.add(process)
    this.parking.ended(process)
    this.#kept?.ended(process)
  }

  /** For processes. */
  gone(process: ViewProcess): void {
    this.#ending.delete(process)
  }

  *#all(): Generator<ViewProcess> {
    for (const processes of this.#views.values()) yield* processes.keys()
  }
}

/** Those of a process that is somebody's. */
function claimsOf(claims: Claims | undefined): Claims | undefined {
  return claims?.identify === undefined ? undefined : claims
}
