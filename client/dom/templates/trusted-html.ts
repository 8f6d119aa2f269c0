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
 * In front of all start tags a template element leaves these end tags out, of which a page's parser makes elements. What stands in front
 * of them is read once: a lookahead is not gone into again.
 */
const LEADING_END = /^[^<]*(?:(?=(<!--[^]*?-->|<\/\w+>))\1[^<]*)*?<\/(?:br|p)\b/i

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
  const around = namespace === "html" ? LEADING_END.test(html) && "div" : namespace
  const wrapped = around ? `<${around}>${html}</${around}>` : html
  try {
    const given = trusted(wrapped)
    // As the page's own parser does it. A browser that cannot leaves the element as it is.
    if (`${given}` !== wrapped && "setHTMLUnsafe" in template) template.setHTMLUnsafe(given)
    else template.innerHTML = given
  } catch (error) {
    if (refusal === undefined) throw error
    const text = `No HTML can be made: add "trusted-types ${POLICY_NAME}" to the Content-Security-Policy.`
    // By its name others know that it is of no use to try again.
    throw Object.assign(new Error(text, { cause: refusal }), { name: "PolicyError" })
  }
  const { content } = template
  // Text where scripts run, which is here elements: in the page they would load and show.
  for (const element of content.querySelectorAll("noscript")) element.textContent = ""
  if (around) content.firstElementChild?.replaceWith(...content.firstElementChild.childNodes)
  return content
}

/**
 * HTML that may be parsed, as an object where there is a policy. Its shadow roots are copied with what they stand in; where it has none, it is the same
 * text. The policy is made lazily; a page that does not list the name must keep working up to the first HTML it needs.
 */
export function trusted(html: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
  if (policy === undefined && refusal === undefined && trustedTypes !== undefined) {
    try {
      policy = trustedTypes.createPolicy(POLICY_NAME, { createHTML: (text) => text })
    } catch (error) {
      refusal = error
    }
  }
  const clonable = html.replace(SHADOW_ROOT, "$& shadowrootclonable")
  return policy === undefined ? clonable : policy.createHTML(clonable)
}
