/**
 * Addresses that are scripts: what a browser would run, or take for a page of its own, when a link or a form leads there.
 * Escaping for HTML says nothing about them, so dynamic values at the start of an address are looked at when they are
 * written. Schemes are read as browsers read them: control characters and spaces in front do not count, nor do tabs and
 * newlines anywhere, nor upper and lower case.
 */

import { decodeAttribute } from "../text/escape.js"
import type { TokenizerState } from "./tokenizer-state.js"

/** Stands where such an address would have stood. */
export const BLOCKED_URL = "about:blank#blocked"

/** An attribute whose value is an address, or has addresses in it. */
export interface UrlPlace {
  readonly tag: string
  readonly attribute: string
}

const ANYWHERE: ReadonlySet<string> = new Set([
  "action",
  "background",
  "cite",
  "codebase",
  "formaction",
  "href",
  "longdesc",
  "ping",
  "poster",
  "src",
  "xlink:href",
  "xml:base",
])

/** Elements that set the attribute of another one. */
const ANIMATIONS: ReadonlySet<string> = new Set(["animate", "animatecolor", "animatemotion", "animatetransform", "set"])
const ANIMATED: ReadonlySet<string> = new Set(["by", "from", "to", "values"])

/** Elements that show an image as an image: nothing in it runs. */
const PICTURES: ReadonlySet<string> = new Set(["feimage", "image", "img", "input", "source", "video"])

// oxlint-disable-next-line no-control-regex
const LEADING = /^[\u0000-\u0020]+/
const INSIDE = /[\t\n\r]+/g
const SCRIPT = /^(?:javascript|vbscript):/i
const DATA = /^data:/i
const IMAGE = /^data:image\/[a-z0-9.+-]+[;,]/i
/** The delay of a refresh, and what stands between it and the address. */
const REFRESH = /^[\s\d.]*[\s;,]*(?:url\s*=\s*)?["']?/i

/** True for an attribute of this element that holds an address. */
export function isUrlAttribute({ tag, attribute }: UrlPlace): boolean {
  if (ANYWHERE.has(attribute)) return true
  if (attribute === "data") return tag === "object"
  return attribute === "content" ? tag === "meta" : ANIMATIONS.has(tag) && ANIMATED.has(attribute)
}

/** What stands between the addresses of an attribute that holds several; undefined if it holds one. */
export function urlSeparator({ tag, attribute }: UrlPlace): RegExp | undefined {
  if (attribute === "ping") return /[\t\n\f\r ]+/g
  return attribute === "values" && ANIMATIONS.has(tag) ? /;/g : undefined
}

/** The address that is being read at this point of a template, or undefined. */
export function inUrl({ tag, attribute }: TokenizerState): UrlPlace | undefined {
  if (attribute === null) return undefined
  const place = { tag, attribute: attribute.name }
  return isUrlAttribute(place) ? place : undefined
}

/** True for the beginning of an address that is a script. */
export function isScriptUrl(text: string): boolean {
  return SCRIPT.test(normalised(text))
}

/** True for an attribute's source that ends within an address that is a script. */
export function beginsScriptUrl(source: string, place: UrlPlace): boolean {
  if (!isUrlAttribute(place)) return false
  const text = decodeAttribute(source)
  const separator = urlSeparator(place)
  const last = separator === undefined ? text : (text.split(separator).at(-1) ?? "")
  return isScriptUrl(addressIn(last, place))
}

/** True for an address that must not come from a value: a script, or a document in itself. Of several, one of them. */
export function isBlockedUrl(url: string, place: UrlPlace): boolean {
  const separator = urlSeparator(place)
  if (separator !== undefined) return url.split(separator).some((member) => isBlockedAddress(member, place))
  // Nearly all begin so.
  const first = url.charCodeAt(0)
  return first !== 47 && first !== 35 && first !== 63 && isBlockedAddress(url, place)
}

/** As {@link isBlockedUrl}, of the source of an attribute's value. */
export function isBlockedSource(source: string, place: UrlPlace): boolean {
  return isBlockedUrl(decodeAttribute(source), place)
}

/** What is known of an attribute's value beside its source. */
export interface UrlOrigin {
  /** The source up to what the first value printed: what the template itself writes out. */
  readonly own: string
  /** The author answers for what the first value printed. */
  readonly vouched: boolean
  /** Parts of the source that are the author's: static text, and what is vouched for. */
  readonly fixed: readonly string[]
}

/** True for the source of a value that must not be written: an address in it, made by a value, is blocked. */
export function isBlockedValue(source: string, { own: written, vouched, fixed }: UrlOrigin, place: UrlPlace): boolean {
  const own = decodeAttribute(written)
  const separator = urlSeparator(place)
  if (separator === undefined) {
    const isChosen = own.includes(":") && !isScriptUrl(own)
    return !isChosen && !(vouched && own.trim() === "") && isBlockedSource(source, place)
  }
  if (!isBlockedSource(source, place)) return false
  const members = (text: string): string[] => decodeAttribute(text).split(separator)
  const known = new Set(fixed.flatMap(members))
  return members(source).some((member) => !known.has(member) && isBlockedAddress(member, place))
}

/** True if what the template writes in front of a value has decided what kind of address it is. */
export function isDecided(own: string, place: UrlPlace): boolean {
  return urlSeparator(place) === undefined && place.attribute !== "content" && /[:/?#]/.test(decodeAttribute(own))
}

function isBlockedAddress(given: string, place: UrlPlace): boolean {
  const text = normalised(addressIn(given, place))
  if (SCRIPT.test(text)) return true
  if (!DATA.test(text)) return false
  const { tag, attribute } = place
  return !(attribute !== "action" && attribute !== "formaction" && PICTURES.has(tag) && IMAGE.test(text))
}

/** The address of a refresh stands behind its delay. A content without one is a text. */
function addressIn(text: string, { tag, attribute }: UrlPlace): string {
  if (tag !== "meta" || attribute !== "content") return text
  return /^\s*[\d.]/.test(text) ? text.replace(REFRESH, "") : ""
}

function normalised(url: string): string {
  return url.replace(LEADING, "").replace(INSIDE, "")
}
