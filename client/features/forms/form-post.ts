/**
 * Submissions left to the browser's own POST: has a form post what its binding says by now. The server wrote it for the first
 * HTML (src/http/post/post-additions.ts, whose rules these are); frames may have changed the binding since. Buttons of no form
 * are `client/events/plain-post.ts`.
 */
import { POST_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { LIVE_FIELD, type PostTarget, writePostTarget } from "../../../src/protocol/plain-post.js"
import { findAll, getAttribute, hasAttribute } from "../../dom/nodes/members.js"

/** Returns false for a form that does not post: the browser would put the fields of one that came with a frame into the URL. */
export function preparePostForm(form: HTMLFormElement, target: PostTarget | undefined): boolean {
  if (target === undefined) return false
  if (getAttribute(form, "method") !== "post" && !hasAttribute(form, "action")) return false
  for (const field of findAll(form, `[name=${LIVE_FIELD}][${POST_ATTRIBUTE}]`)) {
    ;(field as HTMLInputElement).value = writePostTarget(target)
  }
  return true
}
