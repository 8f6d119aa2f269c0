/** An event of the user, or of a hook, on its way to the server. */
import type { Problem } from "../../src/protocol/frames.js"

export interface ViewEvent {
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
  /** Where it has one it may be sent to a second process: its handler knows it again by this. */
  readonly id?: string
  /**
   * Told once what has become of it: the server has answered · it was not sent · the connection was lost before the
   * answer. Who wants to know that is told instead of the user, and tells nothing of any control: it is a hook.
   */
  settled?(fate: "answered" | "refused" | "lost", problem?: Problem, value?: unknown): void
  /** It is under way no more. */
  over?(): void
}
