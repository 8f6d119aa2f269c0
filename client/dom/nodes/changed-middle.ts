/** Finds what differs between two texts, so that only that is written. */

/** What to replace in `before` to get `after`: from `start` to `end` by `middle`. */
export function changedMiddle(before: string, after: string): [start: number, end: number, middle: string] {
  const shared = Math.min(before.length, after.length)
  let start = 0
  while (start < shared && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let tail = 0
  while (
    tail < shared - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++
  }
  return [start, before.length - tail, after.slice(start, after.length - tail)]
}
