/**
 * Addresses that are scripts: what a browser would run, or take for a page of its own, when a link or a form leads there.
 * Escaping for HTML says nothing about them, so dynamic values at the start of an address are looked at when they are
 * written. Schemes are read as browsers read them: control characters and spaces in front do not count, nor do tabs and
 * newlines anywhere, nor upper and lower case.
 */

import { HOLE } from "../protocol/markup.js"
import { decodeAttribute } from "./escape.js"
import type { TokenizerState } from "./tokenizer-state.js"

/** Stands where such an address would have stood. */
export const BLOCKED_URL = "about:blank#blocked"

/** An attribute whose value is an address. */
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
  "poster",
  "src",
  "xlink:href",
])

/** Elements that set the attribute of another one. */
const ANIMATIONS: ReadonlySet<string> = new Set(["animate", "set"])
const ANIMATED: ReadonlySet<string> = new Set(["by", "from", "to", "values"])

/** Elements that show an image as an image: nothing in it runs. */
const PICTURES: ReadonlySet<string> = new Set(["image", "img", "input", "source", "video"])

// oxlint-disable-next-line no-control-regex
const LEADING = /^[\u0000-\u0020]+/
const INSIDE = /[\t\n\r]+/g
const SCRIPT = /^(?:javascript|vbscript):/i
const DATA = /^data:/i
const IMAGE = /^data:image\/[a-z0-9.+-]+[;,]/i

/** True for an attribute of this element that holds an address. */
export function isUrlAttribute({ tag, attribute }: UrlPlace): boolean {
  if (ANYWHERE.has(attribute)) return true
  return attribute === "data" ? tag === "object" : ANIMATIONS.has(tag) && ANIMATED.has(attribute)
}

/** Where the value of an address is about to begin at this point of a template, or undefined. */
export function urlStart(state: TokenizerState): UrlPlace | undefined {
  return state.attribute?.value.replaceAll(HOLE, "").trim() === "" ? inUrl(state) : undefined
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

/** True for an address that must not come from a value: a script, or a document in itself. */
export function isBlockedUrl(url: string, { tag, attribute }: UrlPlace): boolean {
  // Nearly all begin so.
  const first = url.charCodeAt(0)
  if (first === 47 || first === 35 || first === 63) return false
  const text = normalised(url)
  if (SCRIPT.test(text)) return true
  if (!DATA.test(text)) return false
  return !(attribute !== "action" && attribute !== "formaction" && PICTURES.has(tag) && IMAGE.test(text))
}

/** As {@link isBlockedUrl}, of the source of an attribute's value. */
export function isBlockedSource(source: string, place: UrlPlace): boolean {
  return isBlockedUrl(source.includes("&") ? decodeAttribute(source) : source, place)
}

function normalised(url: string): string {
  return url.replace(LEADING, "").replace(INSIDE, "")
}
