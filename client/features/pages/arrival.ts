/** What a page load does for the user once the page is there: the focus is at its beginning, and a screen reader says which page it is. */
import {
  bodyOfPage,
  createElement,
  find,
  findInPage,
  hasAttribute,
  isInPage,
  setAttribute,
  setText,
} from "../../dom/nodes/members.js"

/** Seen by nobody, and read. By the element's own style: the page's policy may allow no style attributes. */
const HIDDEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap"

let announcer: HTMLElement | undefined

/** Puts the focus to what asks for it, else to the first heading. */
export function focusPage(root: Element): void {
  const wanted = find(root, "[autofocus]") ?? find(root, "h1, h2, h3, h4, h5, h6")
  if (!(wanted instanceof HTMLElement)) return
  const isHeading = !hasAttribute(wanted, "autofocus")
  if (isHeading && !hasAttribute(wanted, "tabindex")) setAttribute(wanted, "tabindex", "-1")
  wanted.focus({ preventScroll: true })
}

/** Has a screen reader say the page's title when it has nothing else to say. */
export function announcePage(): void {
  if (announcer === undefined || !isInPage(announcer)) {
    announcer = createElement("div")
    setAttribute(announcer, "role", "status")
    setAttribute(announcer, "aria-live", "polite")
    announcer.style.cssText = HIDDEN
    bodyOfPage().append(announcer)
  }
  const status = announcer
  const title = findInPage("title")?.textContent ?? ""
  // Only what changes in a region that is there already is read.
  setTimeout(() => setText(status, title), 100)
}
