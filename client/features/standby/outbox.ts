/**
 * Events whose view is away, or whose process is gone.
 *
 * What the user does while the view is away: `live-offline` on the element says what becomes of it. `queue` keeps it, in order, until the view is
 * back; `drop` forgets it; `refuse` shows that it was not sent. Of what forms tell the latest is kept, unless they say otherwise; all else is
 * refused. What is kept for a process that is gone is refused then; what was under way to it may have been handled or not, and that is told. With
 * `live-retry` both go to the next one, which forms tell by themselves what they hold.
 */
import type { Problem } from "../../../src/protocol/frames.js"
import { classesOf, getAttribute } from "../../dom/nodes/members.js"
import type { Notices } from "../../page/notices.js"
import type { ViewEvent } from "../../view/view-event.js"
import type { Outbox, PageView } from "../../view/view-page.js"

/** Of an event that was under way when its process was lost. */
const UNKNOWN: Problem = {
  code: "LV_EVENT_UNKNOWN",
  message: "The connection was lost before the event was answered, and its process is gone. It may have been handled.",
}

/** Of an event that waited for a process that is gone. */
const NOT_SENT: Problem = {
  code: "LV_EVENT_NOT_SENT",
  message: "The event waited for the connection, but the process that it was meant for is gone. It was not sent.",
}

/** Says on an element that an event of it waits for the connection. */
const QUEUED_CLASS = "live-queued"

/** Events that one view keeps. */
const MOST_KEPT = 100

export interface OutboxTools {
  readonly prefix: string
  readonly notices: { readonly part?: { readonly connection: Pick<Notices["connection"], "keptChanged"> } | undefined }
}

export class EventOutbox implements Outbox {
  readonly #tools: OutboxTools
  readonly #kept = new Map<PageView, ViewEvent[]>()
  /** Sent to a second process: not to a third. */
  readonly #retried = new WeakSet<ViewEvent>()

  constructor(tools: OutboxTools) {
    this.#tools = tools
  }

  /** True if it keeps what the user has done, beside what they have typed. */
  get keepsDeeds(): boolean {
    return [...this.#kept.values()].some((queue) => queue.some(({ type }) => type !== "change"))
  }

  takes(event: ViewEvent, view: PageView, isKept: boolean): boolean {
    const policy = getAttribute(event.source, `${this.#tools.prefix}offline`)
    const isWanted = policy === "queue" || (event.type === "change" && policy !== "drop" && policy !== "refuse")
    if (policy === "drop") drop(event)
    if (!isWanted || !(isKept || event.id !== undefined)) return policy === "drop"
    const queue = this.#kept.get(view) ?? []
    if (isAgain(event, queue)) {
      drop(event)
      return true
    }
    if (isLater(event, queue.at(-1))) this.#forget(queue.pop() as ViewEvent, queue)
    else if (queue.length >= MOST_KEPT) return false
    queue.push(event)
    this.#kept.set(view, queue)
    show(event)
    this.#changed()
    return true
  }

  #changed(): void {
    this.#tools.notices.part?.connection.keptChanged()
  }

  release(view: PageView): readonly ViewEvent[] {
    const queue = this.#kept.get(view) ?? []
    this.#kept.delete(view)
    for (const event of queue) unshow(event)
    return queue
  }

  moveOn(
    sent: readonly ViewEvent[],
    view: PageView,
    refuse: (event: ViewEvent, problem: Problem) => void,
  ): readonly ViewEvent[] {
    const retried: ViewEvent[] = []
    for (const event of sent) {
      if (event.id !== undefined && !this.#retried.has(event)) retried.push(event)
      // Forms tell by themselves what they hold.
      else if (event.type === "change") event.over?.()
      else refuse(event, UNKNOWN)
    }
    for (const event of retried) this.#retried.add(event)
    const kept = this.release(view).filter((event) => {
      if (event.id !== undefined) return true
      if (event.type === "change") event.over?.()
      else refuse(event, NOT_SENT)
      return false
    })
    return [...retried, ...kept]
  }

  /** A newer one takes its place. */
  #forget(event: ViewEvent, others: readonly ViewEvent[]): void {
    drop(event)
    unshow(event)
    for (const other of others) show(other)
  }
}

/** A form tells all that it holds: nothing is lost with what it has told before, if nothing came between. */
function isLater(event: ViewEvent, last: ViewEvent | undefined): boolean {
  return event.type === "change" && last?.type === "change" && last.source === event.source
}

/** A second click on the same button. */
function isAgain(event: ViewEvent, queue: readonly ViewEvent[]): boolean {
  return (
    event.type === "submit" &&
    queue.some(({ type, source, payload }) => {
      return type === "submit" && source === event.source && payload === event.payload
    })
  )
}

function drop(event: ViewEvent): void {
  event.over?.()
  event.settled?.("refused")
}

function show({ shown }: ViewEvent): void {
  for (const element of shown) classesOf(element).add(QUEUED_CLASS)
}

function unshow({ shown }: ViewEvent): void {
  for (const element of shown) classesOf(element).remove(QUEUED_CLASS)
}
