/**
 * The third step to a page: makes one live root. Mounts its view, in a process that is not live, or that waits for the join;
 * runs the event of a plain POST if it is for this root; and writes the root element with what the browser needs to join.
 */

import { isLiveError, LiveError } from "../../errors/live-error.js"
import { type Effects, redirectIn, titleIn } from "../../process/output/effects.js"
import { startPatiently } from "../../process/start-in-time.js"
import type { ViewProcess } from "../../process/view-process.js"
import { TemplateTable } from "../../render/values/template-table.js"
import { toDigestedHtml } from "../../render/write/digest.js"
import type { SnapshotSeries } from "../../snapshot/snapshot-series.js"
import type { ParkingPlace } from "../../supervise/parking-place.js"
import { NO_FLASH } from "../../util/flash.js"
import { PostAdditions } from "../post/post-additions.js"
import type { PostedEvent } from "../post/post-target.js"
import { isVisitOver, park, reservePlace } from "./page-parking.js"
import { writeRootElement } from "./root-element.js"
import { type StartedRoot, spawn, startRoot } from "./root-process.js"
import { beginSnapshots, carrySnapshot, mayHaveSnapshots, shownSnapshot } from "./root-snapshots.js"
import { type RootRequest, rootToken, type Shown } from "./root-token.js"
import type { Visit } from "./visit.js"

/** What became of it. `posted` tells that an event ran: then the answer to the POST is what the view wants. */
export type RootOutcome =
  | { readonly kind: "root"; readonly html: string; readonly title: string | undefined }
  | { readonly kind: "redirect"; readonly to: string; readonly posted: boolean }

/** Makes a root. Rejects with what `mount`, the event or the render threw. */
export async function makeRoot(root: RootRequest, visit: Visit): Promise<RootOutcome> {
  const beginning = beginSnapshots(root, visit)
  const series = beginning && (await beginning)
  // What is brought back may fail, and is tried with a process that nobody waits for.
  const place = series?.saved === undefined ? reservePlace(root.claims.view.definition, visit) : undefined
  const outcome = place && (await makeParked({ place, root, series }, visit))
  if (outcome !== undefined) return outcome
  const rooted = await startRoot(root, series, visit)
  const { process } = rooted
  try {
    return await outcomeOf(rooted, root, visit)
  } finally {
    // Nothing to wait for: a process that is not live holds nothing, and has no `terminate`.
    void visit.context.supervisor.end(process, "leave")
  }
}

/** Nobody sees it. */
const UNSEEN: RootOutcome = { kind: "root", html: "", title: undefined }

/** A root whose process waits for the join, and where. */
interface ParkedRoot {
  readonly place: ParkingPlace
  readonly root: RootRequest
  readonly series: SnapshotSeries | undefined
}

/** As {@link makeRoot}, by a process that waits for the join. Undefined: it has ended meanwhile. */
async function makeParked({ place, root, series }: ParkedRoot, visit: Visit): Promise<RootOutcome | undefined> {
  const { parking } = visit.context.supervisor
  try {
    const process = spawn(root, { isLive: true, series }, visit)
    parking.occupy(place, process)
    const started = await startPatiently(process, visit.context.services)
    return await outcomeOf({ process, started }, root, visit, place)
  } catch (error) {
    if (!isLiveError(error, "LV_VIEW_CLOSED")) throw error
    return isVisitOver(visit) ? UNSEEN : undefined
  } finally {
    if (place.state === "reserved") parking.giveUp(place)
  }
}

/** @param place - Where the process may wait for the join. */
async function outcomeOf(
  { process, started }: StartedRoot,
  root: RootRequest,
  visit: Visit,
  place?: ParkingPlace,
): Promise<RootOutcome> {
  if (started.kind === "redirect") {
    visit.flash.carry(process.flash.takeFresh())
    return { kind: "redirect", to: started.to, posted: false }
  }
  const posted = visit.post?.takeFor(root.id)
  const ofEvent = posted === undefined ? undefined : await runEvent(process, posted)
  const redirect = redirectIn(ofEvent) ?? redirectIn(started.effects)
  if (redirect !== undefined) {
    visit.flash.carry(process.flash.takeFresh())
    if (posted !== undefined) carrySnapshot(process, { definition: root.claims.view.definition, to: redirect }, visit)
    return { kind: "redirect", to: redirect, posted: posted !== undefined }
  }
  const title = titleIn(ofEvent) ?? titleIn(started.effects) ?? root.claims.view.definition.title
  const kept = { parked: place?.key, snapshot: shownSnapshot(process, posted !== undefined, visit) }
  const html = writeRoot(root, process, visit, kept)
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
  /** What it has been brought back to, or a posted event has made of it; undefined: it shows what its view begins with. */
  readonly snapshot?: string | undefined
}

const NOTHING: Written = { templates: [], digests: "", content: "", flash: NO_FLASH }

function writeRoot(
  root: RootRequest,
  { rendered, flash: { values: flash } }: ViewProcess,
  visit: Visit,
  kept: Pick<Written, "parked" | "snapshot">,
): string {
  const table = new TemplateTable()
  const additions = new PostAdditions(visit.forms, root.id, visit.context.config.prefix)
  const { html: content, digests } = toDigestedHtml(rendered, table, additions)
  return writeElement(root, { templates: table.ids, digests, content, flash, ...kept }, visit)
}

/** @throws {@link LiveError} LV_SESSION_TOO_LARGE */
function writeElement(root: RootRequest, shown: Written, visit: Visit): string {
  const { name: view, container, patch } = root.claims.view.definition
  const token = rootToken(root, shown, visit)
  const { given: values } = root.claims
  const given = values && visit.context.marks.given(values)
  const { templates, content, snapshot } = shown
  return writeRootElement({
    container,
    id: root.id,
    view,
    token,
    templates,
    patch,
    given,
    snapshot: mayHaveSnapshots(root) ? (snapshot ?? "") : undefined,
    content,
  })
}
