/**
 * What stands around the root that a page is about: menu, footer, islands, the attributes of `<html>` and `<body>`. The
 * difference between two pages of the server is applied to it, so what scripts have done there stays.
 */
import { ROOT_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { GIVEN_ATTRIBUTE } from "../../../src/protocol/page-mark.js"
import {
  bodyOf,
  bodyOfPage,
  findInPage,
  getAttribute,
  hasAttribute,
  htmlElementOf,
  importNode,
  localNameOf,
  replace,
  setAttribute,
  setText,
} from "../../dom/nodes/members.js"
import type { AttributeName } from "../../dom/templates/attributes.js"
import type { PagesTools } from "./pages-tools.js"
import type { ServerPage } from "./server-page.js"

/** What stays as it is, whatever its page says. */
export const PERMANENT = "permanent"

/** Brings the shell up to date: of a page without a root, which is exchanged as a whole, the attributes of what stays. */
export async function shellWriter({
  repair,
  toolbox,
  prefix,
}: PagesTools): Promise<(old: ServerPage, next: ServerPage) => void> {
  const { RegionWalk } = await repair.get()
  const writer = {
    attribute: (element: Element, { name, namespace }: AttributeName, last: string | null, value: string | null) => {
      if (name === "class") toolbox.writeClass(element, last, value)
      else if (name === "style") toolbox.writeStyle(element, last, value)
      else toolbox.writeAttribute(element, name, value, namespace)
    },
    rawText: setText,
    childrenWillChange: () => {},
  }
  const walk = new RegionWalk(toolbox, writer, {
    ignores: (old, next, live) => isLeft(live, `${prefix}${PERMANENT}`) || isRootWritten(old, next, live),
    morph: () => false,
  })
  return (old, next) => {
    const page = findInPage("html") as Element
    walk.attributes(htmlElementOf(old.document), htmlElementOf(next.document), page)
    const write = old.hasRoot && next.hasRoot ? "element" : "attributes"
    walk[write](bodyOf(old.document), bodyOf(next.document), bodyOfPage())
    writeHiddenForm(next.hiddenForm)
  }
}

/** What is not for a walk: in the page without script, and what the page keeps. */
function isLeft(live: Element, permanent: string): boolean {
  return localNameOf(live) === "noscript" || (hasAttribute(live, permanent) && hasAttribute(live, "id"))
}

/**
 * Islands are their views': one that stays takes its new token, any other is made anew. True if this is one, or is to
 * become one.
 */
function isRootWritten(old: Element, next: Element, live: Element): boolean {
  if (!hasAttribute(old, ROOT_ATTRIBUTE) && !hasAttribute(next, ROOT_ATTRIBUTE)) return false
  const isSame = ["id", ROOT_ATTRIBUTE, GIVEN_ATTRIBUTE].every((name) => {
    return getAttribute(live, name) === getAttribute(next, name)
  })
  if (isSame) setAttribute(live, TOKEN_ATTRIBUTE, getAttribute(next, TOKEN_ATTRIBUTE) ?? "")
  else replace(live, importNode(next, true))
  return true
}

/** It posts to the page's address. */
function writeHiddenForm(next: Element | undefined): void {
  if (next === undefined) return
  const shown = findInPage(`form[id="${getAttribute(next, "id")}"]`)
  const form = importNode(next, true)
  if (shown === null) bodyOfPage().append(form)
  else replace(shown, form)
}
