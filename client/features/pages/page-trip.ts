/**
 * One page on its way: asks for it, looks whether it may take this one's place, gets what it needs, and has it shown;
 * `trip-steps.ts` says what may follow what.
 */
import type { Trip, TripDelegate } from "../../page/pages.js"
import { complain } from "../../util/console.js"
import type { FetchedPages } from "./fetched-pages.js"
import { HeadChange } from "./head.js"
import type { AskedPage, PageAnswer } from "./page-fetch.js"
import type { PagesTools } from "./pages-tools.js"
import { parsePage } from "./parse-page.js"
import { ServerPage } from "./server-page.js"
import { shellWriter } from "./shell.js"
import { inTransition } from "./transition.js"
import { wantsTransitions } from "./transition-rule.js"
import { TRIP_STEPS, type TripEvent, type TripState } from "./trip-steps.js"

/** Writes what differs between two pages around the root. */
export type WriteShell = (old: ServerPage, next: ServerPage) => void

/** What a trip has of the page that it leaves. */
export interface TripPage {
  readonly tools: PagesTools
  readonly fetched: FetchedPages
  /** When the next one was asked for. */
  readonly since: number
  /** This page as the server made it; undefined: it cannot be had. */
  shown(): Promise<ServerPage | undefined>
  /** Exchanges the one for the other. */
  exchange(old: ServerPage, next: ServerPage, write: WriteShell): void
}

export class PageTrip implements Trip {
  readonly #page: TripPage
  readonly #delegate: TripDelegate
  readonly #fetch = new AbortController()
  #state: TripState = "fetching"

  constructor(asked: AskedPage, page: TripPage, delegate: TripDelegate) {
    this.#page = page
    this.#delegate = delegate
    this.#run(asked).catch((error: unknown) => {
      complain(`The page is loaded instead of shown: ${String(error)}`)
      this.#end()
    })
  }

  stop(): void {
    this.#step("ended")
    this.#fetch.abort()
  }

  async #run(asked: AskedPage): Promise<void> {
    const { fetched, since, tools } = this.#page
    const shown = this.#page.shown()
    // While the answer is awaited, if it is: many style sheets take their time to be read.
    setTimeout(wantsTransitions)
    const answer = await fetched.get(asked, this.#fetch.signal)
    if (!this.#step("answered")) return
    if (answer.kind === "unreachable") return this.#delay(true)
    if (answer.kind !== "page") return this.#end(answer.kind === "redirect" ? answer.to : undefined)
    const old = await shown
    const next = readPage(answer, tools)
    if (old === undefined || !old.mayBecome(next)) return this.#end()
    const head = new HeadChange(old.document, next.document)
    const [writeShell] = await Promise.all([shellWriter(tools), head.loadStyles()])
    if (!this.#step("prepared")) return head.undo()
    await inTransition(() => {
      if (this.#state === "ready") this.#show(old, next, writeBoth(head, writeShell))
      else head.undo()
    }, since)
  }

  #show(old: ServerPage, next: ServerPage, write: WriteShell): void {
    // The views of the next page would wait.
    if (!this.#page.tools.views.all.some(({ readiness }) => readiness === "ready")) return this.#delay(false)
    this.#delegate.leaves()
    this.#page.exchange(old, next, write)
    this.#step("ended")
    this.#delegate.arrived(next.mark.root)
  }

  #end(to?: string): void {
    if (this.#step("ended")) this.#delegate.endedElsewhere(to)
  }

  #delay(isUnreachable: boolean): void {
    if (this.#step("ended")) this.#delegate.delayed(isUnreachable)
  }

  /** Returns false, and changes nothing, if the event cannot happen in this state. */
  #step(event: TripEvent): boolean {
    const next = TRIP_STEPS[this.#state][event]
    if (next !== undefined) this.#state = next
    return next !== undefined
  }
}

/** Parses what the host has answered. */
export function readPage(
  { html, mark, policies }: Extract<PageAnswer, { readonly kind: "page" }>,
  { toolbox, prefix }: PagesTools,
): ServerPage {
  return new ServerPage(parsePage(html, toolbox), mark, policies, prefix)
}

function writeBoth(head: HeadChange, writeShell: WriteShell): WriteShell {
  return (old, next) => {
    head.write()
    writeShell(old, next)
  }
}
