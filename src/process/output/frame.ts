/** What one message changed, as the client is told it. */

import type { Extras } from "../../protocol/frames.js"
import type { WireDiff } from "../../protocol/values.js"
import type { Vouched } from "../../security/page-token.js"
import type { Flash } from "../../util/flash.js"

/** The difference (none: `null`), and what accompanies it. */
export interface Frame {
  readonly diff: WireDiff | null
  readonly extras?: Extras
  /** What a redirect in `extras` is to bring to the next page; absent: nothing. */
  readonly flash?: Flash
  /** What the token of a patch in `extras` says; absent: it has none. */
  readonly vouched?: Vouched
}
