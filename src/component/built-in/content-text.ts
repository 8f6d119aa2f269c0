/** The content of a slot where only text can stand. */

import { type HtmlContent, html, raw } from "../../render/values/html.js"
import type { Html } from "../../render/values/values.js"
import { toHtml } from "../../render/write/write-html.js"

/** The HTML of a content, without the white space around it: for `<title>`. */
export function contentText(content: HtmlContent): Html {
  return raw(toHtml(html`${content}`).trim())
}
