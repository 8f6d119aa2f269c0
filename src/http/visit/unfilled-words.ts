/**
 * Tells, while an app is developed, of pages that livemount has not got to see: the words for their islands stand in them, and
 * nothing else.
 */

import { tellRarely } from "../../telemetry/told-rarely.js"
import type { Visit } from "./visit.js"

/** Says so when the response is over and nobody has looked for the word of this view. */
export function watchWords({ words, context, exchange, address }: Visit, view: string): void {
  if (context.strays === undefined || !words.takeWatch()) return
  const { response } = exchange
  response.once("finish", () => {
    if (words.areFound || !isPage(response.statusCode, response.getHeader("content-type"))) return
    tellRarely(
      { logger: context.services.logger, kind: "LV_PAGE_NOT_SEEN" },
      `"${view}" is not live in the page ${address.url}, which has a word of letters and digits in its place: livemount fills pages of ` +
        "`res.render` (Koa: texts in `ctx.body`), and this one was sent in another way. Render it so, or print what " +
        `\`await live.island(request, "${view}")\` returns.`,
      { code: "LV_PAGE_NOT_SEEN", url: address.url },
    )
  })
}

/** What was rendered and not sent, because of a redirect or of an error, lacks nothing. */
function isPage(status: number, type: unknown): boolean {
  return status < 300 && String(type).includes("html")
}
