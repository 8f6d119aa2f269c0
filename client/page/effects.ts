/** What a frame asks of the page beside its differences, but for redirects. */
import type { Extras } from "../../src/protocol/frames.js"
import { writeTitle } from "./title.js"

export function showEffects({ n: title, e: events = [] }: Extras): void {
  if (title !== undefined) writeTitle(title)
  for (const [name, detail] of events) window.dispatchEvent(new CustomEvent(`live:${name}`, { detail }))
}
