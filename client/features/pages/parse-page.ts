/** From the text of a whole page to an inert document: nothing loads or runs. */
import type { Toolbox } from "../../dom/toolbox.js"

export function parsePage(html: string, { trusted }: Pick<Toolbox, "trusted">): Document {
  const given = trusted(html)
  const { parseHTMLUnsafe } = Document as { parseHTMLUnsafe?(html: string): Document }
  return `${given}` !== html && parseHTMLUnsafe !== undefined
    ? parseHTMLUnsafe.call(Document, given)
    : new DOMParser().parseFromString(given, "text/html")
}
