/**
 * What is open at one point of a document, and which formatting elements (`<b>`, `<a>`) were closed by something else than
 * their end tag, so that the parser opens them again in what comes next. Of such an element it makes several, and in
 * several elements no slot can stand.
 */

import { formatting, scopeEnds, tableContext } from "./html-names.js"
import { isIntegrationPoint, isOpenAround, type OpenElement, type SourcePosition } from "./open-elements.js"

/**
 * A formatting element that the parser will open again; or a form that was closed by something else than its end tag:
 * until that comes, the parser leaves all other forms out.
 */
export interface Pending {
  readonly element: OpenElement
  /** The cell, caption, object or template in which it will; null outside of these. */
  readonly scope: OpenElement | null
}

/** What is open at one point. The functions here change it. */
export interface Nesting {
  open: OpenElement
  /** In the order in which they will be opened again. */
  pending: readonly Pending[]
  /** Where the tag being read begins. */
  at: SourcePosition | null
}

/** Told of what tags do to elements. */
export interface NestingListener {
  /** A start tag has opened an element. */
  opened?(element: OpenElement): void
  /** An element is closed by its own end tag. */
  ended?(element: OpenElement, at: SourcePosition | null): void
  /** An element is closed by something else. */
  dropped?(element: OpenElement, by: string): void
  /** An end tag closes nothing that is open in the template; if it `reachesOut`, it may close something around it. */
  stray?(name: string, at: Nesting, reachesOut: boolean): void
  /** A start tag is left out by the parser, or put to another place, because it does not belong into this element. */
  misplaced?(name: string, at: SourcePosition | null, inside: OpenElement): void
  /** The parser makes several elements of this one. */
  scattered?(element: OpenElement): void
  /** The parser moves what stands in this element to another place, or leaves tags in it out. */
  unsettled?(element: OpenElement): void
}

/** For those who want to know nothing. */
export const silent: NestingListener = {}

export const nothingPending: readonly Pending[] = []

/** Between tags: what was closed on the way is opened again around the text. */
export function putText(nesting: Nesting, text: string): void {
  if (nesting.pending.length > 0 && (!inTableOnly(nesting.open) || text.trim() !== "")) reopen(nesting)
}

/** True where the parser would open elements again for a text. */
export function isPending({ open, pending }: Nesting): boolean {
  const scope = scopeOf(open)
  return open.content === "html" && pending.some((entry) => entry.scope === scope && isFormatting(entry.element))
}

/** Opens again what is pending here. */
export function reopen(nesting: Nesting): void {
  if (!isPending(nesting)) return
  const scope = scopeOf(nesting.open)
  const isDue = (entry: Pending): boolean => entry.scope === scope && isFormatting(entry.element)
  for (const { element } of nesting.pending.filter(isDue)) {
    nesting.open = {
      ...element,
      parent: nesting.open,
      inShadow: nesting.open.inShadow,
      inScript: nesting.open.inScript,
      again: true,
    }
  }
  nesting.pending = nesting.pending.filter((entry) => !isDue(entry))
}

/** True if the same will be opened again at both points. */
export function samePending(a: readonly Pending[], b: readonly Pending[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  return a.every(({ element, scope }, index) => {
    const other = b[index] as Pending
    return element.name === other.element.name && element.at === other.element.at && scope === other.scope
  })
}

/** Why elements are closed. */
export interface Closing {
  /** The tag that does it, without its brackets. */
  readonly by: string
  /** The one that is closed by its own end tag. */
  readonly own?: OpenElement | undefined
  readonly listener: NestingListener
}

/** Closes all up to `outer`, which is open around it. */
export function leave(nesting: Nesting, outer: OpenElement, { by, own, listener }: Closing): void {
  if (nesting.open === outer) return
  const closed: OpenElement[] = []
  let node: OpenElement = nesting.open
  while (node.parent !== null && !isOpenAround(node, outer)) {
    closed.unshift(node)
    node = node.parent
  }
  nesting.open = outer
  forget(nesting)
  for (const element of closed) {
    if (element === own) continue
    listener.dropped?.(element, by)
    const scope = scopeOfPending(element)
    if (scope === undefined || (scope !== null && closed.includes(scope))) continue
    nesting.pending = [
      ...(nesting.pending.length < MOST_PENDING ? nesting.pending : withoutFirst(nesting.pending)),
      { element, scope },
    ]
    listener.scattered?.(element)
  }
}

/** Beyond these the first is not opened again: parsers keep three of those that are alike, and work would grow with the cube of their number. */
const MOST_PENDING = 60

function withoutFirst(pending: readonly Pending[]): readonly Pending[] {
  return pending.toSpliced(
    Math.max(
      pending.findIndex(({ element }) => isFormatting(element)),
      0,
    ),
    1,
  )
}

/** Where an element that is closed by something else is pending; undefined if it is not. */
function scopeOfPending(element: OpenElement): OpenElement | null | undefined {
  if (isFormatting(element)) return scopeOf(element)
  const isForm = element.name === "form" && element.namespace === "html" && !isInTemplate(element)
  return isForm ? null : undefined
}

function isInTemplate(element: OpenElement): boolean {
  for (let node: OpenElement | null = element; node !== null; node = node.parent)
    if (node.name === "template") return true
  return false
}

/** Forgets a form that was closed by something else; false if there was none. */
export function endLostForm(nesting: Nesting): boolean {
  const kept = nesting.pending.filter(({ element }) => element.name !== "form")
  if (kept.length === nesting.pending.length || isInTemplate(nesting.open)) return false
  nesting.pending = kept
  return true
}

export function isFormLost({ open, pending }: Nesting): boolean {
  return pending.some(({ element }) => element.name === "form") && !isInTemplate(open)
}

/** What was pending in a cell goes with it. */
function forget(nesting: Nesting): void {
  if (nesting.pending.length === 0) return
  nesting.pending = nesting.pending.filter(({ scope }) => scope === null || isOpenAround(scope, nesting.open))
}

/** An entry in the parser's list of active formatting elements. */
export interface ActiveElement {
  readonly element: OpenElement
  /** It is not open now. */
  readonly pending: Pending | undefined
  readonly inScope: boolean
}

/** The last formatting element of this name that is open, or will be opened again, since the last cell or the like. */
export function lastFormatting({ open, pending }: Nesting, name: string): ActiveElement | undefined {
  const scope = scopeOf(open)
  const waiting = pending.findLast((entry) => entry.scope === scope && entry.element.name === name)
  if (waiting !== undefined) return { element: waiting.element, pending: waiting, inScope: false }
  let inScope = true
  for (let node: OpenElement = open; node.parent !== null; node = node.parent) {
    if (isFormatting(node) && node.name === name) return { element: node, pending: undefined, inScope }
    if (isIntegrationPoint(node) || (node.namespace === "html" && scopeEnds.has(node.name))) inScope = false
    if (markers.has(node.name) && node.namespace === "html") return undefined
  }
  return undefined
}

export function isFormatting({ name, namespace }: OpenElement): boolean {
  return namespace === "html" && formatting.has(name)
}

const markers: ReadonlySet<string> = new Set(["applet", "caption", "marquee", "object", "td", "template", "th"])

function scopeOf(open: OpenElement): OpenElement | null {
  for (let node: OpenElement = open; node.parent !== null; node = node.parent) {
    if (markers.has(node.name) && node.namespace === "html") return node
  }
  return null
}

/** White space stays directly in a table. */
function inTableOnly({ name, namespace }: OpenElement): boolean {
  return namespace === "html" && (tableContext.has(name) || name === "colgroup")
}
