/** Shows a change of the whole page by a View Transition, where the browser has them and the user does not want less motion. */
import { isPageHidden, sheetsOfPage } from "../../dom/nodes/members.js"

interface Transition {
  readonly ready: Promise<unknown>
  readonly finished: Promise<unknown>
  readonly updateCallbackDone: Promise<unknown>
}

type Start = (work: () => void) => Transition

/** While it runs, clicks are the page's. */
let sheet: CSSStyleSheet | undefined

/** Does the work with the next frame, or at once. Rejects with what the work threw. */
export async function inTransition(work: () => void): Promise<void> {
  const start = (Document.prototype as { startViewTransition?: Start }).startViewTransition
  if (start === undefined || isPageHidden() || matchMedia("(prefers-reduced-motion: reduce)").matches) return work()
  if (sheet === undefined) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync("::view-transition{pointer-events:none}")
    sheetsOfPage().push(sheet)
  }
  const { ready, finished, updateCallbackDone } = start.call(document, work)
  // Another one may take its place, or the page be hidden meanwhile; the work is done all the same.
  for (const promise of [ready, finished]) promise.catch(() => {})
  await updateCallbackDone
}
