/** The port between what the attributes say and the view they say it to. */

/**
 * What happens to an event now: sent · waits for the join's reply · not sent, the connection is gone · left to the
 * browser's own submission.
 */
export type Readiness = "ready" | "waiting" | "offline" | "plain"

/** An event of the user, to be pushed to the server. */
export interface Push {
  /** The event's name in the view. */
  readonly name: string
  /** The binding it came from; `click` shows as the class `live-click-loading`. */
  readonly type: string
  /** The element with the binding. */
  readonly source: Element
  /** The control or button it came from, where the binding stands on its form. */
  readonly control?: Element | null
  readonly payload: unknown
  /** The elements that show it is under way. */
  readonly shown: readonly Element[]
}

/** A view, as far as events know it. */
export interface EventView {
  readonly root: Element
  readonly readiness: Readiness
  push(event: Push): void
  /** True if the same submission is under way: a second click on the same button. */
  isSubmitting(form: Element, payload: unknown): boolean
  /** True if the server has not been sent what this control holds. */
  isEdited(control: Element): boolean
}

/** Knows the views of the page by their roots. */
export interface EventViews {
  viewOf(root: Element): EventView | undefined
}
