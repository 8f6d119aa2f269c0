/** The pages of the examples, for the navigation and the landing page. */

export interface Demo {
  readonly path: string
  readonly name: string
  readonly summary: string
  readonly shows: string
}

/** All demos, in the order of the navigation. */
export const demos: readonly Demo[] = [
  {
    path: "/counter",
    name: "Counter",
    summary: "Two independent counters in a page that the host application renders.",
    shows: "Islands, events, several instances of one view",
  },
  {
    path: "/monitor",
    name: "System monitor",
    summary: "Processor, memory and event-loop delay of this server, every second.",
    shows: "PubSub, charts drawn on the server",
  },
  {
    path: "/explorer",
    name: "Data explorer",
    summary: "Search, sort, page through and correct 3,201 film records.",
    shows: "Keyed tables, forms with validation, shared state",
  },
  {
    path: "/library",
    name: "Library",
    summary: "Look for a film, open it beside the list, share the address, go back.",
    shows: "Parameters, patches by link, back and forward, prefetch",
  },
  {
    path: "/log",
    name: "Log",
    summary: "100,000 flights in one list without end, and what departs now.",
    shows: "Streams, scrolling both ways, a live tail",
  },
  {
    path: "/box-office",
    name: "Box office",
    summary: "A chart on a canvas: draw over a part of it, and the server tells more about that.",
    shows: "A hook, events with replies, a table for everybody",
  },
  {
    path: "/room",
    name: "Room",
    summary: "A chat room between all open tabs, with a typing indicator.",
    shows: "PubSub, timers, forms that empty themselves",
  },
  {
    path: "/guest-book",
    name: "Guest book",
    summary: "Sign, and say thanks: a page made with EJS.",
    shows: "Another template engine, updated by difference",
  },
  {
    path: "/proposals",
    name: "Proposals",
    summary: "Propose films for the next season, and vote: a dialog, a form, a slow archive.",
    shows: "Components with slots, nested forms, results that come later",
  },
  {
    path: "/members",
    name: "Members’ area",
    summary: "Log in, reserve a seat, log out: pages that only members see.",
    shows: "A log-in of the host, guards, flash, pages that take each other’s place",
  },
  {
    path: "/checkout",
    name: "Checkout",
    summary: "An order in four steps that goes on after a restart of the server, in the middle of a word.",
    shows: "Snapshots, forms that are recovered, a key against ordering twice",
  },
  {
    path: "/tonight",
    name: "Tonight",
    summary: "Menus, dialogs and short messages that need no round trip.",
    shows: "Commands, what comes and goes with a transition",
  },
  {
    path: "/legacy",
    name: "Existing page",
    summary: "A page with a widget script of its own, given two live parts.",
    shows: "Adoption step by step, beside other scripts",
  },
]
