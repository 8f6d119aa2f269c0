/** Draws a row of numbers as SVG path data. The newest value stands at the right edge, whatever the number of values. */

export interface Sparkline {
  /** The line, and the area under it. */
  readonly line: string
  readonly area: string
}

export interface SparklineOptions {
  readonly width: number
  readonly height: number
  /** Number of values that fill the width. */
  readonly length: number
  /** The value at the upper edge. */
  readonly max: number
}

/** Makes the path data for `values`, oldest first, in whole numbers. One value is a dot; nothing to draw gives empty paths. */
export function sparkline(values: readonly number[], { width, height, length, max }: SparklineOptions): Sparkline {
  const shown = values.slice(-length)
  if (shown.length === 0) return { line: "", area: "" }
  const step = width / (length - 1)
  const first = width - (shown.length - 1) * step
  const points = shown.map((value, index) => {
    const y = height - (Math.min(Math.max(value, 0), max) / max) * height
    return `${Math.round(first + index * step)} ${Math.round(y)}`
  })
  // A line of no length is drawn with its caps only.
  const line = `M${points.join("L")}${points.length === 1 ? "h0" : ""}`
  return { line, area: `${line}L${width} ${height}L${Math.round(first)} ${height}Z` }
}
