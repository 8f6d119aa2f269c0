/**
 * What livemount itself shows to the user, and when: the notices of a lost connection and of an event that failed, and the
 * loading bar. Loaded while the page connects: most of it is needed when there is no connection to load it over.
 */
import type { Notices } from "../../page/notices.js"
import { ConnectionNotice, type ConnectionNoticeDelegate } from "./connection-notice.js"
import { showFailure } from "./elements.js"
import { LoadingBar } from "./loading-bar.js"

export function makeNotices(delegate: ConnectionNoticeDelegate): Notices {
  return { connection: new ConnectionNotice(delegate), bar: new LoadingBar(), showFailure }
}
