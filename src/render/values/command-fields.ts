/** What each command may be told, and as what: the browser would take a misspelled option, or a list for a text, for nothing at all. */

import { described } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import type { CommandFields } from "../../protocol/command-methods.js"
import { closest } from "../../util/closest.js"
import { isPlainObject } from "../../util/plain-data.js"

const TARGET = ["to"]
const MOVE = ["replace"]
const LASTS = [...TARGET, "time", "blocking"]
const SHOW = [...LASTS, "transition", "display"]
const CLASS = [...LASTS, "transition"]
const VALUED = ["name", "values"]

/** Of each command its options, and what its other arguments are called on the wire. */
const FIELDS: Readonly<Record<string, readonly [options: readonly string[], others: readonly string[]]>> = {
  push: [
    ["value", "target", "loading", "pageLoading"],
    ["event", "page"],
  ],
  dispatch: [[...TARGET, "detail", "bubbles", "blocking"], ["event"]],
  show: [SHOW, []],
  hide: [SHOW, []],
  toggle: [[...LASTS, "in", "out", "display"], []],
  "add-class": [CLASS, ["names"]],
  "remove-class": [CLASS, ["names"]],
  "toggle-class": [CLASS, ["names"]],
  transition: [CLASS, []],
  "set-attribute": [TARGET, VALUED],
  "remove-attribute": [TARGET, VALUED],
  "toggle-attribute": [TARGET, VALUED],
  "ignore-attributes": [TARGET, VALUED],
  focus: [TARGET, []],
  "focus-first": [TARGET, []],
  "push-focus": [TARGET, []],
  "pop-focus": [[], []],
  navigate: [MOVE, ["href"]],
  patch: [MOVE, ["href"]],
  exec: [TARGET, ["attribute"]],
}

const isText = (value: unknown): boolean => typeof value === "string"
const isRecord = (value: unknown): boolean => typeof value === "object" && !Array.isArray(value)
const isTransition = (value: unknown): boolean => isText(value) || isPlainObject(value)
const isTarget = (value: unknown): boolean =>
  isText(value) || (isPlainObject(value) && Object.keys(value).every((key) => /^(?:inner|closest|document)$/.test(key)))

/** What some fields are, in words. */
const KINDS: Readonly<Record<string, readonly [is: (value: unknown) => boolean, what: string]>> = {
  to: [isTarget, 'a selector, `{ inner: "…" }`, `{ closest: "…" }` or `{ document: "…" }`'],
  loading: [isTarget, "a selector"],
  target: [isText, "a selector"],
  names: [isText, 'a text of class names, such as "open wide"'],
  name: [isText, "the name of an attribute"],
  href: [isText, "an address"],
  value: [isRecord, "an object, such as `{ id: 7 }`"],
  transition: [isTransition, "class names, `{ during, from, to }` or `{ view: true }`"],
  in: [isTransition, "class names, or `{ during, from, to }`"],
  out: [isTransition, "class names, or `{ during, from, to }`"],
}

/** @throws {@link LiveError} LV_COMMAND_INVALID */
export function checkFields(command: string, fields: CommandFields): void {
  const [options, others] = FIELDS[command] as (typeof FIELDS)[string]
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined || value === null) continue
    if (!(options.includes(name) || others.includes(name))) refuse(command, unknown(name, options))
    const kind = KINDS[name]
    if (kind !== undefined && !kind[0](value)) {
      refuse(command, `takes ${kind[1]} as \`${name}\`. It was given: ${described(value)}`)
    }
  }
}

function unknown(name: string, options: readonly string[]): string {
  const nearest = closest(name, options)
  const known = options.length === 0 ? "none" : options.join(", ")
  return `has no option \`${name}\`; it has ${nearest === undefined ? known : `\`${nearest}\``}`
}

function refuse(command: string, problem: string): never {
  const method = command.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  throw new LiveError("LV_COMMAND_INVALID", { method, problem })
}
