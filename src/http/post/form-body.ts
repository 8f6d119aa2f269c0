/**
 * The fields of a posted form, as urlencoded text: read here, or taken from the host's parser. However they came, they
 * are decoded once, later, under our own limits.
 */

import type { IncomingMessage } from "node:http"
import { LiveError } from "../../errors/live-error.js"
import { isWholeForm, parsedBodyText } from "./parsed-body.js"

/** Most bytes that are read here. The host's own parser has its own limit. */
const MOST_BYTES = 1 << 20

const URLENCODED = "application/x-www-form-urlencoded"

/**
 * Returns the body's fields as urlencoded text.
 *
 * @param parsed - What a parser of the host left, if one ran.
 * @throws {@link LiveError} LV_POST_UNSUPPORTED for a body that is not urlencoded and was not parsed, LV_POST_TOO_LARGE,
 * LV_FORM_LIMIT for parsed fields that are nested too deeply
 */
export async function readFormBody(message: IncomingMessage, parsed: unknown): Promise<string> {
  const type = contentType(message)
  // A parser that found nothing to do leaves {} and an unread stream; one that did its work has read it to the end, though it
  // may go on before that is told.
  if (message.readableEnded || isWholeForm(parsed)) {
    const text = parsedBodyText(parsed, type === URLENCODED)
    if (text !== "") return text
    throw new LiveError("LV_POST_UNSUPPORTED", { type: `${type}, read by a middleware that left no fields` })
  }
  if (type !== URLENCODED) throw new LiveError("LV_POST_UNSUPPORTED", { type })
  return readText(message)
}

function readText(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    // Gone while the host was at work before us: then none of the events below comes any more.
    if (message.destroyed) reject(new LiveError("LV_POST_ABORTED", {}))
    const chunks: Buffer[] = []
    let size = 0
    message.on("data", (chunk: Buffer) => {
      size += chunk.length
      // The rest is still read, and dropped: a browser takes the answer only after it has sent everything.
      if (size > MOST_BYTES) reject(new LiveError("LV_POST_TOO_LARGE", { limit: MOST_BYTES }))
      else chunks.push(chunk)
    })
    message.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")))
    message.once("error", reject)
    message.once("close", () => reject(new LiveError("LV_POST_ABORTED", {})))
  })
}

function contentType(message: IncomingMessage): string {
  return (message.headers["content-type"] ?? "no type").split(";", 1)[0]?.trim().toLowerCase() ?? ""
}
