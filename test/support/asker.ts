import type { Asker } from "../../src/process/messages/asker.js"
import type { Frame } from "../../src/process/output/frame.js"

/** Has each answer as it comes, as a seat does. */
export function answering(reply: (frame: Frame) => void): Asker {
  return { isAwaited: false, answer: (_number, frame) => reply(frame) }
}
