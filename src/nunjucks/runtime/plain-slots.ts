/**
 * The slots of a component where nunjucks itself renders. What stands inside of the component's tag is run once to see
 * which slots are given. To get the content of one, it is run again up to that slot: only there do the names of the
 * loops around it have their values.
 */

/** The content of a slot, as nunjucks compiles the body of a `call`. */
export type PlainContent = (arg?: unknown) => unknown

/** A slot that is given. */
export interface PlainSlot {
  readonly name: string
  readonly attrs: readonly string[]
  readonly urls: readonly number[]
  readonly values: readonly unknown[]
  readonly content: PlainContent
}

interface Run {
  readonly slots: PlainSlot[]
  /** The slot whose content is asked for. */
  readonly wanted: number
  readonly arg: unknown
  result: unknown
}

/** Innermost last. */
const runs: Run[] = []

/** The slots that are given in `content`; `repeats` if statements are around some. */
export function plainSlots(content: () => unknown, repeats: boolean): readonly PlainSlot[] {
  const { slots } = run(content, -1, undefined)
  if (!repeats) return slots
  return slots.map((slot, index) => ({ ...slot, content: (arg) => run(content, index, arg).result }))
}

function run(content: () => unknown, wanted: number, arg: unknown): Run {
  const own: Run = { slots: [], wanted, arg, result: "" }
  runs.push(own)
  try {
    content()
  } finally {
    runs.pop()
  }
  return own
}

/** Called by each slot as it is come to. */
export function collectSlot(slot: PlainSlot): void {
  const own = runs.at(-1)
  if (own === undefined) return
  own.slots.push(slot)
  if (own.slots.length - 1 !== own.wanted) return
  own.result = slot.content(own.arg)
}
