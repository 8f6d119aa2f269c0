/** What a view is mounted with: what its request, or the token of its page, says. */

import type { ErasedGuard } from "../../view/on-mount.js"
import type { Params } from "../../view/socket.js"

/** What `mount`, and guards before it, are given. */
export interface MountArguments {
  readonly params: Params
  readonly session: object
  /** What the HTTP request holds, for `assignNew`. */
  readonly held?: Readonly<Record<string, unknown>>
  /** Guards that run before those of the view itself. */
  readonly guards?: readonly ErasedGuard[] | undefined
}
