/**
 * The third step to a page: makes one live root. Mounts its view, in a process that is not live, or that waits for the join;
 * runs the event of a plain POST if it is for this root; and writes the root element with what the browser needs to join.
 */

import { LiveError } from "../../errors/live-error.js"
import { type Effects, redirectIn, titleIn } from "../../process/output/effects.js"
import { RootPlace } from "../../process/unit/place/root-place.js"
import type { ViewProcess } from "../../process/view-process.js"
import { TemplateTable } from "../../render/values/template-table.js"
import { toDigestedHtml } from "../../render/write/digest.js"
import type { ParkingPlace } from "../../supervise/parking-place.js"
import { NO_FLASH } from "../../util/flash.js"
import { PostAdditions } from "../post/post-additions.js"
import type { PostedEvent } from "../post/post-target.js"
import { park, reservePlace } from "./page-parking.js"
import { writeRootElement } from "./root-element.js"
import { type RootRequest, rootToken, type Shown } from "./root-token.js"
import type { Visit } from "./visit.js"

/** What became of it. `posted` tells that an event ran: then the answer to the POST is what the view wants. */
export type RootOutcome =
  | { readonly kind: "root"; readonly html: string; readonly title: string | undefined }
  | { readonly kind: "redirect"; readonly to: string; readonly posted: boolean }

/** Makes a root. Rejects with what `mount`, the event or the render threw. */
export async function makeRoot(root: RootRequest, visit: Visit): Promise<RootOutcome> {
  const { parking } = visit.context.supervisor
  const place = reservePlace(root.claims.view.definition, visit)
  if (place === undefined) {
    const process = spawn(root, false, visit)
    try {
      return await outcomeOf(process, root, visit)
    } finally {
      // Nothing to wait for: a process that is not live holds nothing, and has no `terminate`.
      void visit.context.supervisor.end(process, "leave")
    }
  }
  try {
    const process = spawn(root, true, visit)
    parking.occupy(place, process)
    return await outcomeOf(process, root, visit, place)
  } finally {
    if (place.state === "reserved") parking.giveUp(place)
  }
}

/** @param place - Where the process may wait for the join. */
async function outcomeOf(
  process: ViewProcess,
  root: RootRequest,
  visit: Visit,
  place?: ParkingPlace,
): Promise<RootOutcome> {
  const started = await process.start()
  if (started.kind === "redirect") {
    visit.flash.carry(process.flash.takeFresh())
    return { kind: "redirect", to: started.to, posted: false }
  }
  const posted = visit.post?.takeFor(root.id)
  const ofEvent = posted === undefined ? undefined : await runEvent(process, posted)
  const redirect = redirectIn(ofEvent) ?? redirectIn(started.effects)
  if (redirect !== undefined) {
    visit.flash.carry(process.flash.takeFresh())
    return { kind: "redirect", to: redirect, posted: posted !== undefined }
  }
  const title = titleIn(ofEvent) ?? titleIn(started.effects) ?? root.claims.view.definition.title
  const html = writeRoot(root, process, visit, place?.key)
  process.shown()
  if (place !== undefined) park(place, { process, effects: started.effects }, visit)
  return { kind: "root", html, title }
}

/** A root with nothing in it: the browser joins it and gets all, or shows what is wrong. */
export function makeEmptyRoot(root: RootRequest, visit: Visit): string {
  return writeElement(root, NOTHING, visit)
}

/** An element with nothing in it that no browser joins. */
export function makeDeadRoot({ id, claims }: RootRequest): string {
  const { container } = claims.view.definition
  return `<${container} id="${id}"></${container}>`
}

function spawn(root: RootRequest, isLive: boolean, { exchange, context }: Visit): ViewProcess {
  const { id, claims, params: checked, flash } = root
  const { view, session, url, page, basePath, identify } = claims
  const { definition, renderer, liveSession } = view
  const { locals: held } = exchange
  const { services, supervisor, seeLocals, routes, signer } = context
  seeLocals?.(held, exchange.localsName)
  const params = checked ?? claims.params
  const given = {
    params,
    areChecked: checked !== undefined,
    session,
    held,
    liveSession,
    flash,
    place: new RootPlace(url, page),
  }
  const options = { definition, renderer, id, isLive, ...given, basePath, routes, services }
  return supervisor.spawn(options, { identify, issuedAt: signer.now() })
}

/**
 * Returns what the event asks for beside the view's values.
 *
 * @throws {@link LiveError} LV_POST_EVENT, and what the event threw
 */
async function runEvent(process: ViewProcess, { event, payload }: PostedEvent): Promise<Effects> {
  const { extras } = await process.event(event, payload)
  if (extras?.x !== undefined) throw new LiveError("LV_POST_EVENT", { problem: extras.x.message })
  return process.takeEffects()
}

/** What stands in a root element. */
interface Written extends Shown {
  readonly content: string
}

const NOTHING: Written = { templates: [], digests: "", content: "", flash: NO_FLASH }

function writeRoot(
  root: RootRequest,
  { rendered, flash: { values: flash } }: ViewProcess,
  visit: Visit,
  parked: string | undefined,
): string {
  const table = new TemplateTable()
  const additions = new PostAdditions(visit.forms, root.id, visit.context.config.prefix)
  const { html: content, digests } = toDigestedHtml(rendered, table, additions)
  return writeElement(root, { templates: table.ids, digests, content, flash, parked }, visit)
}

/** @throws {@link LiveError} LV_SESSION_TOO_LARGE */
function writeElement(root: RootRequest, shown: Written, visit: Visit): string {
  const { name: view, container, patch } = root.claims.view.definition
  const token = rootToken(root, shown, visit)
  const { given: values } = root.claims
  const given = values && visit.context.marks.given(values)
  const { templates, content } = shown
  return writeRootElement({ container, id: root.id, view, token, templates, patch, given, content })
}
