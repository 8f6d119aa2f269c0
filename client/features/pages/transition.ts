/**
 * Shows a change of the whole page by a View Transition, where the browser has them, the user does not want less motion, and the page
 * does not come later for it than it may; always, where the app's style sheets say so.
 */
import { isPageHidden, sheetsOfPage } from "../../dom/nodes/members.js"
import { wantsTransitions } from "./transition-rule.js"

interface Transition {
  readonly ready: Promise<unknown>
  readonly finished: Promise<unknown>
  readonly updateCallbackDone: Promise<unknown>
  skipTransition(): void
}

type Start = (work: () => void) => Transition

/**
 * In ms, three frames: for so long, all in all, the user waits for the host's answer and the browser's picture of the old page. Where
 * that is over, or will be before there is a picture, the page is shown at once.
 */
const LONGEST_WAIT = 50

/** In ms: where most of that was left for the picture, and was not enough, the machine is slow, or busy. For so long pages are shown at once then. */
const PAUSE = 30_000

/** While it runs, clicks are the page's. */
let sheet: CSSStyleSheet | undefined
let pausedUntil = 0

/** Does the work with one of the next frames, or at once. `since`: the user wants the page. Rejects with what the work threw. */
export async function inTransition(work: () => void, since: number): Promise<void> {
  const start = (Document.prototype as { startViewTransition?: Start }).startViewTransition
  if (start === undefined || !isSeen()) return work()
  const now = performance.now()
  // For an app that wants them always no wait is too long, and no machine too slow: half of the changes without would look like a fault.
  const left = wantsTransitions() ? Infinity : now < pausedUntil ? 0 : since + LONGEST_WAIT - now
  if (left <= 0) return work()
  if (sheet === undefined) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync("::view-transition{pointer-events:none}")
    sheetsOfPage().push(sheet)
  }
  const timer = left < Infinity ? setTimeout(() => transition.skipTransition(), left) : undefined
  const transition = start.call(document, () => {
    clearTimeout(timer)
    const end = performance.now()
    if (end - now > left && left > LONGEST_WAIT / 2) pausedUntil = end + PAUSE
    work()
  })
  const { ready, finished, updateCallbackDone } = transition
  // Another one may take its place, or the page be hidden meanwhile; the work is done all the same.
  for (const promise of [ready, finished]) promise.catch(() => {})
  await updateCallbackDone
}

/** Somebody looks, and does not want less motion. */
function isSeen(): boolean {
  return !isPageHidden() && !matchMedia("(prefers-reduced-motion: reduce)").matches
}
