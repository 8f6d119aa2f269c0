/** The part of the client that shows things of its own, as those know it who need it. */
import type { Lazy } from "../dom/lazy.js"
import type * as notices from "../features/notices/notices.js"

export type NoticesPart = Pick<Lazy<typeof notices>, "use">
