/** Finds which of many siblings need not move for all to stand in another order. */

/**
 * Marks the longest increasing subsequence of `order` (old positions in their new order, −1 for new items): those items
 * stay where they are. With `fixed` (an index into `order`), the longest one that runs through it.
 */
export function stayingItems(order: ArrayLike<number>, fixed = -1): Uint8Array {
  const stays = new Uint8Array(order.length)
  if (fixed < 0) {
    mark(order, stays, { from: 0, to: order.length, above: -1, below: Number.POSITIVE_INFINITY })
    return stays
  }
  const value = order[fixed] as number
  stays[fixed] = 1
  mark(order, stays, { from: 0, to: fixed, above: -1, below: value })
  mark(order, stays, { from: fixed + 1, to: order.length, above: value, below: Number.POSITIVE_INFINITY })
  return stays
}

interface Window {
  readonly from: number
  readonly to: number
  /** Only values in between count. */
  readonly above: number
  readonly below: number
}

/** Patience sorting over a part of the order. */
function mark(order: ArrayLike<number>, stays: Uint8Array, { from, to, above, below }: Window): void {
  const before = new Int32Array(order.length)
  const ends: number[] = []
  for (let i = from; i < to; i++) {
    const value = order[i] as number
    if (value <= above || value >= below) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((order[ends[middle] as number] as number) < value) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? (ends[low - 1] as number) : -1
    ends[low] = i
  }
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] as number) stays[i] = 1
}
