/** Runs `handleParams`: for the URL that the page came with, and for each that it goes on to without being loaded anew. */

import { LiveError } from "../../errors/live-error.js"
import type { Vouched } from "../../security/page-token.js"
import { checkParams } from "../../view/checked-params.js"
import type { ViewDefinition } from "../../view/definition.js"
import { Refusal } from "../../view/event.js"
import type { Params } from "../../view/socket.js"
import { reviewUntaken } from "../../view/untaken-results.js"
import { type AssignsState, setAssign } from "./assigns.js"
import { callHandleParams } from "./callbacks.js"
import type { MountArguments } from "./mount-arguments.js"
import { type PatchTarget, patchTarget } from "./place/patch-target.js"
import type { NextPlace } from "./place/root-place.js"
import type { ProcessFacts, UnitOwner } from "./unit-owner.js"
import type { ViewSocket } from "./view-socket.js"

/** Whose `handleParams` runs. */
export interface ParamsTaker {
  readonly definition: ViewDefinition
  readonly assigns: AssignsState
  /** For callbacks after `mount`. */
  readonly socket: ViewSocket
  /** Asks the guards. Returns where to, if one of them redirects. */
  guard(params: Params, session: object): Promise<string | undefined>
}

/** Patches of which each asks for the next. A view that asks for more goes round in a circle. */
const MOST_PATCHES = 20

/**
 * What `mount` is given, with checked params.
 *
 * @throws {@link LiveError} LV_PARAMS_INVALID
 */
export function checkedArguments(
  definition: ViewDefinition,
  given: MountArguments,
): MountArguments | Promise<MountArguments> {
  if (definition.paramsSchema === undefined || given.areChecked === true) return given
  return Promise.resolve(checkParams(definition, given.params)).then((params) => {
    if (params instanceof LiveError) throw params
    return { ...given, params }
  })
}

/** For the URL that the page came with; or for that which `mount` has asked for instead. */
export async function handleFirst(taker: ParamsTaker, owner: UnitOwner, params: Params): Promise<void> {
  const { place } = owner.facts
  if (place.next === undefined) await handle(taker, owner, params)
  const refusal = await goOn(taker, owner)
  if (refusal !== undefined) throw refusal.error
}

/** For where the view has asked to go; and for where it asks to go from there. Returns why it stays, where there is no such page. */
export async function goOn(taker: ParamsTaker, owner: UnitOwner): Promise<Refusal | undefined> {
  const { view, place } = owner.facts
  for (let left = MOST_PATCHES; !owner.isEnded; left--) {
    const next = place.takeNext()
    if (next === undefined) break
    if (left === 0) throw new LiveError("LV_PATCH_CHAIN", { view, to: next.href, most: MOST_PATCHES })
    const refusal = await move(taker, owner, next, next)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** For where a ticket leads, if its guards let the view go there. Returns why it does not go there, if it may not. */
export async function arrive(taker: ParamsTaker, owner: UnitOwner, vouched: Vouched): Promise<Refusal | undefined> {
  const { facts, flash } = owner
  const { view, place, takesParams } = facts
  const refused = takesParams ? undefined : targetOf(vouched.token.url, facts)
  if (refused instanceof LiveError) return new Refusal(refused)
  if (place.isOutdated(vouched)) return new Refusal(new LiveError("LV_TICKET_STALE", { view }))
  if (vouched.token.url !== place.awaited) flash.clear()
  return (await move(taker, owner, { vouched, isElsewhere: true })) ?? goOn(taker, owner)
}

/** For a path that the page wants to see without a ticket: one of the view's own routes, if the view vouches for them. */
export async function arriveByPath(taker: ParamsTaker, owner: UnitOwner, to: string): Promise<Refusal | undefined> {
  const { facts, flash } = owner
  const target = targetOf(to, facts)
  if (target instanceof LiveError) return new Refusal(target)
  const { href, vouched, isRoute } = target
  if (!isRoute || vouched === undefined) {
    return new Refusal(new LiveError("LV_TICKET_NEEDED", { view: facts.view, to: href }))
  }
  flash.clear()
  facts.place.lead({ href, replace: false, vouched, isElsewhere: true })
  return goOn(taker, owner)
}

/** Where a path leads that the page has sent; or what is wrong with it. */
function targetOf(to: string, facts: ProcessFacts): PatchTarget | LiveError {
  try {
    return patchTarget(to, facts)
  } catch (error) {
    if (error instanceof LiveError) return error
    throw error
  }
}

/** @param told - What the page is told of it; nothing, if it has asked for it by a ticket. */
async function move(
  taker: ParamsTaker,
  owner: UnitOwner,
  { vouched, isElsewhere }: Pick<NextPlace, "vouched" | "isElsewhere">,
  told?: NextPlace,
): Promise<Refusal | undefined> {
  const { place } = owner.facts
  const params = await checkParams(taker.definition, vouched.token.params)
  if (params instanceof LiveError) return new Refusal(params)
  const goBack = place.arrive(vouched)
  const elsewhere = isElsewhere ? await taker.guard(params, vouched.token.session) : undefined
  if (elsewhere !== undefined) {
    // Else a page that stays all the same could patch along the path that it was refused.
    goBack()
    owner.ask({ kind: "redirect", to: elsewhere })
  }
  if (elsewhere !== undefined || owner.isEnded) return undefined
  setAssign(taker.assigns, "action", place.action)
  // Before what it asks for there.
  if (told !== undefined) {
    owner.ask({ kind: "patch", to: told.href, replace: told.replace, vouched: place.vouched })
  }
  await handle(taker, owner, params)
  return undefined
}

async function handle({ definition, socket }: ParamsTaker, { facts }: UnitOwner, params: Params): Promise<void> {
  const { inner } = facts
  facts.inner = "handleParams"
  const returned = await callHandleParams(definition, facts, params, socket)
  facts.inner = inner
  if (facts.services.development) reviewUntaken(returned, "handleParams", facts)
}
