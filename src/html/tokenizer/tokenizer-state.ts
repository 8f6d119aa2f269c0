/** One point in a document, as the tokenizer sees it: a plain record, and questions about it. */

import { HOLE } from "../../protocol/markup.js"
import type { Namespace } from "../elements/namespace.js"
import { type Nesting, nothingPending, samePending } from "../elements/nesting.js"
import { baseElement } from "../elements/open-elements.js"
import { decodeAttribute } from "../text/escape.js"

/** The states, by the standard's names. */
export const Mode = {
  data: 0,
  tagOpen: 1,
  endTagOpen: 2,
  tagName: 3,
  beforeAttributeName: 4,
  attributeName: 5,
  afterAttributeName: 6,
  beforeAttributeValue: 7,
  doubleQuoted: 8,
  singleQuoted: 9,
  unquoted: 10,
  afterQuoted: 11,
  selfClosing: 12,
  markup: 13,
  bogusComment: 14,
  comment: 15,
  commentStart: 16,
  commentStartDash: 17,
  commentDash: 18,
  commentEnd: 19,
  commentEndBang: 20,
  doctype: 21,
  cdata: 22,
  raw: 23,
  rawLess: 24,
  rawEndOpen: 25,
  rawEndName: 26,
  scriptEscapeStart: 27,
  scriptEscapeStartDash: 28,
  escaped: 29,
  escapedDash: 30,
  escapedDashDash: 31,
  escapedLess: 32,
  doubleEscapeStart: 33,
  doubleEscaped: 34,
  doubleEscapedDash: 35,
  doubleEscapedDashDash: 36,
  doubleEscapedLess: 37,
  doubleEscapeEnd: 38,
  plaintext: 39,
} as const

export type Mode = (typeof Mode)[keyof typeof Mode]

/** An attribute of the start tag being read, as far as it is static. */
export interface AttributeToken {
  readonly name: string
  readonly value: string
  readonly previous: AttributeToken | null
}

/** A tag that is being read, on all the paths that lead through it. */
export interface TagIdentity {
  /** What it has opened on those that have come to its end: the same element on all, whatever attributes they bring. */
  opened?: readonly { readonly before: Nesting; readonly after: Nesting }[]
}

/** One point in a document. Change it with `feed` or `step`; keep a point with {@link copyState}. */
export interface TokenizerState extends Nesting {
  mode: Mode
  /** The tag being read, lower case; `closing` tells which. */
  tag: string
  closing: boolean
  /** A new object for each tag, null between tags. */
  tagIdentity: TagIdentity | null
  /** The last attribute begun in the tag being read. */
  attribute: AttributeToken | null
  /** Element whose raw text is being read: "script", "style", "textarea", "title", … */
  raw: string
  /** `type` of the script whose source is being read, as {@link scriptTypeOf} gives it. */
  scriptType: string
  /** Where a raw text's `<` returns to, and letters read on trial. */
  back: Mode
  buffer: string
}

/** The state before the first character of a template. */
export function initialState(namespace: Namespace = "html"): TokenizerState {
  return {
    mode: Mode.data,
    open: baseElement(namespace),
    pending: nothingPending,
    at: null,
    tag: "",
    closing: false,
    tagIdentity: null,
    attribute: null,
    raw: "",
    scriptType: "",
    back: Mode.data,
    buffer: "",
  }
}

export function copyState(state: TokenizerState): TokenizerState {
  return { ...state }
}

/** True if both points are alike for all that follows: same place, same elements open. */
export function sameState(a: TokenizerState, b: TokenizerState): boolean {
  if (a.mode !== b.mode || a.open !== b.open || a.raw !== b.raw || !samePending(a.pending, b.pending)) return false
  if (isRaw(a.mode) && a.scriptType !== b.scriptType) return false
  if (!isInTag(a.mode)) return a.buffer === b.buffer
  if (a.tagIdentity !== b.tagIdentity || a.tag !== b.tag) return false
  return !isInValue(a.mode) || sameAttribute(a.attribute, b.attribute)
}

/** The value read so far does not matter: what follows is read alike. */
function sameAttribute(a: AttributeToken | null, b: AttributeToken | null): boolean {
  return a === b || (a !== null && b !== null && a.name === b.name && a.previous === b.previous)
}

/** True between a tag's `<` and its `>`, from its name on. */
export function isInTag(mode: Mode): boolean {
  return mode >= Mode.tagName && mode <= Mode.selfClosing
}

/** True inside of an attribute's value. */
export function isInValue(mode: Mode): boolean {
  return mode >= Mode.doubleQuoted && mode <= Mode.unquoted
}

/** True where an attribute's value is read, or comes next. */
export function isAtValue(mode: Mode): boolean {
  return mode === Mode.beforeAttributeValue || isInValue(mode)
}

/** True inside of raw text, wherever in it. */
export function isRaw(mode: Mode): boolean {
  return mode >= Mode.raw
}

/** Value of an attribute of the start tag being read, as far as it is static. The first of two equal names counts. */
export function attributeOf(attribute: AttributeToken | null, name: string): string | undefined {
  let found: string | undefined
  for (let node = attribute; node !== null; node = node.previous) if (node.name === name) found = node.value
  return found
}

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
