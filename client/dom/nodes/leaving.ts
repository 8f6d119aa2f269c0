/** Elements that stay in the page for a while when they have been taken out: those with a `live-remove`. */
import { isInPage } from "./members.js"
import { takeOut } from "./write-log.js"

/** Who keeps them; undefined as long as no page has such elements. */
let keeper: ((element: Element) => boolean) | undefined

/** From now on `keeps` is asked of each element that is to go, and takes it out itself where it says true. */
export function keepLeaving(keeps: (element: Element) => boolean): void {
  keeper = keeps
}

/** Takes a node out for good, by and by if it has something to do before that. */
export function letGo(node: Node): void {
  if (keeper === undefined || !(node instanceof Element) || !isInPage(node) || !keeper(node)) takeOut(node)
}
