/** The document's title, with what its element says should stand around the title, or instead of an empty one. */
import { createElement, findInPage } from "../dom/nodes/members.js"

/** Sets the title as a view gives it. */
export function writeTitle(title: string): void {
  // Not `document.title`, which a form or image of that name hides.
  const element =
    findInPage<HTMLElement>("title") ?? (findInPage("head") as HTMLElement).appendChild(createElement("title"))
  const { prefix = "", suffix = "", default: empty = "" } = element.dataset
  element.textContent = prefix + (title.trim() ? title : empty) + suffix
}
