/** The snapshots of a page's roots as one text, for the forms of the page: `checkout-1 1.AbC… cart 1.DeF…`. Pure. */

/** By the id of the root. */
export type RootSnapshots = ReadonlyMap<string, string>

export const NO_SNAPSHOTS: RootSnapshots = new Map()

export function writeSnapshots(snapshots: RootSnapshots): string {
  return [...snapshots].flat().join(" ")
}

/** Reads the text as it was posted. Whatever stands in it: each part is opened, or not, by itself. */
export function readSnapshots(text: string | null): RootSnapshots {
  const read = new Map<string, string>()
  const words = text === null || text === "" ? [] : text.split(" ")
  for (let at = 0; at + 1 < words.length; at += 2) read.set(words[at] as string, words[at + 1] as string)
  return read
}
