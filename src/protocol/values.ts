/**
 * Slot values and their differences, as JSON carries them.
 *
 * A template is named by a small number, the same in the page's markers and in every later frame of the instance:
 * its place in `data-live-templates` of the root element; what comes later is numbered on, in `Extras.t`.
 *
 * How a reader tells the forms apart, in this order:
 *   string              text (content), the decoded value (attribute), the text (raw)
 *   null                nothing: an empty content slot, an absent attribute
 *   array               a nested template: `[number, ...values]`
 *   object with `l`     a whole list whose items are all of one template: `{ l: number, i: [[...values], ...] }`
 *   object with `m`     a whole list of items of several templates: `{ m: [[number, ...values], ...] }`
 *   object with `h`     safe HTML
 *   object with `s`     text splices of a region (before a whole region's `r`, which may accompany them)
 *   object with `r`     the whole HTML of a region
 *   object with `a`     a tag slot's attributes: set to a string, or removed by null
 *   any other object    the difference of the nested template or list that is there already
 */

/** `[template number, ...values]`. */
export type WireNested = readonly [template: number, ...values: WireValue[]]

/** A list whose items share one template. */
export interface WireList {
  readonly l: number
  readonly i: readonly (readonly WireValue[])[]
}

/** A list of items of several templates. */
export interface WireMixedList {
  readonly m: readonly WireNested[]
}

export interface WireHtml {
  readonly h: string
}

export interface WireRegion {
  readonly r: string
}

/** The attributes a tag slot sets, or removes (`null`). As a whole value: all that are set. */
export interface WireAttributes {
  readonly a: Readonly<Record<string, string | null>>
}

export type WireValue = string | null | WireNested | WireList | WireMixedList | WireHtml | WireRegion | WireAttributes

/**
 * Splices of a region's HTML text, in order of position and from left to right: at `offset` of the *old* text remove
 * `remove` UTF-16 units and put `insert` there. `r` is the old text, given once when the client cannot have it.
 */
export interface WireSplices {
  readonly s: readonly (readonly [offset: number, remove: number, insert: string])[]
  readonly r?: string
}

/**
 * The difference of a list. First the order: `o` are runs of old positions, flattened pairs `first, count`; a negative
 * count runs backwards; `first` −1 takes the next `count` items of `n`. No `o`: the order stays. Then the changes of
 * single items, by their *new* index: what differs, or the whole item. Whole items, and those of `n`, are
 * `[number, ...values]` in a mixed list, else the values alone.
 */
export interface WireListDiff {
  readonly o?: readonly number[]
  readonly n?: readonly (readonly WireValue[] | WireNested)[]
  readonly [index: number]: WireDiff | WireNested | readonly WireValue[]
}

/**
 * The slot index that stands for the whole root in a root's difference: its template is another one now. Its value is
 * a `WireNested`, and nothing else is in that difference.
 */
export const ROOT_SLOT = -1

/** The difference of a template's values: by slot index, only what changed. */
export interface WireDiff {
  readonly [slot: number]: WireChange
}

/** A new value for a slot, or the difference of the value it has. */
export type WireChange = WireValue | WireSplices | WireListDiff | WireDiff

/** Where a value stands: slot index, then (in a list) item index, slot index … down to the slot. */
export type WirePath = readonly number[]
