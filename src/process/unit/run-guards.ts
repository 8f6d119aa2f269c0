/** Runs the guards of a view, one after the other: each sees what those before it have added. */

import { LiveError } from "../../errors/live-error.js"
import { isPlainObject } from "../../util/plain-data.js"
import type { ErasedGuard } from "../../view/on-mount.js"
import type { Redirect } from "../../view/socket.js"
import { type Additions, refuseReserved } from "./assigns.js"
import { GuardViewSocket } from "./guard-socket.js"
import type { MountArguments } from "./mount-arguments.js"
import type { UnitOwner } from "./unit-owner.js"

/**
 * Returns what the guards add, or the redirect of the first that wants one: those after it do not run.
 *
 * @throws {@link LiveError} LV_GUARD_RESULT, LV_REDIRECT_LOST, LV_ASSIGN_RESERVED, and what a guard threw
 */
export async function runGuards(
  guards: readonly ErasedGuard[],
  { params, session, held = {} }: MountArguments,
  owner: UnitOwner,
): Promise<Additions | Redirect> {
  const additions: Record<string, unknown> = {}
  const socket = new GuardViewSocket(owner, held, additions)
  for (const guard of guards) {
    const added = await guard(params, session, socket)
    const callback = guard.name === "" ? "A guard" : `The guard \`${guard.name}\``
    if (socket["~asked"].isIn(added, callback)) return added
    if (!isPlainObject(added)) {
      throw new LiveError("LV_GUARD_RESULT", { view: owner.facts.view, guard: guard.name, given: added })
    }
    refuseReserved(added, owner.facts.view)
    Object.assign(additions, added)
  }
  return additions
}
