/** What the `type` of a `<script>` says of its text: code that runs, JSON, or other data that the browser leaves alone. */

import { HOLE } from "../protocol/markup.js"
import { decodeAttribute } from "./escape.js"
import type { AttributeToken } from "./tokenizer-state.js"

const EXECUTABLE = /^(module|importmap|speculationrules|(text|application)\/(x-)?(java|ecma|j|live)script\S*)$/
const JSON_TYPE = /^[^\s;]+[/+]json(?:\s*;|$)/

/**
 * The type in a script's start tag, in lower case; "" without one. Where a value in front of it may bring another type,
 * which the parser would take, it is not known: a HOLE.
 */
export function scriptTypeOf(attributes: AttributeToken | null): string {
  let type = ""
  for (let node = attributes; node !== null; node = node.previous) {
    if (node.name === "type") type = decodeAttribute(node.value).trim().toLowerCase()
    else if (node.name.includes(HOLE)) type = HOLE
  }
  return type
}

/** True if a script of this type is data for certain. */
export function isDataScript(type: string): boolean {
  return type !== "" && !type.includes(HOLE) && !EXECUTABLE.test(type)
}

/** True for data that is JSON. */
export function isJsonScript(type: string): boolean {
  return isDataScript(type) && JSON_TYPE.test(type)
}
