/**
 * The difference of two renders: just the slots whose values differ, down to single slots of nested templates and of
 * list items. What is the same object in both is equal and not looked into. Also parts of one render as whole values,
 * for clients that cannot go on from what they have. Nothing here knows how a value was made.
 */

import {
  ROOT_SLOT,
  type WireChange,
  type WireDiff,
  type WireNested,
  type WirePath,
  type WireRegion,
  type WireSplices,
  type WireValue,
} from "../../protocol/values.js"
import type { TemplateSlot } from "../template/template.js"
import type { TemplateTable } from "../values/template-table.js"
import { Html, List, Region, type Rendered, StreamRows, Tag, type Value } from "../values/values.js"
import { type ItemDiff, listDiff } from "./list-diff.js"
import { regionSplices } from "./region-diff.js"
import { rowsDiff } from "./rows-diff.js"
import { regionText, wireAttribute, wireNested, wireValue } from "./wire-value.js"

/**
 * The difference between two renders of one view, or null if there is none. `previous` is what the client has; it may
 * be forgotten once the difference is sent.
 *
 * A view whose root template is another one now is sent whole, under {@link ROOT_SLOT}.
 */
export function diff(previous: Rendered, next: Rendered, table: TemplateTable): WireDiff | null {
  if (previous === next) return null
  if (previous[0] !== next[0]) return { [ROOT_SLOT]: wireNested(next, table) }
  return slotsDiff(previous, next, table) ?? null
}

/**
 * The whole values of a view's top-level slots: of these, or of all. {@link ROOT_SLOT} (and a root template other
 * than the page's first, whose slots the client could not number) gives the whole root.
 */
export function wholeValues(rendered: Rendered, slots: readonly number[] | undefined, table: TemplateTable): WireDiff {
  const template = rendered[0]
  if (slots?.includes(ROOT_SLOT) === true || table.number(template) !== 0) {
    return { [ROOT_SLOT]: wireNested(rendered, table) }
  }
  const values: Record<number, WireValue> = {}
  for (const index of slots ?? template.slots.keys()) {
    const slot = template.slots[index]
    if (slot !== undefined) values[index] = wireValue(slot, rendered[index + 1] as Value, table)
  }
  return values
}

/** The value at a path, or undefined if there is none (any more). A path that ends at a list's item gives the item. */
export function valueAt(rendered: Rendered, path: WirePath, table: TemplateTable): WireValue | undefined {
  let parent = rendered
  for (let depth = 0; depth < path.length; depth++) {
    const index = path[depth] as number
    const slot = parent[0].slots[index]
    if (slot === undefined) return undefined
    const value = parent[index + 1] as Value
    if (depth === path.length - 1) return wireValue(slot, value, table)
    if (Array.isArray(value)) {
      parent = value
    } else if (value instanceof List) {
      const item = value.items[path[++depth] as number]
      if (item === undefined) return undefined
      if (depth === path.length - 1) return wireNested(item, table)
      parent = item
    } else {
      return undefined
    }
  }
  return undefined
}

/** Compares two instances of one template, slot by slot. Undefined: no slot differs. */
function slotsDiff(previous: Rendered, next: Rendered, table: TemplateTable): WireDiff | undefined {
  if (previous === next) return undefined
  let changes: Record<number, WireChange> | undefined
  for (let i = 1; i < next.length; i++) {
    const before = previous[i] as Value
    const after = next[i] as Value
    if (before === after) continue
    const change = valueDiff(next[0].slots[i - 1] as TemplateSlot, { before, after }, table)
    if (change === undefined) continue
    changes ??= {}
    changes[i - 1] = change
  }
  return changes
}

interface Step {
  readonly before: Value
  readonly after: Value
}

/** What makes `after` of `before`: a difference where both are of one kind, else the whole value. */
function valueDiff(slot: TemplateSlot, { before, after }: Step, table: TemplateTable): WireChange | undefined {
  if (Array.isArray(after)) {
    if (Array.isArray(before) && before[0] === after[0]) return slotsDiff(before, after, table)
  } else if (after instanceof List || after instanceof StreamRows) {
    if (continuesRows(before, after)) return itemsDiff(before, after, table)
  } else if (after instanceof Region) {
    if (before instanceof Region) return regionDiff(before, after, table)
  } else if (after instanceof Tag) {
    if (before instanceof Tag) return attributesDiff(before, after)
  } else if (isSameHtml(before, after)) return undefined
  return wireValue(slot, after, table)
}

function continuesRows(before: Value, after: List | StreamRows): before is List | StreamRows {
  if (after instanceof StreamRows) return after.continues(before)
  return before instanceof List && before.template === after.template
}

function itemsDiff(before: List | StreamRows, after: List | StreamRows, table: TemplateTable): WireChange | undefined {
  return after instanceof StreamRows ? rowsDiff(after.changes, table) : listDiff(before as List, after, itemDiff, table)
}

function isSameHtml(before: Value, after: Value): boolean {
  return after instanceof Html && before instanceof Html && before.html === after.html
}

/** Items of a mixed list may have changed their template; they are sent whole then. */
const itemDiff: ItemDiff = (
  before: Rendered,
  after: Rendered,
  table: TemplateTable,
): WireDiff | WireNested | undefined =>
  before[0] === after[0] ? slotsDiff(before, after, table) : wireNested(after, table)

function attributesDiff(before: Tag, after: Tag): WireChange | undefined {
  if (before.source === after.source) return undefined
  const changed: [name: string, value: string | null][] = []
  for (const name of before.attributes.keys()) {
    if (!after.attributes.has(name)) changed.push([name, null])
  }
  for (const [name, value] of after.attributes) {
    if (before.attributes.get(name) !== value) changed.push([name, wireAttribute(name, value)])
  }
  return changed.length === 0 ? undefined : { a: Object.fromEntries(changed) }
}

/** Of a text longer than this the client is not reminded: it takes what it shows for the old text. */
const LONGEST_REMINDER = 500_000

/** What a splice takes on the wire beside the text it puts in: brackets, commas, two numbers. */
const SPLICE_SIZE = 16

/**
 * The client holds a region's text only if a frame brought it, so the first change after a join brings the old text
 * along. A region that was made anew and says the same is the one the client holds. Where hardly anything has stayed,
 * splices would be larger than the text itself: then it travels whole.
 */
function regionDiff(before: Region, after: Region, table: TemplateTable): WireSplices | WireRegion | undefined {
  const held = table.holdsText(before)
  const old = regionText(before)
  const next = regionText(after)
  if (held || old !== next) table.textSent(after)
  if (old === next) return undefined
  if (!held && old.length > LONGEST_REMINDER) return { r: next }
  const splices = regionSplices(old, next)
  const size = splices.reduce((sum, [, , insert]) => sum + insert.length + SPLICE_SIZE, 0)
  if (held) return size < next.length + SPLICE_SIZE ? { s: splices } : { r: next }
  return { s: size < next.length + SPLICE_SIZE ? splices : [[0, old.length, next]], r: old }
}
