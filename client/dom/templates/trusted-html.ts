/**
 * The one way from text to nodes: a template element's `innerHTML`, through the Trusted Types policy `livemount` where
 * the browser has such policies.
 */

import { createElement } from "../nodes/members.js"
import type { Namespace } from "./template.js"

interface Policy {
  createHTML(html: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

const POLICY_NAME = "livemount"

/**
 * The template of a shadow root. One behind a slot may be all that tells its text from the next slot's: it stays.
 * In brackets, as two characters that begin a comment of HTML are escaped by minifiers, also where they begin none.
 */
const SHADOW_ROOT = /(?<![-]->[^<]*)<template(?=[^>]+shadowrootmode)/gi

let policy: Policy | undefined
let refusal: unknown

/**
 * Parses HTML as the content of an element of the namespace. The nodes stand in an inert document: nothing loads or runs.
 *
 * @throws Error naming the missing directive, when the page's Content-Security-Policy forbids the parsing.
 */
export function parseFragment(html: string, namespace: Namespace = "html"): DocumentFragment {
  const template = createElement("template") as HTMLTemplateElement
  const wrapped = namespace === "html" ? html : `<${namespace}>${html}</${namespace}>`
  const clonable = wrapped.replace(SHADOW_ROOT, "$& shadowrootclonable")
  try {
    // As the page's own parser does it. A browser that cannot leaves the element as it is.
    if (clonable !== wrapped && "setHTMLUnsafe" in template) template.setHTMLUnsafe(trusted(clonable))
    else template.innerHTML = trusted(wrapped)
  } catch (error) {
    if (refusal === undefined) throw error
    const text = `The page's Content-Security-Policy does not let livemount make HTML: add "trusted-types ${POLICY_NAME}" to it.`
    // By its name others know that it is of no use to try again.
    throw Object.assign(new Error(text, { cause: refusal }), { name: "PolicyError" })
  }
  const { content } = template
  if (namespace !== "html") content.firstElementChild?.replaceWith(...content.firstElementChild.childNodes)
  return content
}

/** Parses a whole page, inert as well. */
export function parsePage(html: string): Document {
  const clonable = html.replace(SHADOW_ROOT, "$& shadowrootclonable")
  const { parseHTMLUnsafe } = Document as { parseHTMLUnsafe?(html: string): Document }
  return clonable !== html && parseHTMLUnsafe !== undefined
    ? parseHTMLUnsafe.call(Document, trusted(clonable))
    : new DOMParser().parseFromString(trusted(html), "text/html")
}

/** Made lazily; a page that does not list the name must keep working up to the first HTML it needs. */
function trusted(html: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
  if (policy === undefined && refusal === undefined && trustedTypes !== undefined) {
    try {
      policy = trustedTypes.createPolicy(POLICY_NAME, { createHTML: (text) => text })
    } catch (error) {
      refusal = error
    }
  }
  return policy === undefined ? html : policy.createHTML(html)
}
