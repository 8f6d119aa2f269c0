/** Stands for the HTTP response: renders a view as the first page would, and gives what a browser would take from it. */

import type { ProcessServices } from "../../src/process/process-options.js"
import { RootPlace } from "../../src/process/unit/place/root-place.js"
import { ViewProcess } from "../../src/process/view-process.js"
import { TemplateTable } from "../../src/render/values/template-table.js"
import type { Rendered } from "../../src/render/values/values.js"
import { slotDigests } from "../../src/render/write/digest.js"
import { toMarkedHtml } from "../../src/render/write/write-html.js"
import { makeBrowserCookie } from "../../src/security/browser-cookie.js"
import { type PageToken, signPageToken } from "../../src/security/page-token.js"
import type { Signer } from "../../src/security/signer.js"
import type { RegisteredView } from "../../src/view/view-registry.js"

/** What a browser takes from a page. */
export interface LivePage {
  readonly view: string
  readonly token: string
  readonly cookie: string
  /** Ids of the root element, in order. */
  readonly templates: readonly string[]
  readonly html: string
}

/** With what it was rendered from. */
export interface SignedPage extends LivePage {
  readonly rendered: Rendered
}

/** Overrides of what {@link signedPage} signs. */
export interface PageOptions extends Partial<Omit<PageToken, "view">> {
  readonly cookie?: string
  readonly maxAge?: number
  readonly signer?: Signer
}

/** Who serves the page. */
export interface PageServer {
  readonly services: ProcessServices
  readonly signer: Signer
}

/** Renders a view as its page would, for a new browser unless a cookie is given. */
export async function signedPage(
  { definition, renderer, liveSession }: RegisteredView,
  server: PageServer,
  options: PageOptions & { readonly id: string },
): Promise<SignedPage> {
  const { cookie = makeBrowserCookie(), maxAge = 3600, signer = server.signer, ...given } = options
  const { name } = definition
  const token = { session: {}, params: {}, url: `/${name}`, route: { names: [] }, ...given }
  const place = new RootPlace(token.url, token.route)
  const { services } = server
  const process = new ViewProcess({ definition, renderer, ...token, place, liveSession, isLive: false, services })
  const started = await process.start()
  if (started.kind !== "rendered") throw new Error(`The page redirects to ${started.to}.`)
  const table = new TemplateTable()
  const html = toMarkedHtml(started.rendered, table)
  const digests = slotDigests(started.rendered, table)
  const said = { digests, liveSession: liveSession?.name, ...token, view: name }
  const text = signPageToken(signer, { token: said, issuedAt: signer.now(), maxAge }, cookie)
  const { rendered } = started
  return { view: name, token: text, cookie, templates: table.ids, html, rendered }
}
