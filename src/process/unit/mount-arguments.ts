/** What a view is mounted with: what its request, or the token of its page, says. */

import type { Flash } from "../../util/flash.js"
import type { LiveSessionDefinition } from "../../view/live-sessions.js"
import type { Params } from "../../view/socket.js"

/** For the next `mount`: the request is over then. */
export function withoutHeld(given: MountArguments | undefined): MountArguments | undefined {
  if (given?.held === undefined) return given
  const { held: _, ...rest } = given
  return rest
}

/** As they are by now: the view may have gone on from where it was mounted first. What a token says has not passed the schema. */
export function goneOn(
  first: MountArguments,
  said: Pick<MountArguments, "params" | "session"> | undefined,
): MountArguments {
  return said === undefined ? first : { ...first, ...said, areChecked: false }
}

/** What `mount`, and guards before it, are given. */
export interface MountArguments {
  readonly params: Params
  /** They have passed the view's schema, if it has one. */
  readonly areChecked?: boolean
  readonly session: object
  /** What the HTTP request holds, for `assignNew`. */
  readonly held?: Readonly<Record<string, unknown>>
  /** What is said to the user once. */
  readonly flash?: Flash | undefined
  /** The one that the view belongs to: its guards run before those of the view itself. */
  readonly liveSession?: LiveSessionDefinition | undefined
}
