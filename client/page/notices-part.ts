/** The part of the client that shows things of its own, as those know it who need it. */
import type { Lazy } from "../dom/lazy.js"

export type NoticesPart = Pick<Lazy<typeof import("../notices/notices.js")>, "use">
