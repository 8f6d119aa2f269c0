/**
 * diff-dom, which finds the difference of two small trees. It addresses nodes by their index, so it may
 * only be let at nodes that still equal the old tree (`guarded-morph.ts` sees to that). A file of its own that the
 * page loads when a region changes for the first time: diff-dom is LGPL-3.0, and replaceable here. No form comes here.
 */

import { DiffDOM } from "diff-dom"
import { createElement } from "../../dom/nodes/members.js"

/**
 * Where it makes nodes: in the page a form may hide the methods it calls. They are adopted where they are put. The document of a
 * template's content, since parsing one is for trusted HTML only.
 */
const { ownerDocument: blank } = (createElement("template") as HTMLTemplateElement).content

/** Makes `next` of `live`, which equals `old`. False if diff-dom could not; `live` is as it was then. */
export function morph(live: Element, old: Element, next: Element): boolean {
  // Without a cap on children its time is cubic: 1.2 s for a reversed list of 300.
  const differ = new DiffDOM({ maxChildCount: 50, valueDiffing: false, document: blank })
  try {
    const diffs = differ.diff(old, next)
    const trial = old.cloneNode(true) as Element
    if (!differ.apply(trial, diffs) || !trial.isEqualNode(next)) return false
    return differ.apply(live, diffs)
  } catch {
    return false
  }
}
