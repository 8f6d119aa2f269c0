/** Lists made by `{% for %}`: they remember which items they were made from, so the next render can skip equal ones. */

import { Stream } from "../../render/stream/stream.js"
import type { StreamState } from "../../render/stream/stream-state.js"
import type { Template } from "../../render/template/template.js"
import { List, type Rendered, type StreamRows, type Value } from "../../render/values/values.js"

/** Keys of a list that goes by index. */
export const NO_KEYS: readonly unknown[] = []

export class TrackedList extends List {
  /** The items looped over, as they were; a copy, so that it still says so when the array is changed later. */
  readonly refs: ArrayLike<unknown>
  /** Length that the loop announced (`loop.length`). */
  readonly announced: unknown

  constructor({ keys, items, refs }: ListRun, template: Template, announced: unknown) {
    super(keys, items, template)
    this.refs = refs
    this.announced = announced
  }
}

/** The value of the previous render, if it is a list of this loop. */
export function previousList(value: Value | undefined, template: Template): TrackedList | undefined {
  return value instanceof TrackedList && value.template === template ? value : undefined
}

/** What generated code keeps while a loop runs. */
export interface ListRun {
  readonly old: TrackedList | undefined
  /** Items taken over at both ends, because they are the same objects. */
  head: number
  tail: number
  /** What is made anew, between head and tail. */
  items: Rendered[]
  keys: unknown[]
  refs: ArrayLike<unknown>
  positions: Map<unknown, number> | undefined
  /** What is looped over, if that is a stream: the loop then makes rows that are new or changed, and no others. */
  stream: StreamState | undefined
}

/** Takes over equal items at both ends, as far as the body's use of `loop` allows. */
export function cut(run: ListRun, source: ArrayLike<unknown>, usesIndex: boolean, usesEnd: boolean): void {
  const old = run.old as TrackedList
  const { length } = source
  if (length === old.announced || !usesEnd) run.head = equalHead(old.refs, source)
  if (run.head === length && length === old.items.length) {
    run.items = old.items as Rendered[]
    run.keys = old.keys as unknown[]
    return
  }
  if (length === old.announced || !(usesIndex || usesEnd)) run.tail = equalTail(old.refs, source, run.head)
}

/** The old position of the item with this key, or one that no item has. */
export function pair(run: ListRun, index: number, key: unknown): number {
  const { old } = run
  if (old === undefined || old.keys[index] === key) return index
  run.positions ??= positions(old, run)
  return run.positions.get(key) ?? -1
}

/** Whether a loop goes over a stream. */
export function isStream(source: unknown): source is Stream<unknown> {
  return source instanceof Stream
}

/** What a loop over a stream goes through: the items whose rows have to be made. */
export function rowsOf(run: ListRun, source: Stream<unknown>, template: Template): readonly unknown[] {
  run.stream = source["~state"]
  return run.stream.take(template)
}

/** How many items a loop has gone through; of a stream, how many rows there are. */
export function sizeOf({ stream }: ListRun, length: unknown): unknown {
  return stream === undefined ? length : stream.size
}

/** The list; the previous one if all of it was taken over. */
export function finishList(run: ListRun, template: Template, announced: unknown): TrackedList | StreamRows {
  if (run.stream !== undefined) return run.stream.made(template, run.items)
  const { old, head, tail } = run
  if (old !== undefined) {
    if (run.items === old.items) return old
    if (head + run.items.length + tail === 0 && old.items.length === 0) return old
    if (head + tail > 0) {
      run.items = between(old.items, run.items, run)
      if (run.keys !== NO_KEYS) run.keys = keysBetween(old.keys, run.keys, run)
    }
  }
  return new TrackedList(run, template, announced)
}

/** Old head, new middle, old tail: one copy where the length stays. */
function between<T>(old: readonly T[], middle: readonly T[], { head, tail }: ListRun): T[] {
  if (head + middle.length + tail !== old.length) {
    return old.slice(0, head).concat(middle, old.slice(old.length - tail))
  }
  const all = old.slice()
  for (let i = 0; i < middle.length; i++) all[head + i] = middle[i] as T
  return all
}

/** Mostly the keys stay as they are, and then so does their array. */
function keysBetween(old: readonly unknown[], middle: readonly unknown[], run: ListRun): unknown[] {
  const { head, tail } = run
  const same = head + middle.length + tail === old.length && middle.every((key, i) => key === old[head + i])
  return same ? (old as unknown[]) : between(old, middle, run)
}

/** Writes the fields of `loop` for one item. */
export function countLoop(loop: Record<string, unknown>, index: number, length: number): void {
  loop["index"] = index + 1
  loop["index0"] = index
  loop["revindex"] = length - index
  loop["revindex0"] = length - index - 1
  loop["first"] = index === 0
  loop["last"] = index === length - 1
  loop["length"] = length
}

/** A copy of what is looped over, for the next render to compare with. */
export function snapshot(source: unknown): ArrayLike<unknown> {
  return Array.isArray(source) ? source.slice() : typeof source === "string" ? source : []
}

function equalHead(before: ArrayLike<unknown>, after: ArrayLike<unknown>): number {
  const length = Math.min(before.length, after.length)
  let head = 0
  while (head < length && before[head] === after[head]) head++
  return head
}

/** How many items at the end are the same objects, not counting the head. */
function equalTail(before: ArrayLike<unknown>, after: ArrayLike<unknown>, head: number): number {
  const length = Math.min(before.length, after.length) - head
  let tail = 0
  while (tail < length && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return tail
}

/** Old positions by key, between head and tail. */
function positions(list: TrackedList, { head, tail }: ListRun): Map<unknown, number> {
  const map = new Map<unknown, number>()
  for (let i = head; i < list.items.length - tail; i++) map.set(list.keys[i], i)
  return map
}
