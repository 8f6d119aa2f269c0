/** The tags of the browser's script, with the hidden form for buttons; and where they go in a page of the host. */

import { escapeHtml } from "../../html/text/escape.js"
import { type ClientConfig, CONFIG_ATTRIBUTE } from "../../protocol/markup.js"
import { PAGE_ATTRIBUTE } from "../../protocol/page-mark.js"
import { nonceOf } from "../host/hook-results.js"
import type { PageRoot } from "../request/page-words.js"
import { beforeHead } from "../request/written-head.js"
import type { Visit } from "./visit.js"

/** What `live.head()` stands for: lets the browser fetch the script while it reads the page. */
export function headTags(visit: Visit): string {
  return `<link rel="modulepreload" href="${scriptUrl(visit)}"${nonceAttribute(visit)}>`
}

/**
 * What `live.scripts()` stands for: the script, and the hidden form if a button needs it. Each comes once in a page.
 *
 * @param views - The root that the page is about, if there is one; "none": the page has no root at all.
 */
export function scriptTags(visit: Visit, views: PageRoot | "none" | undefined): string {
  const form = visit.forms.takeHiddenForm()
  if (!visit.words.takeScript()) return form
  const { config, services } = visit.context
  const { namespace, prefix } = config
  const socket = visit.address.basePath + config.socket
  const attribute = configAttribute({ socket, namespace, prefix, development: services.development })
  const mark = views === "none" ? "" : markAttribute(visit, scriptUrl(visit) + attribute, views)
  return `${form}<script type="module" src="${scriptUrl(visit)}"${attribute}${mark}${nonceAttribute(visit)}></script>`
}

/** Marks the answer as a page of ours; what it is marked with, as an attribute of the script's tag. */
function markAttribute(visit: Visit, script: string, root: PageRoot | undefined): string {
  const { context, exchange } = visit
  const { identify } = visit.claims
  const { response } = exchange
  const { text, writeHead } = context.marks.of(response, {
    script,
    liveSession: root?.liveSession,
    identify,
    root: root?.id,
  })
  // As late as can be: others may set policies, and put a flash, until then.
  beforeHead(response, () => visit.flash.isUnshown || writeHead())
  return ` ${PAGE_ATTRIBUTE}="${text}"`
}

/** Puts tags before a page's last `</body>`, else to its end. */
export function placeTags(html: string, tags: string): string {
  if (tags === "") return html
  const at = html.search(/<\/body\s*>(?![\s\S]*<\/body\s*>)/i)
  return at < 0 ? html + tags : html.slice(0, at) + tags + html.slice(at)
}

/** The configuration of the browser's script, as an attribute of its tag. */
function configAttribute(config: ClientConfig): string {
  return ` ${CONFIG_ATTRIBUTE}='${quoted(JSON.stringify(config))}'`
}

function scriptUrl({ address, context }: Visit): string {
  return address.base + context.assets.scriptPath
}

/** The CSP nonce, as an attribute with its space, or nothing. */
function nonceAttribute({ exchange, context }: Visit): string {
  const nonce = nonceOf(context.hooks, exchange.subject)
  return nonce === undefined ? "" : ` nonce="${escapeHtml(nonce)}"`
}

/** For an attribute in single quotes. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;")
}
