/**
 * What the server has of a stream: the keys of all rows in their order, and of rows only those that no client has been told
 * of. A render takes these, and once its difference is on its way they are gone.
 *
 * ```
 *   insert, delete, reset ─► keys, edits, items ─► take ─► (a render of the items) ─► made ─► told: only keys are left
 * ```
 */

import { LiveError } from "../../errors/live-error.js"
import { NEW } from "../diff/runs.js"
import type { Template } from "../template/template.js"
import { type Rendered, StreamRows } from "../values/values.js"
import { type DoubleKey, GivenRows, type Keyed } from "./given-rows.js"
import { type Key, KeyOrder } from "./key-order.js"
import { ListEdits } from "./list-edits.js"

/** Where a row is put: at an end, or before the row that has this index then. */
export type StreamPlace = "start" | "end" | number

/** How a stream tells its rows apart, and how many it keeps. */
export interface RowSettings {
  readonly key: (item: never) => unknown
  readonly limit: number | undefined
}

/** How rows are put in. */
export interface RowPlacing {
  readonly at?: StreamPlace | undefined
  readonly updateOnly?: boolean | undefined
}

/** What one render does with the stream. */
interface Round {
  /** The loop that has asked for the rows. */
  readonly site: object
  /** Of the rows that it makes: new ones in their order, then those that say something else. */
  readonly keys: readonly Key[]
  /** How many of them are new. */
  readonly added: number
  made: StreamRows | undefined
  /** The stream has changed since. */
  isLate: boolean
}

export class StreamState {
  readonly #limit: number | undefined
  readonly #given: GivenRows
  readonly #order: KeyOrder = new KeyOrder()
  readonly #edits: ListEdits = new ListEdits()
  /** By key: new rows, and rows that say something else now. */
  #items = new Map<Key, unknown>()
  /** What the client shows. */
  #shown: StreamRows | undefined
  #round: Round | undefined
  #isDirty = true
  /** The render under way is made once more, to be looked at. */
  #isRepeated = false
  /** There were more changes than are kept. */
  #isLost = false

  constructor({ key, limit }: RowSettings) {
    this.#given = new GivenRows(key)
    this.#limit = limit
  }

  get size(): number {
    return this.#order.size
  }

  /** Rows that the client lacks are not there any more. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Something has changed since the client was told. */
  get isDirty(): boolean {
    return this.#isDirty
  }

  /** The template of the rows that the client shows. */
  get template(): Template | null {
    return this.#shown?.template ?? null
  }

  /** The first key that was given twice for new rows since this was asked last. */
  takeDouble(): DoubleKey | undefined {
    return this.#given.takeDouble()
  }

  has(key: Key): boolean {
    return this.#order.has(key)
  }

  keys(): readonly Key[] {
    return this.#order.keys()
  }

  /** Puts rows in, in the order in which they are given, and takes off what is above the limit then. */
  insert(items: Iterable<unknown>, { at, updateOnly = false }: RowPlacing = {}): void {
    this.#changing()
    const given = this.#given.once(items, this.#order, updateOnly)
    if (at === undefined) this.#place(given, this.size)
    else {
      const positions = this.#takeOut(given)
      const isAtEnd = at === "end" || (at !== "start" && at >= this.size)
      this.#place(given, at === "start" ? 0 : isAtEnd ? this.size : (at as number), positions)
      if (!isAtEnd) return this.#prune("end")
    }
    this.#prune("start")
  }

  delete(key: Key): void {
    const index = this.#order.indexOf(key)
    if (index < 0) return
    this.#changing()
    this.#remove(index, [key])
  }

  /** These rows instead of all there are. Those that stay keep their part of the page. */
  reset(items: Iterable<unknown>): void {
    this.#changing()
    const positions = new Map<Key, number>()
    const keys = this.#order.keys()
    let index = 0
    for (const position of this.#edits.positions()) positions.set(keys[index++] as Key, position)
    this.#fill(items)
    this.#edits.replace(this.#order.keys().map((key) => positions.get(key) ?? NEW))
    this.#prune("start")
  }

  /** The rows that {@link isLost} tells of, or that are needed once more: all of them, for clients that have none. */
  restore(items: Iterable<unknown>): void {
    this.#changing()
    this.#fill(items)
    this.#edits.begin(0)
    this.#edits.insert(0, NEW, this.size)
    this.#shown = undefined
    this.#isLost = false
    this.#prune("start")
  }

  /** Keeps no more than so many changes: beyond that all rows are to be asked for. */
  bound(changes: number): void {
    if (this.#items.size > changes) this.lose()
  }

  /** Lets all changes go. */
  lose(): void {
    this.#isLost = true
    this.#forget()
  }

  /** A render begins. */
  begin(): void {
    this.#round = undefined
  }

  /** Whether the render that has begun is made once more: what loops have made they make again. */
  repeated(isRepeated: boolean): void {
    this.#isRepeated = isRepeated
  }

  /** Whether the render that has begun shows it. */
  get isTaken(): boolean {
    return this.#round !== undefined
  }

  /**
   * The items whose rows a loop has to make: new ones in their order, then those that say something else. Nothing, where
   * this loop has made them already.
   *
   * @throws {@link LiveError} LV_STREAM_LOOPS
   */
  take(site: object): readonly unknown[] {
    if (this.#round !== undefined) {
      if (this.#round.site !== site && !this.#isRepeated) throw new LiveError("LV_STREAM_LOOPS", undefined)
      return []
    }
    const keys = this.#edits.newOf(this.#order)
    const added = keys.length
    if (added < this.#items.size) this.#addChanged(keys)
    this.#round = { site, keys, added, made: undefined, isLate: false }
    return keys.map((key) => this.#items.get(key))
  }

  /** The rows that a loop has made of what it took. */
  made(template: Template | null, rows: readonly Rendered[]): StreamRows {
    const round = this.#round as Round
    round.made ??= this.#make(round, template, rows)
    return round.made
  }

  /** The client was told what the last render has made. Only keys are kept. */
  told(): void {
    const round = this.#round
    this.#round = undefined
    if (round?.made === undefined) return
    round.made.release()
    this.#shown = round.made
    this.#isDirty = false
    // What has changed while an asynchronous render was under way cannot be told from what it has shown.
    if (round.isLate) this.lose()
    else this.#forget()
  }

  /** From here on changes are relative to the list as it is. */
  #forget(): void {
    if (this.#items.size > 0) this.#items = new Map()
    this.#edits.begin(this.size)
  }

  #changing(): void {
    this.#isDirty = true
    if (this.#round !== undefined) this.#round.isLate = true
  }

  #make({ keys, added }: Round, template: Template | null, rows: readonly Rendered[]): StreamRows {
    const shown = this.#shown
    if (!this.#isDirty && shown?.template === template) return shown
    const changed: [index: number, row: Rendered][] = []
    for (let i = added; i < keys.length; i++) changed.push([this.#order.indexOf(keys[i] as Key), rows[i] as Rendered])
    const { isWhole } = this.#edits
    const base = shown?.template === template ? shown : undefined
    // Made by another loop than the rows that are shown, they would not fit together.
    if (base === undefined && !isWhole) return new StreamRows(template, undefined, undefined)
    const order = this.#edits.order()
    return new StreamRows(template, { order, added: rows.slice(0, added), changed, isWhole }, base)
  }

  /** Adds the keys of rows that stay and say something else to those of new ones. */
  #addChanged(keys: Key[]): void {
    const isNew = keys.length === 0 ? undefined : new Set(keys)
    for (const key of this.#items.keys()) if (isNew?.has(key) !== true) keys.push(key)
  }

  /** Puts those in that are not there, from an index on. */
  #place(given: Keyed, start: number, positions?: ReadonlyMap<Key, number>): void {
    let index = start
    for (const [key, item] of given) {
      this.#items.set(key, item)
      if (this.has(key)) continue
      this.#order.insert(index, key)
      this.#edits.insert(index++, positions?.get(key) ?? NEW)
    }
  }

  /** Takes those out that are there. Returns their old positions. */
  #takeOut(given: Keyed): ReadonlyMap<Key, number> | undefined {
    let positions: Map<Key, number> | undefined
    for (const [key] of given) {
      const index = this.#order.indexOf(key)
      if (index < 0) continue
      positions ??= new Map()
      positions.set(key, this.#edits.remove(index))
      this.#order.delete(key)
    }
    return positions
  }

  #remove(index: number, keys: readonly Key[]): void {
    this.#edits.remove(index, keys.length)
    for (const key of keys) {
      this.#order.delete(key)
      this.#items.delete(key)
    }
  }

  /** Takes what is above the limit off this end. */
  #prune(end: "start" | "end"): void {
    const limit = this.#limit
    if (limit === undefined || this.size <= limit) return
    const index = end === "start" ? 0 : limit
    this.#remove(index, this.#order.slice(index, this.size - limit))
  }

  #fill(items: Iterable<unknown>): void {
    this.#order.clear()
    this.#items = new Map()
    let index = 0
    for (const item of items) {
      const key = this.#given.keyOf(item)
      if (!this.has(key)) this.#order.insert(this.size, key)
      else if (!this.#given.hasDouble) this.#given.note(key, this.#order.indexOf(key), index)
      this.#items.set(key, item)
      index++
    }
  }
}
