/**
 * Shows a change of the whole page by a View Transition, where the browser has them and is quick enough, and the user does not want less
 * motion.
 */
import { isPageHidden, sheetsOfPage } from "../../dom/nodes/members.js"

interface Transition {
  readonly ready: Promise<unknown>
  readonly finished: Promise<unknown>
  readonly updateCallbackDone: Promise<unknown>
}

type Start = (work: () => void) => Transition

/** In ms: three frames. The picture of the old page that takes longer keeps the user from the new one: the machine is slow, or busy. */
const LONGEST_START = 50

/** In ms: for so long pages are shown at once then. */
const PAUSE = 30_000

/** While it runs, clicks are the page's. */
let sheet: CSSStyleSheet | undefined
let pausedUntil = 0

/** Does the work with the next frame, or at once. Rejects with what the work threw. */
export async function inTransition(work: () => void): Promise<void> {
  const start = (Document.prototype as { startViewTransition?: Start }).startViewTransition
  if (start === undefined || !isWanted()) return work()
  if (sheet === undefined) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync("::view-transition{pointer-events:none}")
    sheetsOfPage().push(sheet)
  }
  const begun = performance.now()
  const { ready, finished, updateCallbackDone } = start.call(document, () => {
    const now = performance.now()
    if (now - begun > LONGEST_START) pausedUntil = now + PAUSE
    work()
  })
  // Another one may take its place, or the page be hidden meanwhile; the work is done all the same.
  for (const promise of [ready, finished]) promise.catch(() => {})
  await updateCallbackDone
}

function isWanted(): boolean {
  return !isPageHidden() && performance.now() >= pausedUntil && !matchMedia("(prefers-reduced-motion: reduce)").matches
}
