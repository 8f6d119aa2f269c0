/**
 * The live DOM of one root element: binds the slots of its first HTML and writes the server's differences to them.
 * Knows no socket; what it needs from the page half goes through {@link LiveDomDelegate}.
 */

import type { WireDiff, WirePath, WireValue } from "../../src/protocol/values.js"
import type { TemplateStore } from "./template-store.js"

/** What the DOM half asks from, and tells to, its owner. */
export interface LiveDomDelegate {
  /** The DOM did not fit these slots: their whole values are needed, by `valuesArrived`. */
  requestValues(paths: readonly WirePath[]): void
  /** Something a developer should know. */
  warn(text: string, node?: Node): void
  /** New nodes were put into the page: one call per inserted top node. */
  nodesAdded?(node: Node): void
  /** A node that the server's template made was taken out. */
  nodesRemoved?(node: Node): void
  /** All of a frame has been written. */
  patched?(): void
}

export interface LiveDomOptions {
  /** Prefix of the binding attributes, for example "live-". */
  readonly prefix: string
  readonly development: boolean
}

/** What the user did, as far as locks care. */
export interface SentEvent {
  /** DOM event type of the binding: "submit", "change", "click", … */
  readonly type: string
  /** The control or button it came from, where the binding stands on its form (submitter, changed input). */
  readonly control?: Element | null
}

export declare class LiveDom {
  constructor(root: HTMLElement, store: TemplateStore, delegate: LiveDomDelegate, options: LiveDomOptions)
  /** Gives template `id` the number `n` (root attribute at the start, later `Extras.t`). Texts go to the store. */
  number(n: number, id: string): void
  /** After the first join: binds to the first HTML, then writes the values the join brought. */
  bind(diff: WireDiff | undefined): void
  /** After a later join: whole values of all slots. Compares, writes only what differs, keeps nodes. */
  replaceAll(diff: WireDiff): void
  /** Writes a pushed difference. */
  write(diff: WireDiff): void
  /**
   * An event leaves: `source` is the element with the binding (the form, for its own `live-change`/`live-submit`).
   * Returns the number to acknowledge it by.
   */
  lock(source: Element, event?: SentEvent): number
  /** The server's answer to the event with this number has come. Call it for failed events too, with null. */
  acknowledge(lock: number, diff: WireDiff | null): void
  /** The connection is lost: no acknowledgement will come. */
  unlockAll(): void
  /** The answer to `requestValues`, in the order of its paths. */
  valuesArrived(paths: readonly WirePath[], values: readonly WireValue[]): void
  /** True if the user changed this control since the last acknowledged event that carried its value. */
  edited(control: Element): boolean
  /** Forms with edited controls, and edited controls of no form: their change event is due after a join. */
  dirtyForms(): Element[]
  dispose(): void
}
