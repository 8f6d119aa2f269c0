/** What commands may say, as `js` on the server and `js()` of hooks take it. */

/**
 * Which elements: a CSS selector, looked for in the whole page; `inner`: in the element the command stands on; `closest`: at or
 * above it; `document`: in the whole page, also where `to` says otherwise by default. Without one: that element itself.
 */
export type CommandTarget =
  | string
  | { readonly inner: string }
  | { readonly closest: string }
  | { readonly document: string }

/** Classes for the time of a transition: names, or what is on during it, at its start and at its end. */
export type CommandTransition =
  | string
  | { readonly during?: string; readonly from?: string; readonly to?: string }
  | { readonly view: true }

export interface TargetOptions {
  readonly to?: CommandTarget
}

export interface TransitionOptions {
  /** In ms, 200 by default. */
  readonly time?: number
  /** While it lasts nothing that the server says is written to the element or into it (5 s at most). True by default. */
  readonly blocking?: boolean
}

export interface ShowOptions extends TargetOptions, TransitionOptions {
  readonly transition?: CommandTransition
  /** `style.display` of what is shown, "block" by default. */
  readonly display?: string
}

export interface ToggleOptions extends TargetOptions, TransitionOptions {
  /** Of what is shown. */
  readonly in?: CommandTransition
  /** Of what is hidden. */
  readonly out?: CommandTransition
  readonly display?: string
}

export interface ClassOptions extends TargetOptions, TransitionOptions {
  readonly transition?: CommandTransition
}

export interface PushOptions {
  /** Goes with the event, over the element's `live-value-*`. */
  readonly value?: Readonly<Record<string, unknown>>
  /** The view that gets it: the one around the first element of this selector. */
  readonly target?: string
  /** Selector of elements that show that the event is under way, beside the element itself. */
  readonly loading?: CommandTarget
  /** The page shows that it is loading, as for a page. */
  readonly pageLoading?: boolean
}

export interface DispatchOptions extends TargetOptions {
  readonly detail?: unknown
  /** True by default. */
  readonly bubbles?: boolean
  /** Nothing is written to the element until the listener calls `event.detail.done()` (5 s at most). */
  readonly blocking?: boolean
}

export interface MoveOptions {
  /** No entry of its own in the history. */
  readonly replace?: boolean
}
