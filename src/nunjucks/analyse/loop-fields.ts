/** The fields of `loop` where it is not an object: in loops that write no scope. */

/** A field of an inline loop; `bound` is "@index,length", the variables that count it. */
export function loopField(field: string, bound: string): string {
  const [index, length] = bound.slice(1).split(",")
  switch (field) {
    case "index":
      return `(${index} + 1)`
    case "index0":
      return `${index}`
    case "revindex":
      return `(${length} - ${index})`
    case "revindex0":
      return `(${length} - ${index} - 1)`
    case "first":
      return `(${index} === 0)`
    case "last":
      return `(${index} === ${length} - 1)`
    case "length":
      return `${length}`
    default:
      return "undefined"
  }
}
