/** The part of the client that shows things of its own, as those know it who need it. */

import type * as notices from "../features/notices/notices.js"
import type { Loadable } from "../util/lazy.js"

export type NoticesPart = Pick<Loadable<typeof notices>, "use">
