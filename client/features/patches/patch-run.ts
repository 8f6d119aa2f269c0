/**
 * One patch on its way: fetches a ticket, waits for the connection, hands the ticket over, and says what came of it;
 * `patch-steps.ts` says what may follow what. Of addresses and of other patches it knows nothing.
 */
import type { Extras } from "../../../src/protocol/frames.js"
import { complain } from "../../util/console.js"
import type { PageView } from "../../view/view-page.js"
import { PATCH_STEPS, type PatchEvent, type PatchState } from "./patch-steps.js"
import type { TicketAnswer } from "./ticket-fetch.js"
import type { Tickets } from "./tickets.js"

/** The server's session is newer than the ticket, or the ticket has waited too long; or it wants one where a path was sent. */
const WANTS_ANOTHER = ["LV_TICKET_STALE", "LV_TICKET_NEEDED"]

/** A patch that loses the connection as often may be what ends it. */
const MOST_JOINS = 3

export interface PatchRunDelegate {
  /** The view shows the URL; the ticket is its token now. */
  patched(ticket: string, extras: Extras): void
  /** The host has something else at the URL, or sends elsewhere. */
  endedElsewhere(to?: string): void
}

export class PatchRun {
  readonly #view: PageView
  readonly #url: string
  readonly #tickets: Tickets
  readonly #delegate: PatchRunDelegate
  #state: PatchState = "fetching"
  #joins = 0

  /** `url` has no hash. */
  constructor(view: PageView, url: string, tickets: Tickets, delegate: PatchRunDelegate) {
    this.#view = view
    this.#url = url
    this.#tickets = tickets
    this.#delegate = delegate
    this.#fetch()
  }

  get state(): PatchState {
    return this.#state
  }

  /** The server has been handed the ticket: what the view shows may be what that stands for by now. */
  get isAtServer(): boolean {
    return this.#state === "sent" || this.#state === "sentAnew"
  }

  /** Nobody wants it any more. */
  stop(): void {
    this.#step("ended")
  }

  viewJoined(view: PageView, isResumed: boolean): void {
    if (view !== this.#view || !this.#step(isResumed ? "resumed" : "joined")) return
    if (++this.#joins > MOST_JOINS) this.#end()
    else this.#fetch()
  }

  #fetch(): void {
    const asked = this.#state
    const isAnew = asked === "fetchingAnew"
    void this.#tickets.get(this.#view.root, this.#url, isAnew).then((answer) => {
      if (this.#state === asked) this.#fetched(answer)
    })
  }

  #fetched(answer: TicketAnswer): void {
    const { readiness } = this.#view
    const { kind } = answer
    if (kind === "redirect") this.#end(answer.to)
    else if (kind === "elsewhere" || readiness === "plain") this.#end()
    else if (readiness !== "ready") this.#step("delayed")
    else if (kind === "unreachable") this.#end()
    else this.#handOver(answer.ticket)
  }

  #handOver(ticket: string): void {
    this.#step("handedOver")
    this.#view.patch(ticket, (extras) => {
      if (this.isAtServer) this.#answered(ticket, extras)
    })
  }

  #answered(ticket: string, extras: Extras): void {
    const { x: problem } = extras
    if (problem !== undefined && WANTS_ANOTHER.includes(problem.code) && this.#step("refused")) {
      this.#fetch()
    } else if (problem !== undefined) {
      complain(`The page is loaded instead of patched: ${problem.code}, ${problem.message}`)
      this.#end()
    } else {
      this.#step("ended")
      this.#delegate.patched(ticket, extras)
    }
  }

  #end(to?: string): void {
    this.#step("ended")
    this.#delegate.endedElsewhere(to)
  }

  /** Returns false, and changes nothing, if the event cannot happen in this state. */
  #step(event: PatchEvent): boolean {
    const next = PATCH_STEPS[this.#state][event]
    if (next !== undefined) this.#state = next
    return next !== undefined
  }
}
