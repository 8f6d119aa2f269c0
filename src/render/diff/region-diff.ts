/**
 * Splices that make one HTML text of another. The text is cut before each tag; pieces that occur once in both texts
 * anchor the comparison, between anchors pieces are compared one by one. Good for pages that changed in a few places,
 * linear in the length of the text, and never wrong: at worst one splice holds everything between the first and the
 * last change.
 */

/** `[offset in the old text, units removed, text inserted]`, from left to right. */
export type Splice = readonly [offset: number, remove: number, insert: string]

/** Equal text shorter than this between two splices is sent again: a splice of its own costs more. */
const MERGED_GAP = 12

/** Of this share of tokens in place nothing better is looked for; of the lesser one it is better than one splice. */
const ALMOST_ALL = 0.9
const MOST = 0.5

/** A piece of both texts to be compared: tokens [oldStart, oldEnd) with [newStart, newEnd). */
interface Range {
  readonly oldStart: number
  readonly oldEnd: number
  readonly newStart: number
  readonly newEnd: number
}

/** The splices from `before` to `after`, in order; none if the texts are equal. */
export function regionSplices(before: string, after: string): readonly Splice[] {
  if (before === after) return []
  const [head, tail] = commonEnds(before, after)
  return new Comparison(before.slice(0, before.length - tail), after.slice(0, after.length - tail), head).splices()
}

/** How much of both texts is equal at the start and at the end, up to the next tags around the difference. */
function commonEnds(before: string, after: string): readonly [head: number, tail: number] {
  const shared = Math.min(before.length, after.length)
  let head = 0
  while (head < shared && before.charCodeAt(head) === after.charCodeAt(head)) head++
  let tail = 0
  while (
    tail < shared - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++
  }
  const tag = before.indexOf("<", before.length - tail)
  return [Math.max(0, before.lastIndexOf("<", head - 1)), tag < 0 ? 0 : before.length - tag]
}

class Comparison {
  readonly #before: string
  readonly #after: string
  /** Offsets at which tokens begin, and the length of the text at the end. */
  readonly #oldOffsets: readonly number[]
  readonly #newOffsets: readonly number[]
  readonly #oldTokens: readonly string[]
  readonly #newTokens: readonly string[]
  readonly #splices: Splice[] = []

  /** Only what stands behind `start`, which both texts have in common, is compared. */
  constructor(before: string, after: string, start: number) {
    this.#before = before
    this.#after = after
    this.#oldOffsets = tokenOffsets(before, start)
    this.#newOffsets = tokenOffsets(after, start)
    this.#oldTokens = tokens(before, this.#oldOffsets)
    this.#newTokens = tokens(after, this.#newOffsets)
  }

  splices(): readonly Splice[] {
    this.#compare({
      oldStart: 0,
      oldEnd: this.#oldTokens.length,
      newStart: 0,
      newEnd: this.#newTokens.length,
    })
    return this.#splices
  }

  #compare(whole: Range): void {
    const range = this.#cut(whole)
    const { oldStart, oldEnd, newStart, newEnd } = range
    if (oldStart === oldEnd && newStart === newEnd) return
    if (oldStart === oldEnd || newStart === newEnd) return this.#splice(range)
    const kept = this.#keptInPlace(range)
    if (kept >= ALMOST_ALL) return this.#compareInPlace(range)
    const anchors = this.#anchors(range)
    if (anchors.length === 0) return kept >= MOST ? this.#compareInPlace(range) : this.#splice(range)
    let from = { old: oldStart, new: newStart }
    for (const anchor of [...anchors, { old: oldEnd, new: newEnd }]) {
      this.#compare({ oldStart: from.old, oldEnd: anchor.old, newStart: from.new, newEnd: anchor.new })
      from = { old: anchor.old + 1, new: anchor.new + 1 }
    }
  }

  /** The range without the tokens that are equal at both ends. */
  #cut({ oldStart, oldEnd, newStart, newEnd }: Range): Range {
    const old = this.#oldTokens
    const fresh = this.#newTokens
    let head = 0
    const shared = Math.min(oldEnd - oldStart, newEnd - newStart)
    while (head < shared && old[oldStart + head] === fresh[newStart + head]) head++
    let tail = 0
    while (tail < shared - head && old[oldEnd - 1 - tail] === fresh[newEnd - 1 - tail]) tail++
    return { oldStart: oldStart + head, oldEnd: oldEnd - tail, newStart: newStart + head, newEnd: newEnd - tail }
  }

  /** The share of tokens that stand where they stood: the same tags with a few other texts between them. */
  #keptInPlace({ oldStart, oldEnd, newStart, newEnd }: Range): number {
    const count = oldEnd - oldStart
    if (newEnd - newStart !== count) return 0
    let kept = 0
    for (let i = 0; i < count; i++) if (this.#oldTokens[oldStart + i] === this.#newTokens[newStart + i]) kept++
    return kept / count
  }

  #compareInPlace({ oldStart, oldEnd, newStart }: Range): void {
    for (let old = oldStart, now = newStart; old < oldEnd; old++, now++) {
      if (this.#oldTokens[old] === this.#newTokens[now]) continue
      this.#splice({ oldStart: old, oldEnd: old + 1, newStart: now, newEnd: now + 1 })
    }
  }

  /** Tokens that occur once in each half of the range, as the longest chain that ascends in both. */
  #anchors({ oldStart, oldEnd, newStart, newEnd }: Range): readonly { old: number; new: number }[] {
    const oldPlaces = singlePlaces(this.#oldTokens, oldStart, oldEnd)
    const newPlaces = singlePlaces(this.#newTokens, newStart, newEnd)
    const pairs: { old: number; new: number }[] = []
    for (const [token, place] of oldPlaces) {
      const counterpart = newPlaces.get(token)
      if (place >= 0 && counterpart !== undefined && counterpart >= 0) pairs.push({ old: place, new: counterpart })
    }
    return longestAscending(pairs)
  }

  /** Adds the splice for a range of tokens, narrowed letter by letter and joined with a close neighbour. */
  #splice({ oldStart, oldEnd, newStart, newEnd }: Range): void {
    let from = this.#oldOffsets[oldStart] as number
    let to = this.#oldOffsets[oldEnd] as number
    let newFrom = this.#newOffsets[newStart] as number
    let newTo = this.#newOffsets[newEnd] as number
    while (from < to && newFrom < newTo && this.#before.charCodeAt(from) === this.#after.charCodeAt(newFrom)) {
      from++
      newFrom++
    }
    while (from < to && newFrom < newTo && this.#before.charCodeAt(to - 1) === this.#after.charCodeAt(newTo - 1)) {
      to--
      newTo--
    }
    const insert = this.#after.slice(newFrom, newTo)
    const previous = this.#splices.at(-1)
    const end = previous === undefined ? 0 : previous[0] + previous[1]
    if (previous !== undefined && from - end < MERGED_GAP) {
      this.#splices.pop()
      this.#splices.push([previous[0], to - previous[0], previous[2] + this.#before.slice(end, from) + insert])
    } else {
      this.#splices.push([from, to - from, insert])
    }
  }
}

/** Where tokens begin: at `start`, at every `<` and behind every `>`; the text's length stands at the end. */
function tokenOffsets(text: string, start: number): readonly number[] {
  const offsets = [start]
  for (let i = start + 1; i < text.length; i++) {
    if (text.charCodeAt(i) === 60 || text.charCodeAt(i - 1) === 62) offsets.push(i)
  }
  if (text.length > start) offsets.push(text.length)
  return offsets
}

function tokens(text: string, offsets: readonly number[]): readonly string[] {
  return offsets.slice(1).map((end, i) => text.slice(offsets[i], end))
}

/** Place of each token, −1 for those that occur again. */
function singlePlaces(list: readonly string[], start: number, end: number): Map<string, number> {
  const places = new Map<string, number>()
  for (let i = start; i < end; i++) {
    const token = list[i] as string
    places.set(token, places.has(token) ? -1 : i)
  }
  return places
}

/** The longest chain of pairs whose new places ascend; the pairs come in the order of their old places. */
function longestAscending(pairs: readonly { old: number; new: number }[]): readonly { old: number; new: number }[] {
  // Patience sorting: ends[k] is the pair with the smallest new place that ends a chain of k + 1.
  const ends: number[] = []
  const before = new Int32Array(pairs.length).fill(-1)
  pairs.forEach((pair, index) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const mid = (low + high) >> 1
      if ((pairs[ends[mid] as number]?.new ?? 0) < pair.new) low = mid + 1
      else high = mid
    }
    before[index] = low > 0 ? (ends[low - 1] as number) : -1
    ends[low] = index
  })
  const chain: { old: number; new: number }[] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) {
    chain.push(pairs[at] as { old: number; new: number })
  }
  return chain.reverse()
}
