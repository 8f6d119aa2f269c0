/**
 * The parts of the DOM half that few pages need, as the other parts see them: loaded when they are first used, and
 * implemented above, in `client/features/`. Who makes a `LiveDom` says where they come from.
 */

import type { WireChange, WirePath } from "../../src/protocol/values.js"
import type { Loadable } from "../util/lazy.js"
import type { BrokenPlace } from "./broken-place.js"
import type { ControlsMaker, ControlsPort } from "./controls-port.js"
import type { TextControl } from "./nodes/control-kinds.js"
import type { Write } from "./slot-writes.js"
import type { AttributeName } from "./templates/attributes.js"
import type { Shadow, SlotRange, TemplateInstance } from "./templates/template-instance.js"
import type { Toolbox } from "./toolbox.js"

/** Those that are made for each root are loaded by these, which are called again if a part could not be had. */
export interface DomParts {
  repair(needs: RepairNeeds): Promise<RepairPort>
  carryOver(needs: CarryOverNeeds): Promise<CarryOverPort>
  readonly fewestMoves: Loadable<FewestMovesPort>
  /** Wanted as the page connects. A root without it has no control. */
  readonly forms: Loadable<ControlsMaker>
  readonly settling: Loadable<SettlingPort>
}

/** Wanted as soon as a page has a list. Without it all items of a list move where some of them do. */
export interface FewestMovesPort {
  /** By new position: 1 for items that need not move. */
  itemsThatStay(parent: Node, items: readonly TemplateInstance[], runs: readonly number[]): Uint8Array
}

/** Regions, and the places where the page is not as its template made it. */
export interface RepairPort {
  /** Asks for the values of broken ranges below an instance. */
  ask(root: TemplateInstance): void
  /**
   * The range for each path whose value has come. A list may have been reordered meanwhile, so that the value is of
   * another item: then the range is asked for again, and its place in the answer is undefined.
   */
  arrived(root: TemplateInstance, paths: readonly WirePath[]): (SlotRange | undefined)[]
  /** True for a node of a region, or of safe HTML. */
  isMarkup(root: TemplateInstance, node: Node): boolean
  /** Tells a developer what was found instead of what. */
  report(place: BrokenPlace): void
  /** Tells a developer of style attributes of the first HTML that a strict `style-src` blocks; later ones work. */
  reportBlockedStyles(): void
  /**
   * Writes to a slot whose nodes another script has taken away: to a new range at its place, if that is still there;
   * else the range that holds the instance, or the whole root, is made anew.
   */
  find(root: TemplateInstance, write: Write): void
  /** Applies the difference between two texts of a region. Without an old one, the live nodes stand for it. */
  patch(range: SlotRange, old: string | undefined, next: string): void
  /** From now on the range belongs to other scripts too: fills a copy beside the page, and shows a copy of that. */
  share(range: SlotRange, fill: (own: SlotRange) => void): void
  /** Writes to the copy that is kept beside the page, and the difference it makes to the page. */
  writeShared(range: SlotRange, shadow: Shadow, write: () => void): void
  /** The server has said the order of a list whose rows a script has moved: that is its order. */
  reorder(range: SlotRange): void
}

/** What the repair works with. */
export interface RepairNeeds {
  readonly toolbox: Toolbox
  readonly root: Element
  readonly writer: RepairWriter
  readonly delegate: RepairDelegate
  /** Has the values of the whole root asked for. */
  readonly rootBroke: () => void
  /** Of the binding attributes. */
  readonly prefix: string
}

/** Of the writer of the root. */
export interface RepairWriter {
  readonly ranges: RepairRanges
  /** `last`: the server's last value. */
  attribute(element: Element, name: AttributeName, last: string | null, value: string | null): void
  /** The text of a textarea, title, script or style. */
  rawText(element: Element, value: string | null): void
  /** To be called before nodes below `parent` are put in or taken out. */
  childrenWillChange(parent: Node): void
}

export interface RepairRanges {
  /** Puts a value, or a difference of what is there, into a range. */
  write(range: SlotRange, change: WireChange, whole: boolean): void
  clear(range: SlotRange): void
  /** Has the value of a range asked for. */
  break(range: SlotRange): void
}

/** See `LiveDomDelegate`. */
export interface RepairDelegate {
  requestValues(paths: readonly WirePath[]): void
  warn(text: string, node?: Node): void
}

/** What an answered event leads to in the controls that it told. Wanted as soon as a page has a control. */
export interface SettlingPort {
  /**
   * Settles the controls that answered events told, but for those that are held. Returns controls that have to show the
   * server's state if they stand in HTML that came whole, where no slots are known.
   */
  settle(needs: SettlingNeeds, isHeld: (control: Element) => boolean): Element[]
  /** Says of controls that `settle` returned whether they stand in HTML that came whole. */
  found(needs: SettlingNeeds, unknown: readonly Element[], isMarkup: (control: Element) => boolean): void
  /** Shows a value in a control that has the focus. */
  showValue(control: TextControl, wanted: string): void
}

export interface SettlingNeeds {
  readonly controls: ControlsPort
  readonly toolbox: Toolbox
}

/** What the user typed and chose, while the page is made anew around it. */
export interface CarryOverPort {
  /** To be called before a frame makes anew what may hold what the user typed. */
  keep(): Kept
  /** A frame has been written; `kept`: what was kept before it, if it made something anew. */
  written(kept: Kept | undefined): void
}

/** Known to the part alone. */
export type Kept = readonly unknown[]

export interface CarryOverNeeds {
  readonly controls: ControlsPort
  readonly toolbox: Toolbox
  /** Of the binding attributes. */
  readonly prefix: string
}
