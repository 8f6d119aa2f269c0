/**
 * How a list of commands gets from `js` to the page, and a text never becomes one. In a render a list is a text like any
 * other, which may be joined, passed on and captured: its JSON, coded so that no escaping changes it, and signed. Where a
 * value leaves for the page, what is signed becomes the mark of lists and the JSON; the mark itself, which only a
 * text from elsewhere can bring, becomes U+FFFD.
 *
 *   js.show("#menu") ──► U+FDD1 base64url . signature U+FDD1 ──► any way through templates ──► U+FDD1 [["show",…]]
 *   a user's text                U+FDD1 [["show",…]]         ──► any way through templates ──► U+FFFD [["show",…]]
 *
 * The signature is of the list: who gets to see one can repeat that list and make no other.
 */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { LiveError } from "../../errors/live-error.js"
import { escapeHtml } from "../../html/text/escape.js"
import { COMMANDS } from "../../protocol/commands.js"
import { takesLists } from "../../util/event-bindings.js"
import { isBinding } from "./render-setting.js"

const key = randomBytes(32)
const REPLACEMENT = "\uFFFD"
const BRACKET = 91
/** Lists are few, and written again and again. */
const MOST_KNOWN = 1_000
/** A longer one, as of a user's text, is made and checked each time: together they would fill the memory. */
const LONGEST_KNOWN = 4_000
/** So many forged ones are checked in a text. The others are none either, and to find that out costs too much. */
const MOST_FORGED = 100

const codedOf = new Map<string, string>()
const jsonOf = new Map<string, string>()

/** What is signed, the mark, and references to it. */
const MARKS = /\uFDD1(?:([\w-]+\.[\w-]{22})\uFDD1)?|&#(?:x0*fdd1(?![\da-f])|0*64977(?!\d));?/gi
const REFERENCE = /&#(?:x0*fdd1|0*64977)/i
/** A source that is shorter holds no reference to the mark. */
export const SHORTEST_REFERENCE: number = "&#xfdd1".length

/** The text of a list, for a render. */
export function vouchedText(json: string): string {
  const known = codedOf.get(json)
  if (known !== undefined) return known
  const body = Buffer.from(json).toString("base64url")
  const coded = `${body}.${signature(body)}`
  remember(codedOf, json, `${COMMANDS}${coded}${COMMANDS}`)
  remember(jsonOf, coded, json)
  return `${COMMANDS}${coded}${COMMANDS}`
}

/** A source of HTML as it leaves for the page. */
export function sentSource(source: string): string {
  if (!mayHoldLists(source)) return source
  const check = new Check()
  return source.replace(MARKS, (_all, coded?: string) => written(check.of(coded), escapedList))
}

/**
 * Whether {@link sentSource} would make something else of any source in this HTML, or may. To ask once of much HTML costs
 * next to nothing; to ask of each attribute makes a copy of each that was put together. References are what takes time (13 µs in 100 KB
 * of which some texts have apostrophes, a thirtieth of what writing it takes): who knows that there can be none says so.
 */
export function mayHoldLists(html: string, mayRefer = true): boolean {
  return html.includes(COMMANDS) || (mayRefer && html.includes("&#") && REFERENCE.test(html))
}

/** An attribute's value as it leaves for the page, not escaped. */
export function sentText(text: string): string {
  if (!text.includes(COMMANDS)) return text
  const check = new Check()
  return text.replace(MARKS, (all: string, coded?: string) =>
    all.startsWith("&") ? all : written(check.of(coded), String),
  )
}

/**
 * Refuses a text for an event's name that looks like a list: it would not run, and whoever wrote it should know.
 *
 * @throws {@link LiveError} LV_COMMAND_NOT_FROM_JS
 */
export function refuseWritten(name: string | undefined, text: string): void {
  if (name === undefined || text.charCodeAt(0) !== BRACKET || !takesLists(name) || !isBinding(name)) return
  throw new LiveError("LV_COMMAND_NOT_FROM_JS", { attribute: name })
}

function written(json: string | undefined, as: (json: string) => string): string {
  return json === undefined ? REPLACEMENT : COMMANDS + as(json)
}

/** Checks what one text holds. */
class Check {
  #forged = 0

  /** The list's JSON; undefined: it is none of ours. */
  of(coded: string | undefined): string | undefined {
    if (coded === undefined || this.#forged >= MOST_FORGED) return undefined
    const json = verified(coded)
    if (json === undefined) this.#forged += 1
    return json
  }
}

/** Also where a template writes it without quotes. */
function escapedList(json: string): string {
  return escapeHtml(json).replace(/[\s=`]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

function verified(coded: string): string | undefined {
  const known = jsonOf.get(coded)
  if (known !== undefined) return known
  const [body = "", given = ""] = coded.split(".")
  const expected = Buffer.from(signature(body))
  const bytes = Buffer.from(given)
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return undefined
  const json = Buffer.from(body, "base64url").toString()
  remember(jsonOf, coded, json)
  return json
}

function signature(body: string): string {
  return createHmac("sha256", key).update(body).digest("base64url").slice(0, 22)
}

function remember(map: Map<string, string>, from: string, to: string): void {
  if (from.length + to.length > LONGEST_KNOWN) return
  if (map.size >= MOST_KNOWN) map.clear()
  map.set(from, to)
}
