/**
 * Makes one live root for the first page: mounts its view, in a process that is not live; runs the event of a plain POST if it is for
 * this root; and writes the root element with what the browser needs to join.
 */

import { LiveError } from "../errors/live-error.js"
import { redirectIn, titleIn } from "../process/effects.js"
import { ViewProcess } from "../process/view-process.js"
import { TemplateTable } from "../render/values/template-table.js"
import type { Rendered } from "../render/values/values.js"
import { toDigestedHtml } from "../render/write/digest.js"
import { signPageToken } from "../security/page-token.js"
import type { RegisteredView } from "../view/view-registry.js"
import type { PageRequest } from "./page-request.js"
import { PostAdditions } from "./post-additions.js"
import { writeRootElement } from "./root-element.js"

/** What a root is made from. */
export interface RootRequest {
  readonly view: RegisteredView
  readonly id: string
  readonly params: Readonly<Record<string, unknown>>
  readonly session: Readonly<Record<string, unknown>>
  /** What the host's request holds, for `assignNew`. */
  readonly held: Readonly<Record<string, unknown>>
}

/** What became of it. `posted` tells that an event ran: then the answer to the POST is what the view wants. */
export type RootOutcome =
  | { readonly kind: "root"; readonly html: string; readonly title: string | undefined }
  | { readonly kind: "redirect"; readonly to: string; readonly posted: boolean }

/** Makes a root. Rejects with what `mount`, the event or the render threw. */
export async function makeRoot(root: RootRequest, page: PageRequest): Promise<RootOutcome> {
  const { definition, renderer } = root.view
  const { id, params, session, held } = root
  const { basePath } = page
  const { services, seeLocals } = page.context
  seeLocals?.(page.exchange.locals, page.exchange.localsName)
  const process = new ViewProcess({
    definition,
    renderer,
    id,
    params,
    session,
    isLive: false,
    services,
    held,
    basePath,
  })
  try {
    const started = await process.start()
    if (started.kind === "redirect") return { kind: "redirect", to: started.to, posted: false }
    let title = titleIn(started.effects)
    let redirect = redirectIn(started.effects)
    const posted = page.takeEvent(id)
    if (posted !== undefined) {
      const { extras } = await process.event(posted.event, posted.payload)
      if (extras?.x !== undefined) throw new LiveError("LV_POST_EVENT", { problem: extras.x.message })
      title = extras?.n ?? title
      redirect = extras?.r?.to ?? redirect
    }
    if (redirect !== undefined) return { kind: "redirect", to: redirect, posted: posted !== undefined }
    return { kind: "root", html: writeRoot(root, process.rendered, page), title: title ?? definition.title }
  } finally {
    // Nothing to wait for: a process that is not live holds nothing, and has no `terminate`.
    void process.close("leave")
  }
}

/** A root with nothing in it: the browser joins it and gets all, or shows what is wrong. */
export function makeEmptyRoot(root: RootRequest, page: PageRequest): string {
  return writeElement({ root, templates: [], digests: "", content: "" }, page)
}

/** An element with nothing in it that no browser joins. */
export function makeDeadRoot({ id, view }: RootRequest): string {
  const { container } = view.definition
  return `<${container} id="${id}"></${container}>`
}

function writeRoot(root: RootRequest, rendered: Rendered, page: PageRequest): string {
  const table = new TemplateTable()
  const { html: content, digests } = toDigestedHtml(rendered, table, new PostAdditions(page, root.id))
  return writeElement({ root, templates: table.ids, digests, content }, page)
}

interface Written {
  readonly root: RootRequest
  readonly templates: readonly string[]
  readonly digests: string
  readonly content: string
}

function writeElement({ root, templates, digests, content }: Written, page: PageRequest): string {
  const { id, params, session } = root
  const { name: view, container } = root.view.definition
  const { url, basePath, identify, context } = page
  const claims = { view, id, session, params, url, basePath, digests, identify }
  const token = signPageToken(context.signer, claims, page.bindToBrowser(), context.tokenAge)
  const { joins } = context
  const size = joins.sizeOf(token, templates)
  if (size > joins.limit) {
    const details = { view, session: JSON.stringify(session).length, size, limit: joins.limit }
    throw new LiveError("LV_SESSION_TOO_LARGE", details)
  }
  return writeRootElement({ container, id, view, token, templates, content })
}
