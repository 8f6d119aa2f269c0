/**
 * What happens in a view whenever its page's script has joined, whichever way: after the `mount` of a join, at the adoption
 * of the page's own process, and when a page comes back to the process that it has had.
 */

import { LiveError } from "../../errors/live-error.js"
import { checkParams } from "../../view/checked-params.js"
import { Refusal } from "../../view/event.js"
import type { Params } from "../../view/socket.js"
import { reviewUntaken } from "../../view/untaken-results.js"
import type { Arrival, ConnectMessage } from "../messages/mailbox.js"
import { callHandleConnected } from "./callbacks.js"
import { goOn, handleFirst, type ParamsTaker } from "./handle-params.js"
import type { UnitOwner } from "./unit-owner.js"

/** Whose rows may be needed once more. */
export interface RowsTaker extends ParamsTaker {
  /** Undefined: its assigns have none. */
  readonly streams: object | undefined
  /** Has the rows of all streams once more. */
  restream(): Promise<void>
}

/**
 * Tells a view that runs already that a client has come to it. Its guards are asked as at a mount: what they add replaces what they
 * have added before, and what they say to the user has been said. Returns why the view cannot be shown, if so.
 */
export async function connect(
  taker: RowsTaker,
  owner: UnitOwner,
  { arrival, ready }: ConnectMessage,
): Promise<Refusal | undefined> {
  owner.facts.connectParams = arrival.connectParams
  // A client that has nothing any more needs rows, too, that were told before.
  const needsRows = ready !== undefined && taker.streams !== undefined
  // Guards and `handleConnected` are a part of that, where it mounts anew.
  if (needsRows && taker.definition.restream === undefined) {
    await taker.restream()
    return undefined
  }
  const refusal = await admit(taker, owner, arrival)
  if (refusal === undefined && needsRows && !owner.isEnded) await taker.restream()
  return refusal
}

async function admit(taker: ParamsTaker, owner: UnitOwner, arrival: Arrival): Promise<Refusal | undefined> {
  const { flash } = owner
  const params = await checkParams(taker.definition, arrival.params)
  if (params instanceof LiveError) return new Refusal(params)
  const takeBack = flash.keep()
  const elsewhere = await taker.guard(params, arrival.session)
  if (owner.isEnded) return undefined
  if (elsewhere !== undefined) {
    owner.ask({ kind: "redirect", to: elsewhere })
    return undefined
  }
  takeBack()
  return handleConnected(taker, owner)
}

/**
 * Tells a view that was just mounted what its URL says, and that its page's script has joined. Rejects with why it cannot be shown.
 * Undefined: it wants to know neither, as most.
 */
export function tellMounted(taker: ParamsTaker, owner: UnitOwner, params: Params): Promise<void> | undefined {
  const hearsOfPage = owner.connected && taker.definition.handleConnected !== undefined
  return owner.facts.takesParams || hearsOfPage ? tell(taker, owner, params) : undefined
}

async function tell(taker: ParamsTaker, owner: UnitOwner, params: Params): Promise<void> {
  if (owner.facts.takesParams) await handleFirst(taker, owner, params)
  const refusal = owner.connected ? await handleConnected(taker, owner) : undefined
  if (refusal !== undefined) throw refusal.error
}

/** Runs `handleConnected`, and goes to where it asks to go. Returns why it stays, where there is no such page. */
async function handleConnected(taker: ParamsTaker, owner: UnitOwner): Promise<Refusal | undefined> {
  const { facts } = owner
  const { definition, socket } = taker
  if (definition.handleConnected !== undefined) {
    facts.inner = "handleConnected"
    const returned = await callHandleConnected(definition, facts, socket)
    facts.inner = undefined
    if (facts.services.development) reviewUntaken(returned, "handleConnected", facts)
  }
  if (!facts.takesParams) return undefined
  const refusal = await goOn(taker, owner)
  facts.place.settle()
  return refusal
}
