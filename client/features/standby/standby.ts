/**
 * The part that every page has at hand while it is connected, since it may be needed when there is no connection to load it over: the
 * notices, where the browser goes for a view, and events whose view is away. In one file, as they are always loaded together.
 */
export { BrowserNavigation } from "./navigation.js"
export { makeNotices } from "./notices.js"
export { EventOutbox } from "./outbox.js"
