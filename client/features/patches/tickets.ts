/**
 * The tickets that this page holds, by root and URL: those it has used, for whoever goes back to them soon, and those it has
 * fetched before they were needed. In memory only: a ticket is as good as the page that it stands for.
 */
import { PATCH_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { getAttribute } from "../../dom/nodes/members.js"
import { putNewest } from "../../util/newest.js"
import { fetchTicket, type TicketAnswer } from "./ticket-fetch.js"

/** In ms that the server takes a ticket for. */
const LIFETIME = 60_000

/** Tickets that are fetched before they are needed, at the same time. */
const MOST_PREFETCHES = 2

/** Tickets that are held. */
const MOST_HELD = 50

interface Held {
  readonly since: number
  readonly answer: Promise<TicketAnswer>
  /** Nobody has asked for it yet. */
  isPrefetched: boolean
}

export class Tickets {
  readonly #held = new Map<string, Held>()
  #prefetches = 0

  /** A ticket for the URL, which has no hash: one that is held, unless it has to be a new one. Where none is needed its path stands for it. */
  async get(root: Element, url: string, isAnew: boolean): Promise<TicketAnswer> {
    if (!isAnew && vouchesItself(root)) return { kind: "ticket", ticket: url.slice(location.origin.length) }
    const key = keyOf(root, url)
    const held = isAnew ? undefined : this.#fresh(key)
    if (held !== undefined) {
      held.isPrefetched = false
      const answer = await held.answer
      // A prefetch tells nothing else: the host may do for a click what it does not do for a guess.
      if (answer.kind === "ticket") return answer
    }
    return this.#fetch(key, root, url, false)
  }

  /** Fetches a ticket that will perhaps be needed. */
  prefetch(root: Element, url: string): void {
    const key = keyOf(root, url)
    if (vouchesItself(root) || this.#prefetches >= MOST_PREFETCHES || this.#fresh(key) !== undefined) return
    this.#prefetches++
    void this.#fetch(key, root, url, true).finally(() => this.#prefetches--)
  }

  /** What was fetched on a guess may no longer be what the host would say. */
  dropPrefetched(): void {
    for (const [key, { isPrefetched }] of this.#held) if (isPrefetched) this.#held.delete(key)
  }

  async #fetch(key: string, root: Element, url: string, isPrefetched: boolean): Promise<TicketAnswer> {
    const held = { since: Date.now(), answer: fetchTicket(root, url, isPrefetched), isPrefetched }
    putNewest(this.#held, key, held, MOST_HELD)
    const answer = await held.answer
    if (answer.kind !== "ticket" && this.#held.get(key) === held) this.#held.delete(key)
    return answer
  }

  #fresh(key: string): Held | undefined {
    const held = this.#held.get(key)
    return held !== undefined && Date.now() - held.since < LIFETIME ? held : undefined
  }
}

/** Its view says who may see what: `patch: "socket"`. */
function vouchesItself(root: Element): boolean {
  return getAttribute(root, PATCH_ATTRIBUTE) === "socket"
}

function keyOf(root: Element, url: string): string {
  return `${getAttribute(root, "id")} ${url}`
}
