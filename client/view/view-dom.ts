/**
 * The port between a view and the DOM below its root; `client/dom/live-dom.ts` implements it.
 */
import type { WireDiff, WirePath, WireValue } from "../../src/protocol/values.js"

/** Writes what the server sends into the DOM of one root element. */
export interface ViewDom {
  /** The ids of its templates, by number. */
  readonly templateIds: readonly string[]
  /** Says which template a number stands for. */
  number(number: number, id: string): void
  /** The numbers of those templates whose text the page does not hold. */
  missingTemplates(): readonly number[]
  /** Binds to the first HTML, then writes the values the first join brought. */
  bind(diff: WireDiff | undefined): void
  /**
   * Takes the values of all slots after a later join; writes what differs. `isAwaited`: what is under way will be acknowledged, and
   * holds its writes.
   */
  replaceAll(diff: WireDiff, isAwaited?: boolean): void
  write(diff: WireDiff): void
  /** An event is made that leaves later: what is done in controls until then it does not tell. */
  note(source: Element, event: { readonly type: string; readonly control?: Element | null }): void
  /** Holds writes to where an event came from back until it is acknowledged; returns the number to acknowledge it by. */
  lock(source: Element, event: { readonly type: string; readonly control?: Element | null }): number
  /** The event was answered; `isFailed`: it was not handled, so what it told is still the user's alone. */
  acknowledge(lock: number, diff: WireDiff | null, isFailed?: boolean): void
  /** Holds writes to an element and into it until what it returns is called. */
  block(element: Element): () => void
  /** Does work on the page that is no other script's. */
  frame(work: () => void): void
  /** The user changed a control; it may stand outside of the root, and its form in it. */
  used(control: Element): void
  /** No acknowledgement will come any more. */
  unlockAll(): void
  valuesArrived(paths: readonly WirePath[], values: readonly WireValue[]): void
  /** What stands in this element belongs to the root, though a portal has moved it elsewhere. */
  watch(element: Element): void
  /** Forms (and controls of no form) with edits the server has not been sent. */
  dirtyForms(): readonly Element[]
  /** True if the user changed this control since the last acknowledged event that carried its value. */
  edited(control: Element): boolean
}

/** What a {@link ViewDom} asks of its view. */
export interface ViewDomDelegate {
  requestValues(paths: readonly WirePath[]): void
}

/** Makes the DOM half of a root element. */
export type MakeViewDom = (root: HTMLElement, delegate: ViewDomDelegate) => ViewDom

/** Keeps the texts of templates by id, for all views of the page. */
export interface TemplateTexts {
  add(id: string, text: string): void
}
