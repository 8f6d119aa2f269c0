/**
 * How a list has become another one, as it goes: pieces of the old list and new items in turn. What is put in and taken out
 * again leaves nothing.
 */

import { isSameOrder, NEW, RunBuilder } from "../diff/runs.js"
import type { Key, KeyOrder } from "./key-order.js"

/** `count` positions upwards from `first`, or so many new items where `first` is {@link NEW}. */
interface Piece {
  first: number
  count: number
}

export class ListEdits {
  #pieces: Piece[] = []
  #oldSize = 0

  /** The list as it is, of so many items, is the old one from here on. */
  begin(oldSize: number): void {
    this.#oldSize = oldSize
    this.#pieces = oldSize === 0 ? [] : [{ first: 0, count: oldSize }]
  }

  /** Puts new items at an index of the list as it is now; or one that has been taken, by its old position. */
  insert(index: number, first: number = NEW, count = 1): void {
    const at = this.#cutAt(index)
    const before = this.#pieces[at - 1]
    if (first === NEW && before?.first === NEW) before.count += count
    else if (first === NEW && this.#pieces[at]?.first === NEW) (this.#pieces[at] as Piece).count += count
    else this.#pieces.splice(at, 0, { first, count })
  }

  /** Takes items out. Returns the old position of the first, or {@link NEW}. */
  remove(index: number, count = 1): number {
    const start = this.#cutAt(index)
    const end = this.#cutAt(index + count)
    const [removed] = this.#pieces.splice(start, end - start)
    return removed?.first ?? NEW
  }

  /** All of the old list goes, and this order of old positions and {@link NEW} comes. */
  replace(positions: Iterable<number>): void {
    this.#pieces = []
    let last: Piece | undefined
    for (const first of positions) {
      if (last !== undefined && (first === NEW ? last.first === NEW : isNext(last, first))) last.count++
      else this.#pieces.push((last = { first, count: 1 }))
    }
  }

  /** The old position of each item in turn, or {@link NEW}. */
  *positions(): Generator<number> {
    for (const { first, count } of this.#pieces) {
      for (let i = 0; i < count; i++) yield first === NEW ? NEW : first + i
    }
  }

  /** The keys of new items: what stands in the list's order where they are. */
  newOf(order: KeyOrder): Key[] {
    const keys: Key[] = []
    let index = 0
    for (const { first, count } of this.#pieces) {
      if (first === NEW) order.copy(index, count, keys)
      index += count
    }
    return keys
  }

  /** No item of the old list is left. */
  get isWhole(): boolean {
    return this.#pieces.every(({ first }) => first === NEW)
  }

  /** The order in runs; undefined if it is the old one. */
  order(): readonly number[] | undefined {
    const runs = new RunBuilder()
    for (const { first, count } of this.#pieces) runs.addRange(first, count)
    const order = runs.finish()
    if (this.#oldSize === 0 && order.length === 0) return undefined
    return isSameOrder(order, this.#oldSize) ? undefined : order
  }

  /** Has a piece begin at an index. Returns which. */
  #cutAt(index: number): number {
    let rest = index
    for (let i = 0; i < this.#pieces.length; i++) {
      if (rest === 0) return i
      const piece = this.#pieces[i] as Piece
      if (rest < piece.count) {
        const { first, count } = piece
        piece.count = rest
        this.#pieces.splice(i + 1, 0, { first: first === NEW ? NEW : first + rest, count: count - rest })
        return i + 1
      }
      rest -= piece.count
    }
    return this.#pieces.length
  }
}

function isNext({ first, count }: Piece, position: number): boolean {
  return first !== NEW && first + count === position
}
