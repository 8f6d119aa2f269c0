/**
 * What livemount itself shows to the user, and when: the notices of a lost connection and of an event that failed, and the
 * loading bar. Loaded while the page connects: most of it is needed when there is no connection to load it over.
 */
import type { Notices } from "../../page/notices.js"
import type { Loadable } from "../../util/lazy.js"
import type { PageView } from "../../view/view-page.js"
import { ConnectionNotice, type ConnectionNoticeDelegate } from "./connection-notice.js"
import { showFailure } from "./elements.js"
import { LoadingBar } from "./loading-bar.js"

/** What it has of the page. */
export interface NoticeTools {
  readonly views: {
    readonly all: readonly PageView[]
    /** The user sees that the connection is missing. */
    missed(): void
  }
  readonly outbox: Pick<Loadable<{ readonly keepsDeeds: boolean }>, "part">
}

export function makeNotices(tools: NoticeTools): Notices {
  const delegate: ConnectionNoticeDelegate = {
    noticeShown: () => tools.views.missed(),
    kept: () => ({
      typed: tools.views.all.some(({ dirtyForms }) => dirtyForms.length > 0),
      done: tools.outbox.part?.keepsDeeds ?? false,
    }),
  }
  return { connection: new ConnectionNotice(delegate), bar: new LoadingBar(), showFailure }
}
