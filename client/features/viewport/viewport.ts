/**
 * `live-viewport-top` and `live-viewport-bottom`: a container tells its view when the user has come to its first or last row,
 * and what the user reads stays where it is while rows come and go. Loaded when the page, or a template, has one.
 */
import {
  attributesOf,
  elementsIn,
  findAllInPage,
  findInPage,
  getAttribute,
  isInPage,
  listenTo,
} from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"
import type { ViewEvent } from "../../view/view-event.js"
import type { Readiness } from "../../view/view-page.js"
import { Edge, type EdgeNews } from "./edge.js"
import { ReadingPlace } from "./reading-place.js"
import { rowAtEnd } from "./rows.js"
import { scrollerOf, sightOf } from "./scroller.js"

/** A view, as far as containers know it. */
interface ViewportView {
  readonly readiness: Readiness
  push(event: ViewEvent): void
}

export interface ViewportPage {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly toolbox: Pick<Toolbox, "watchWrites">
  viewOf(element: Element): ViewportView | undefined
}

const SIDES = ["top", "bottom"] as const
type Side = (typeof SIDES)[number]

/** In px: a row that ends this little beyond the edge is in sight. */
const CLOSE = 1

export class Viewport {
  readonly #page: ViewportPage
  /** Once found, for as long as they stand in the page: an attribute may come and go with what there is to load. */
  readonly #containers = new Map<Element, Readonly<Record<Side, Edge>>>()
  /** Where the user reads, while a frame is written. */
  #places: readonly ReadingPlace[] | undefined
  #isDue = false

  constructor(page: ViewportPage) {
    this.#page = page
    // Of all that scrolls in the page.
    listenTo(document, "scroll", () => this.#lookSoon(), { capture: true, passive: true })
    listenTo(window, "resize", () => this.#lookSoon())
    page.toolbox.watchWrites(() => {
      this.#places ??= [...this.#containers.keys()].map(
        (element) => new ReadingPlace(element, this.#says(element, "top") !== ""),
      )
    })
    this.pageWritten()
  }

  /** A view was bound, or has written to the page. */
  pageWritten(): void {
    const places = this.#places ?? []
    this.#places = undefined
    for (const place of places) place.restore()
    // One by one: browsers know at once that no element has an attribute, and ask each of them about a list of selectors.
    for (const side of SIDES) {
      for (const element of findAllInPage(`[${this.#named(side)}]`)) {
        if (!this.#containers.has(element)) this.#containers.set(element, { top: new Edge(), bottom: new Edge() })
      }
    }
    for (const element of this.#containers.keys()) if (!isInPage(element)) this.#containers.delete(element)
    this.#lookSoon()
  }

  /** Once for all that happens until the browser paints. */
  #lookSoon(): void {
    if (this.#isDue || this.#containers.size === 0) return
    this.#isDue = true
    requestAnimationFrame(() => {
      this.#isDue = false
      for (const [element, edges] of this.#containers) for (const side of SIDES) this.#look(element, side, edges[side])
    })
  }

  #look(element: Element, side: Side, edge: Edge): void {
    const event = this.#says(element, side)
    const view = event === "" || !isInPage(element) ? undefined : this.#page.viewOf(element)
    const isFirst = side === "top"
    const row = rowAtEnd(element, isFirst)
    if (view?.readiness !== "ready" || row === undefined) return
    const { top, bottom } = sightOf(scrollerOf(element))
    const box = row.getBoundingClientRect()
    const room = this.#roomOf(element).getBoundingClientRect()
    const news = edge.look({
      row,
      count: elementsIn(element).length,
      isInSight: isFirst ? box.top >= top - CLOSE : box.bottom <= bottom + CLOSE,
      isOverrun: isFirst
        ? room.top >= top - CLOSE && box.top - room.top > CLOSE
        : room.bottom <= bottom + CLOSE && room.bottom - box.bottom > CLOSE,
      shows(other) {
        const place = other.getBoundingClientRect()
        return place.bottom > top && place.top < bottom
      },
    })
    if (news === undefined) return
    view.push({
      name: event,
      type: `viewport-${side}`,
      source: element,
      payload: this.#payload(element, row, news),
      shown: [element],
      settled: (fate, problem) => {
        // What the server could not handle is not asked for again and again.
        if (fate === "answered" || problem !== undefined) edge.answered()
        else edge.lost()
        this.#lookSoon()
      },
    })
  }

  /** What the user scrolls through beyond the rows: the container's own, or what it names. */
  #roomOf(element: Element): Element {
    const selector = getAttribute(element, this.#named("overrun-target"))
    return (selector ? findInPage(selector) : null) ?? element
  }

  #payload(element: Element, row: Element, news: EdgeNews): Record<string, unknown> {
    const values: Record<string, unknown> = {}
    const prefix = `${this.#page.prefix}value-`
    for (const { name, value } of attributesOf(element)) {
      if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value
    }
    const id = getAttribute(row, "id")
    if (id !== null) values["id"] = id
    if (news === "overran") values["_overran"] = true
    return values
  }

  #says(element: Element, side: Side): string {
    return getAttribute(element, this.#named(side)) ?? ""
  }

  #named(name: string): string {
    return `${this.#page.prefix}viewport-${name}`
  }
}
