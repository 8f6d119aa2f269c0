/**
 * Names by which the page's own scripts, and what they hand over, and the client know each other: they stay as they are in
 * the built script. A user's hook, delegate or option is called and read by these alone, so nothing of it can ever be taken for
 * one of the client's own, whose names are shortened (`private-names.mjs`).
 *
 * All that `client/live-client.ts` and `client/hook-commands.ts` say is public without standing here.
 * `test/architecture/public-names.test.ts` holds the lists against the code.
 */

/** What a hook has itself (`client/hooks.ts`), beside what is called of it. */
export const hookMembers = ["el", "js"]

/**
 * All names in `client/util/hook-registry.ts`: a hook's callbacks, and what it and the client have of each other. A hook may come
 * with another version of the client.
 */
export const registryNames = [
  "mounted",
  "beforeUpdate",
  "updated",
  "destroyed",
  "disconnected",
  "reconnected",
  "element",
  "pushEvent",
  "pushEventTo",
  "handleEvent",
  "command",
  "origin",
  "connected",
  "start",
  "stop",
  "classes",
  "listeners",
  "make",
  "twice",
  "client",
]

/** What the client's events on window say (`event.detail`). */
const eventNames = [
  // live:event-failed, live:page-loading-start and -stop.
  "code",
  "message",
  "root",
  "kind",
  "to",
  // live:before-navigate.
  "dirty",
]

export const publicNames = [...hookMembers, ...registryNames, ...eventNames]
