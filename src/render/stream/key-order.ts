/**
 * Keys in their order, for lists of any length: blocks of keys, and for each key its block. Where a key stands, and putting
 * one in or taking one out anywhere, costs about the root of the length.
 */

/** What tells rows apart. */
export type Key = string | number | bigint

/** Blocks are cut in two above this, and joined with a neighbour where both together have half of it. */
const LARGEST = 512

export class KeyOrder {
  #blocks: Key[][] = []
  readonly #blockOf = new Map<Key, Key[]>()

  get size(): number {
    return this.#blockOf.size
  }

  has(key: Key): boolean {
    return this.#blockOf.has(key)
  }

  /** Where a key stands, or -1. */
  indexOf(key: Key): number {
    const block = this.#blockOf.get(key)
    if (block === undefined) return -1
    let index = block.indexOf(key)
    for (const other of this.#blocks) {
      if (other === block) break
      index += other.length
    }
    return index
  }

  /** Puts a key that is not there at an index, from 0 to the size. */
  insert(index: number, key: Key): void {
    const place = this.#place(index)
    let block = this.#blocks[place.block]
    if (block === undefined) this.#blocks.push((block = []))
    if (place.offset === block.length) block.push(key)
    else block.splice(place.offset, 0, key)
    this.#blockOf.set(key, block)
    if (block.length > LARGEST) this.#cut(block, place)
  }

  delete(key: Key): void {
    const block = this.#blockOf.get(key)
    if (block === undefined) return
    this.#blockOf.delete(key)
    block.splice(block.indexOf(key), 1)
    this.#joinAt(this.#blocks.indexOf(block))
  }

  clear(): void {
    this.#blocks = []
    this.#blockOf.clear()
  }

  /** So many keys from an index on. */
  slice(index: number, count: number): Key[] {
    const keys: Key[] = []
    this.copy(index, count, keys)
    return keys
  }

  /** Adds so many keys from an index on to others. */
  copy(index: number, count: number, to: Key[]): void {
    let { block, offset } = this.#place(index)
    for (let left = count; left > 0; offset = 0) {
      const keys = this.#blocks[block++]
      if (keys === undefined) return
      for (; offset < keys.length && left > 0; left--) to.push(keys[offset++] as Key)
    }
  }

  /** All keys in their order. */
  keys(): Key[] {
    return this.#blocks.flat()
  }

  /** The block that an index stands in, the last one for the end, and where in it. */
  #place(index: number): { readonly block: number; readonly offset: number } {
    const blocks = this.#blocks
    const last = blocks[blocks.length - 1]
    if (last === undefined) return { block: 0, offset: 0 }
    if (index >= this.size) return { block: blocks.length - 1, offset: last.length }
    let offset = index
    for (let block = 0; block < blocks.length; block++) {
      const { length } = blocks[block] as Key[]
      if (offset < length) return { block, offset }
      offset -= length
    }
    return { block: blocks.length - 1, offset: last.length }
  }

  /** Filled from one side, blocks stay full: then a new one begins there. */
  #cut(block: Key[], { block: index, offset }: { readonly block: number; readonly offset: number }): void {
    const atEnd = offset === block.length - 1
    const rest = block.splice(atEnd ? offset : offset === 0 ? 1 : block.length >> 1)
    // The smaller part is the new block; the others keep theirs.
    const isRestSmaller = rest.length <= block.length
    const moved = isRestSmaller ? rest : block.slice()
    if (isRestSmaller) this.#blocks.splice(index + 1, 0, moved)
    else {
      block.length = 0
      for (const key of rest) block.push(key)
      this.#blocks.splice(index, 0, moved)
    }
    for (const key of moved) this.#blockOf.set(key, moved)
  }

  /** Takes an empty block away, or joins a small one with the next. */
  #joinAt(index: number): void {
    const block = this.#blocks[index] as Key[]
    if (block.length === 0) {
      this.#blocks.splice(index, 1)
      return
    }
    const next = this.#blocks[index + 1]
    if (next === undefined || block.length + next.length > LARGEST / 2) return
    for (const key of next) {
      block.push(key)
      this.#blockOf.set(key, block)
    }
    this.#blocks.splice(index + 1, 1)
  }
}
