/**
 * Clicks left to the browser's own POST: has a button post what its binding says by now. The server wrote it for the first
 * HTML (src/http/post/post-additions.ts, whose rules these are); frames may have changed the binding since.
 */
import { POST_ATTRIBUTE } from "../../src/protocol/markup.js"
import { LIVE_FIELD, type PostTarget, writePostTarget } from "../../src/protocol/plain-post.js"
import { findInPage, getAttribute, hasAttribute, localNameOf, setAttribute } from "../dom/nodes/members.js"

/** Attributes that say the author has other plans for a button. */
const AUTHORS = ["name", "value", "form", "formaction", "formmethod"]

/** True if the button posts through the hidden form of the page: so made by the server, or by `preparePostButton`. */
export function isPostButton(element: Element): boolean {
  const { form } = element as Partial<HTMLButtonElement>
  return form ? hasAttribute(form, POST_ATTRIBUTE) : false
}

/** Returns false for what cannot post; a button that came with a frame is made to. */
export function preparePostButton(button: Element, target: PostTarget | undefined): boolean {
  if (target === undefined) return false
  if (!isPostButton(button)) {
    const { type, form } = button as HTMLButtonElement
    const hidden = findInPage(`form[${POST_ATTRIBUTE}]`)
    if (localNameOf(button) !== "button" || type !== "submit" || form || !hidden) return false
    if (AUTHORS.some((name) => hasAttribute(button, name))) return false
    setAttribute(button, "form", getAttribute(hidden, "id") ?? "")
    setAttribute(button, "name", LIVE_FIELD)
  }
  ;(button as HTMLButtonElement).value = writePostTarget(target)
  return true
}
