/** What figures are called: the same in each run, so that those of two runs can be paired. */

/** What labels of which more is better end with: units, and how many times a part goes into the whole. */
const MORE_IS_BETTER = ["[events/s]", "[updates]", "of all against one row [×]"]

/** What is measured, with its unit. */
export function labelOf(label, unit) {
  return `${label} [${unit}]`
}

export function isMoreBetter(label) {
  return MORE_IS_BETTER.some((end) => label.endsWith(end))
}

/** By the labels of today: earlier checkouts say in some of theirs what was measured beside it, which is another in each run. */
export function withStableLabels(figures) {
  return Object.fromEntries(
    Object.entries(figures).map(([label, figure]) => [
      label.replace(/ \((?:[\d.,]+ [µm]s by|full HTML) [^)]*\)/, ""),
      figure,
    ]),
  )
}
