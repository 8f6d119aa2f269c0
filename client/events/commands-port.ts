/** What the page's events ask of the part that runs commands, `client/features/commands/`. */
import type { ViewEvent } from "../view/view-event.js"

export interface CommandsPort {
  /** Runs a list, as it stands in the binding of this event. Returns what its transitions are over with, if it began any. */
  run(text: string, event: ViewEvent): Promise<unknown> | undefined
}
