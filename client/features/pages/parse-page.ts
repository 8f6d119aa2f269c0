/** From the text of a whole page to an inert document: nothing loads or runs. */
import { findAll, htmlElementOf, setText } from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"

export function parsePage(html: string, { trusted }: Pick<Toolbox, "trusted">): Document {
  const given = trusted(html)
  const { parseHTMLUnsafe } = Document as { parseHTMLUnsafe?(html: string): Document }
  const page =
    `${given}` !== html && parseHTMLUnsafe !== undefined
      ? parseHTMLUnsafe.call(Document, given)
      : new DOMParser().parseFromString(given, "text/html")
  // Text where scripts run, which is here elements: in the page they would load and show.
  for (const element of findAll(htmlElementOf(page), "noscript")) setText(element, null)
  return page
}
