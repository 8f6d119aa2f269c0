/** The tags of the browser's script, and the hidden form for buttons; and where they go in a page of the host. */

import { type ClientConfig, CONFIG_ATTRIBUTE, POST_ATTRIBUTE } from "../protocol/markup.js"
import type { PageRequest } from "./page-request.js"
import { POST_FORM_ID } from "./post-additions.js"

/** What `live.head()` stands for: lets the browser fetch the script while it reads the page. */
export function headTags(page: PageRequest): string {
  return `<link rel="modulepreload" href="${scriptUrl(page)}"${page.nonceAttribute}>`
}

/** What `live.scripts()` stands for: the script, and the hidden form if a button needs it. Each comes once in a page. */
export function scriptTags(page: PageRequest): string {
  let tags = ""
  if (page.needsForm && !page.hasForm) {
    page.hasForm = true
    tags += `<form id="${POST_FORM_ID}"${page.postAttributes} hidden ${POST_ATTRIBUTE}>${page.postFields}</form>`
  }
  if (!page.hasScript) {
    page.hasScript = true
    const { config } = page.context
    const attribute = configAttribute({ ...config, socket: page.basePath + config.socket })
    tags += `<script type="module" src="${scriptUrl(page)}"${attribute}${page.nonceAttribute}></script>`
  }
  return tags
}

/** Puts tags before a page's last `</body>`, else to its end. */
export function placeTags(html: string, tags: string): string {
  if (tags === "") return html
  const at = html.search(/<\/body\s*>(?![\s\S]*<\/body\s*>)/i)
  return at < 0 ? html + tags : html.slice(0, at) + tags + html.slice(at)
}

/** The configuration of the browser's script, as an attribute of its tag. */
export function configAttribute(config: ClientConfig): string {
  return ` ${CONFIG_ATTRIBUTE}='${quoted(JSON.stringify(config))}'`
}

function scriptUrl(page: PageRequest): string {
  const { path, assets } = page.context
  return `${page.base}${path}/${assets.script}`
}

/** For an attribute in single quotes. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll("<", "&lt;")
}
