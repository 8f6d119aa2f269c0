/**
 * Which of the processes that a request makes wait for the script of their page, and until when: a response that does not arrive, or
 * is no page, has nobody who joins.
 */

import type { ServerResponse } from "node:http"
import type { Effects } from "../../process/output/effects.js"
import type { ViewProcess } from "../../process/view-process.js"
import type { ParkingPlace } from "../../supervise/parking-place.js"
import { addressGroup } from "../../util/address-group.js"
import type { ViewDefinition } from "../../view/definition.js"
import { mayBeJoined } from "../request/may-be-joined.js"
import type { Visit } from "./visit.js"

/** Of the processes that each response has on its way to the browser, or is waiting for. */
const places = new WeakMap<ServerResponse, ParkingPlace[]>()

/** A place for the process of this view; undefined: its page is made without. */
export function reservePlace({ adopt, name }: ViewDefinition, visit: Visit): ParkingPlace | undefined {
  if (adopt !== true) return undefined
  const { exchange, context, browser, post } = visit
  const { known } = browser
  if (known === undefined || post !== undefined || isVisitOver(visit)) return undefined
  if (!mayBeJoined(exchange.message)) return undefined
  const client = { browser: known, address: addressGroup(exchange.address) }
  const place = context.supervisor.parking.reserve(client, name)
  if (place !== undefined) watch(place, visit)
  return place
}

/** What has rendered a root, and asked for these effects. */
export interface Rendering {
  readonly process: ViewProcess
  readonly effects: Effects
}

/** The root is made: its process waits from now on. */
export function park(place: ParkingPlace, { process, effects }: Rendering, { context }: Visit): void {
  // Nobody hears them yet. The title stands in the page.
  for (const effect of effects ?? []) if (effect.kind === "event") process.ask(effect)
  context.supervisor.parking.park(place)
}

/** Nobody is there any more who has asked for the page. */
export function isVisitOver({ exchange: { response } }: Visit): boolean {
  return response.writableEnded || response.destroyed
}

/** Its process ends, whether or not it has been made, if the page does not arrive. */
function watch(place: ParkingPlace, { exchange: { response }, context: { supervisor } }: Visit): void {
  const known = places.get(response)
  if (known !== undefined) {
    known.push(place)
    return
  }
  const all = [place]
  places.set(response, all)
  response.once("close", () => {
    if (!isArrived(response)) for (const one of all) supervisor.parking.giveUp(one)
  })
}

function isArrived({ writableFinished, statusCode }: ServerResponse): boolean {
  return writableFinished && statusCode >= 200 && statusCode < 300
}
