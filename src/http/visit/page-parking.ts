/**
 * Which of the processes that a request makes wait for the script of their page, and until when: a response that has not arrived,
 * or is no page, has nobody who joins.
 */

import type { ServerResponse } from "node:http"
import type { Effects } from "../../process/output/effects.js"
import type { ViewProcess } from "../../process/view-process.js"
import type { ParkingPlace } from "../../supervise/parking-place.js"
import { addressGroup } from "../../util/address-group.js"
import type { ViewDefinition } from "../../view/definition.js"
import { mayBeJoined } from "../request/may-be-joined.js"
import type { Visit } from "./visit.js"

/** Of the processes that each response has on its way to the browser. */
const places = new WeakMap<ServerResponse, ParkingPlace[]>()

/** A place for the process of this view; undefined: its page is made without. */
export function reservePlace({ adopt, name }: ViewDefinition, visit: Visit): ParkingPlace | undefined {
  if (adopt !== true) return undefined
  const { exchange, context, browser, post } = visit
  const { known } = browser
  if (known === undefined || post !== undefined || isOver(exchange.response)) return undefined
  if (!mayBeJoined(exchange.message)) return undefined
  return context.supervisor.parking.reserve({ browser: known, address: addressGroup(exchange.address) }, name)
}

/** What has rendered a root, and asked for these effects. */
export interface Rendering {
  readonly process: ViewProcess
  readonly effects: Effects
}

/** The root is made: its process waits from now on, if there is still somebody who has asked for the page. */
export function park(place: ParkingPlace, { process, effects }: Rendering, { exchange, context }: Visit): void {
  const { response } = exchange
  if (isOver(response)) return
  // Nobody hears them yet. The title stands in the page.
  for (const effect of effects ?? []) if (effect.kind === "event") process.ask(effect)
  const { parking } = context.supervisor
  parking.park(place)
  const known = places.get(response)
  if (known !== undefined) {
    known.push(place)
    return
  }
  const all = [place]
  places.set(response, all)
  response.once("close", () => {
    if (!isArrived(response)) for (const one of all) parking.giveUp(one)
  })
}

function isArrived({ writableFinished, statusCode }: ServerResponse): boolean {
  return writableFinished && statusCode >= 200 && statusCode < 300
}

function isOver({ writableEnded, destroyed }: ServerResponse): boolean {
  return writableEnded || destroyed
}
