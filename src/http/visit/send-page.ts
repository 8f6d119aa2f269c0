/** The last step to a page: puts layout, islands and tags around a root, and answers. */

import type { HostExchange } from "../host/host-exchange.js"
import { beforeHead } from "../request/written-head.js"
import type { PageRoute } from "../routes/resolve.js"
import { type FilledPage, fillPage } from "./fill-page.js"
import { makeLiveFunction } from "./make-live-function.js"
import { sayWhenWritten } from "./page-tags.js"
import type { RootOutcome } from "./root.js"
import { sendRedirect } from "./send-redirect.js"
import type { Visit } from "./visit.js"

/** The content type of pages. */
const HTML = "text/html; charset=utf-8"

/** A page, by its route and the id of its root. */
export interface SentPage {
  readonly route: PageRoute
  readonly id: string
}

/** Answers with the page around a root, or where its view wants the browser to go. */
export async function sendPage(sent: SentPage, root: RootOutcome, exchange: HostExchange, visit: Visit): Promise<void> {
  const page = root.kind === "redirect" ? root : await layOut(sent, root, exchange, visit)
  if (page.kind === "redirect") return sendRedirect(page.to, exchange, visit)
  const answer = { headers: { "Content-Type": HTML }, body: page.html }
  if (exchange.isWrittenLater) {
    exchange.send(answer)
    sayWhenWritten(page, exchange)
    takeWhenWritten(exchange, visit)
  } else {
    // Nobody has a say between this and the head. To see that written makes all of the answer slow.
    takeBrought(visit)
    page.writeHead?.()
    exchange.send(answer)
  }
}

/** Not before there is a page: else what was brought for it is there for the next one. */
function takeBrought({ flash, snapshots, context: { registry } }: Visit): void {
  flash.taken()
  if (registry.persists) snapshots.taken()
}

/** The host goes on, and may make another answer of it: an error, a redirect. They show nothing of what was brought. */
function takeWhenWritten({ response }: HostExchange, visit: Visit): void {
  const { statusCode } = response
  beforeHead(response, () => {
    if (response.statusCode === statusCode) takeBrought(visit)
  })
}

async function layOut(
  { route: { view, layout }, id }: SentPage,
  { html, title }: Extract<RootOutcome, { readonly kind: "root" }>,
  exchange: HostExchange,
  visit: Visit,
): Promise<FilledPage> {
  const { definition } = view
  const root = { id, liveSession: view.liveSession?.name }
  const locals = {
    content: visit.words.add({ kind: "content", html, root }),
    title: title ?? definition.name,
    live: makeLiveFunction(visit),
  }
  return fillPage(
    await visit.context.layouts.render(layout ?? view.liveSession?.layout ?? definition.layout, locals, exchange),
    visit,
  )
}
