/** The document's title, with what its element says should stand around the title, or instead of an empty one. */

/** Sets the title as a view gives it. */
export function writeTitle(title: string): void {
  const { prefix = "", suffix = "", default: empty = "" } = document.querySelector("title")?.dataset ?? {}
  document.title = prefix + (title.trim() ? title : empty) + suffix
}
