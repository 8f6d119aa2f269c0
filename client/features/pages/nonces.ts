/** The nonces of a page: each answer of the server has another one. */
import { PAGE_ATTRIBUTE } from "../../../src/protocol/page-mark.js"
import {
  cloneNode,
  find,
  findAll,
  findInPage,
  getAttribute,
  htmlOf,
  removeAttribute,
  setAttribute,
} from "../../dom/nodes/members.js"

/** That of this page, which its policy came with; empty: it has none. */
export function ownNonce(): string {
  return findInPage<HTMLElement>("script[nonce]")?.nonce ?? ""
}

/** Another page's text with our nonce for its own: this page's policy looks at styles as soon as they are parsed, and would report them. */
export function withOwnNonce(html: string, policy: string | null): string {
  const own = ownNonce()
  return html.replace(/(?<=\snonce=")[^"]+/g, (nonce) => (policy?.includes(`'nonce-${nonce}'`) ? own : nonce))
}

/** Empty from here on: the element had that of its page, and so may have that of this one. */
export function dropNonces(page: Element): void {
  const tag = find(page, `script[${PAGE_ATTRIBUTE}]`)
  const own = tag && getAttribute(tag, "nonce")
  for (const element of findAll(page, "[nonce]")) {
    if (own && getAttribute(element, "nonce") === own) setAttribute(element, "nonce", "")
    else removeAttribute(element, "nonce")
  }
}

/** The markup of an element: equal for equal ones. */
export function withoutNonce(element: Element): string {
  const copy = cloneNode(element, true) as Element
  removeAttribute(copy, "nonce")
  return htmlOf(copy)
}
