/**
 * Names by which the page's own scripts, and what they hand over, and the client know each other: they stay as they are in
 * the built script. A user's hook, delegate or option is called and read by these alone, so nothing of it can ever be taken for
 * one of the client's own, whose names are shortened (`private-names.mjs`).
 *
 * All that `client/live-client.ts` and `client/hook-commands.ts` say is public without standing here.
 */
export const publicNames = [
  // What the client's events on window say (`event.detail`): live:event-failed, live:page-loading-start and -stop.
  "code",
  "message",
  "root",
  "kind",
  "to",
  // A hook's callbacks, and what it and the client have of each other (client/util/hook-registry.ts): a hook may come with another
  // version of the client.
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
  "classes",
  "listeners",
  "make",
  "twice",
  "host",
  "el",
  // live:before-navigate.
  "dirty",
]
