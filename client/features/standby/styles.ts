/**
 * Style sheets of livemount's own elements. They are adopted, so no Content-Security-Policy stands in their way, and
 * written with `:where()`, so any rule of the page overrides them.
 */
import { sheetsOfPage } from "../../dom/nodes/members.js"

/** Adds a style sheet to the document. A browser that cannot adopt one shows the elements unstyled. */
export function adoptStyles(text: string): void {
  if (!("adoptedStyleSheets" in document)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  sheetsOfPage().push(sheet)
}
