/** The tags of the browser's script, with the hidden form for buttons; and where they go in a page of the host. */

import { escapeHtml } from "../../html/text/escape.js"
import { type ClientConfig, CONFIG_ATTRIBUTE } from "../../protocol/markup.js"
import { PAGE_ATTRIBUTE } from "../../protocol/page-mark.js"
import { nonceOf } from "../host/hook-results.js"
import type { HostExchange } from "../host/host-exchange.js"
import type { HttpContext } from "../http-context.js"
import type { MarkedAnswer } from "../page-marks.js"
import type { PageRoot } from "../request/page-words.js"
import { beforeHead } from "../request/written-head.js"
import type { Visit } from "./visit.js"

/** What `live.head()` stands for: lets the browser fetch the script while it reads the page. */
export function headTags(visit: Visit): string {
  return `<link rel="modulepreload" href="${scriptUrl(visit)}"${nonceAttribute(visit)}>`
}

/** Tags, and what the head of their page has to say. */
export interface ScriptTags {
  readonly html: string
  /** Has it said. As late as can be: others may set policies, and put a flash, until then. Undefined: nothing. */
  readonly writeHead?: () => void
}

/**
 * What `live.scripts()` stands for: the script, and the hidden form if a button needs it. Each comes once in a page.
 *
 * @param views - The root that the page is about, if there is one; "none": the page has no root at all.
 */
export function scriptTags(visit: Visit, views: PageRoot | "none" | undefined): ScriptTags {
  const form = visit.forms.takeHiddenForm()
  if (!visit.words.takeScript()) return { html: form }
  const attribute = configAttribute(visit)
  const url = scriptUrl(visit)
  const mark = views === "none" ? undefined : markOf(visit, url + attribute, views)
  const text = mark === undefined ? "" : ` ${PAGE_ATTRIBUTE}="${mark.text}"`
  const html = `${form}<script type="module" src="${url}"${attribute}${text}${nonceAttribute(visit)}></script>`
  if (mark === undefined) return { html }
  return { html, writeHead: () => visit.flash.isUnshown || mark.writeHead() }
}

/** Has the head say it when it is written: of an answer that the host goes on with. */
export function sayWhenWritten({ writeHead }: Pick<ScriptTags, "writeHead">, { response }: HostExchange): void {
  if (writeHead !== undefined) beforeHead(response, writeHead)
}

/** Marks the answer as a page of ours. */
function markOf(visit: Visit, script: string, root: PageRoot | undefined): MarkedAnswer {
  const { context, exchange } = visit
  const { identify } = visit.claims
  return context.marks.of(exchange.response, {
    script,
    liveSession: root?.liveSession,
    identify,
    root: root?.id,
  })
}

/** Puts tags before a page's last `</body>`, else to its end. */
export function placeTags(html: string, tags: string): string {
  if (tags === "") return html
  const at = lastBodyEnd(html)
  return at < 0 ? html + tags : html.slice(0, at) + tags + html.slice(at)
}

/** The usual spelling is looked for from the end: an expression would go through all of the page. */
function lastBodyEnd(html: string): number {
  const usual = html.lastIndexOf("</body>")
  const behind = usual + 1
  const other = html.slice(behind).search(/<\/body\s*>(?![\s\S]*<\/body\s*>)/i)
  return other < 0 ? usual : behind + other
}

/** Hardly ever another one than that of the page before. */
let lastConfig: { readonly context: HttpContext; readonly basePath: string; readonly attribute: string } | undefined

/** The configuration of the browser's script, as an attribute of its tag. */
function configAttribute({ context, address: { basePath } }: Visit): string {
  if (lastConfig?.context !== context || lastConfig.basePath !== basePath) {
    const { namespace, prefix, socket } = context.config
    const { development } = context.services
    const config: ClientConfig = { socket: basePath + socket, namespace, prefix, development }
    lastConfig = { context, basePath, attribute: ` ${CONFIG_ATTRIBUTE}='${quoted(JSON.stringify(config))}'` }
  }
  return lastConfig.attribute
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
