/** What the `type` of a `<script>` says of its text: code that runs, JSON, or other data that the browser leaves alone. */

import { HOLE } from "../../protocol/markup.js"

const EXECUTABLE = /^(module|importmap|speculationrules|(text|application)\/(x-)?(java|ecma|j|live)script\S*)$/
const JSON_TYPE = /^[^\s;]+[/+]json(?:\s*;|$)/

/** True if a script of this type is data for certain. */
export function isDataScript(type: string): boolean {
  return type !== "" && !type.includes(HOLE) && !EXECUTABLE.test(type)
}

/** True for data that is JSON. */
export function isJsonScript(type: string): boolean {
  return isDataScript(type) && JSON_TYPE.test(type)
}
