/**
 * The HTML standard's tokenizer as a step function over a plain record: copying the state at a branch is a spread, and it
 * does not matter where the text is cut. Beside the token being read it keeps the stack of open elements, which decides
 * what is raw text and whether a range is balanced. It keeps no text.
 */

import { escapableRaw, rawText } from "./html-names.js"
import { afterEndTag, afterStartTag, baseElement, type OpenElement } from "./open-elements.js"
import type { Namespace } from "./template.js"

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

/** One point in a document. Change it with {@link step} or {@link feed}; keep a point with {@link copyState}. */
export interface TokenizerState {
  mode: Mode
  open: OpenElement
  /** The tag being read, lower case; `closing` tells which. */
  tag: string
  closing: boolean
  /** A new object for each tag, null between tags. */
  tagIdentity: object | null
  /** The last attribute begun in the tag being read. */
  attribute: AttributeToken | null
  /** Element whose raw text is being read: "script", "style", "textarea", "title", … */
  raw: string
  /** `type` of the script whose source is being read. */
  scriptType: string
  /** Where a raw text's `<` returns to, and letters read on trial. */
  back: Mode
  buffer: string
}

/** Told of each tag as it ends. */
export interface TagListener {
  startTag(name: string, attributes: AttributeToken | null, selfClosing: boolean): void
  endTag(name: string): void
}

/** The state before the first character of a template. */
export function initialState(namespace: Namespace = "html"): TokenizerState {
  return {
    mode: Mode.data,
    open: baseElement(namespace),
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
  if (a.mode !== b.mode || a.open !== b.open || a.raw !== b.raw) return false
  if (!isInTag(a.mode)) return a.buffer === b.buffer
  if (a.tagIdentity !== b.tagIdentity || a.tag !== b.tag) return false
  const inValue = a.mode === Mode.doubleQuoted || a.mode === Mode.singleQuoted || a.mode === Mode.unquoted
  return !inValue || sameAttribute(a.attribute, b.attribute)
}

/** The value read so far does not matter: what follows is read alike. */
function sameAttribute(a: AttributeToken | null, b: AttributeToken | null): boolean {
  return a === b || (a !== null && b !== null && a.name === b.name && a.previous === b.previous)
}

/** True between a tag's `<` and its `>`, from its name on. */
export function isInTag(mode: Mode): boolean {
  return mode >= Mode.tagName && mode <= Mode.selfClosing
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

/** Reads text. */
export function feed(state: TokenizerState, text: string, listener?: TagListener): TokenizerState {
  for (let at = 0; at < text.length; at++) {
    if (state.mode === Mode.data) {
      const next = text.indexOf("<", at)
      if (next < 0) return state
      at = next
    }
    step(state, text[at] as string, listener)
  }
  return state
}

/** Reads one character. */
export function step(state: TokenizerState, char: string, listener?: TagListener): void {
  const { mode } = state
  if (mode === Mode.data) {
    if (char === "<") state.mode = Mode.tagOpen
  } else if (mode <= Mode.selfClosing) stepTag(state, char, listener)
  else if (mode < Mode.raw) stepMarkup(state, char)
  else stepRaw(state, char, listener)
}

function stepTag(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
    case Mode.tagOpen:
      return stepTagOpen(state, char)
    case Mode.endTagOpen:
      if (isLetter(char)) return beginTag(state, char, true)
      state.mode = char === ">" ? Mode.data : Mode.bogusComment
      return
    case Mode.tagName:
      if (isSpace(char)) state.mode = Mode.beforeAttributeName
      else if (char === "/") state.mode = Mode.selfClosing
      else if (char === ">") endTag(state, false, listener)
      else state.tag += lower(char)
      return
    case Mode.beforeAttributeName:
      if (isSpace(char)) return
      if (char === "/" || char === ">") return afterName(state, char, listener)
      return beginAttribute(state, char)
    case Mode.attributeName:
      if (isSpace(char) || char === "/" || char === ">") return afterName(state, char, listener)
      if (char === "=") state.mode = Mode.beforeAttributeValue
      else extendName(state, lower(char))
      return
    case Mode.afterAttributeName:
      return afterName(state, char, listener)
    case Mode.beforeAttributeValue:
      if (isSpace(char)) return
      if (char === '"') state.mode = Mode.doubleQuoted
      else if (char === "'") state.mode = Mode.singleQuoted
      else if (char === ">") endTag(state, false, listener)
      else extendValue(state, char, Mode.unquoted)
      return
    case Mode.doubleQuoted:
      if (char === '"') state.mode = Mode.afterQuoted
      else extendValue(state, char, Mode.doubleQuoted)
      return
    case Mode.singleQuoted:
      if (char === "'") state.mode = Mode.afterQuoted
      else extendValue(state, char, Mode.singleQuoted)
      return
    case Mode.unquoted:
      if (isSpace(char)) state.mode = Mode.beforeAttributeName
      else if (char === ">") endTag(state, false, listener)
      else extendValue(state, char, Mode.unquoted)
      return
    case Mode.afterQuoted:
      if (isSpace(char)) state.mode = Mode.beforeAttributeName
      else if (char === "/") state.mode = Mode.selfClosing
      else if (char === ">") endTag(state, false, listener)
      else beginAttribute(state, char)
      return
    default: // selfClosing
      if (char === ">") return endTag(state, true, listener)
      state.mode = Mode.beforeAttributeName
      return stepTag(state, char, listener)
  }
}

function stepTagOpen(state: TokenizerState, char: string): void {
  if (isLetter(char)) return beginTag(state, char, false)
  state.buffer = ""
  if (char === "!") state.mode = Mode.markup
  else if (char === "/") state.mode = Mode.endTagOpen
  else if (char === "?") state.mode = Mode.bogusComment
  else if (char !== "<") state.mode = Mode.data
}

function afterName(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  if (isSpace(char)) {
    if (state.mode === Mode.attributeName) state.mode = Mode.afterAttributeName
  } else if (char === "/") state.mode = Mode.selfClosing
  else if (char === ">") endTag(state, false, listener)
  else if (char === "=" && state.mode === Mode.afterAttributeName) state.mode = Mode.beforeAttributeValue
  else beginAttribute(state, char)
}

function beginTag(state: TokenizerState, char: string, closing: boolean): void {
  state.mode = Mode.tagName
  state.tag = lower(char)
  state.closing = closing
  state.tagIdentity = {}
  state.attribute = null
}

/** Begins an attribute of the tag being read; its name's first letter may be `=`. */
function beginAttribute(state: TokenizerState, char: string): void {
  state.mode = Mode.attributeName
  state.attribute = { name: lower(char), value: "", previous: state.attribute }
}

// The next two make copies: other states of the same tag may hold the attribute as it was.

function extendName(state: TokenizerState, char: string): void {
  const attribute = state.attribute as AttributeToken
  state.attribute = { name: attribute.name + char, value: "", previous: attribute.previous }
}

function extendValue(state: TokenizerState, char: string, mode: Mode): void {
  state.mode = mode
  const attribute = state.attribute as AttributeToken
  state.attribute = { name: attribute.name, value: attribute.value + char, previous: attribute.previous }
}

function endTag(state: TokenizerState, selfClosing: boolean, listener: TagListener | undefined): void {
  const { tag, attribute } = state
  state.mode = Mode.data
  state.tagIdentity = null
  state.attribute = null
  state.buffer = ""
  if (state.closing) {
    listener?.endTag(tag)
    state.open = afterEndTag(state.open, tag)
    state.raw = ""
    return
  }
  listener?.startTag(tag, attribute, selfClosing)
  const html = state.open.content === "html"
  state.open = afterStartTag(state.open, tag, selfClosing, (name) => attributeOf(attribute, name))
  if (!html && state.open.name !== tag) return
  if (state.open.namespace !== "html" || state.open.name !== tag) return
  if (tag === "plaintext") state.mode = Mode.plaintext
  else if (tag === "script" || rawText.has(tag) || escapableRaw.has(tag)) {
    state.mode = Mode.raw
    state.raw = tag
    state.scriptType = (attributeOf(attribute, "type") ?? "").trim().toLowerCase()
  }
}

function stepMarkup(state: TokenizerState, char: string): void {
  switch (state.mode) {
    case Mode.markup:
      return stepDeclaration(state, char)
    case Mode.bogusComment:
    case Mode.doctype:
      if (char === ">") state.mode = Mode.data
      return
    case Mode.comment:
      if (char === "-") state.mode = Mode.commentDash
      return
    case Mode.commentStart:
      state.mode = char === "-" ? Mode.commentStartDash : char === ">" ? Mode.data : Mode.comment
      return
    case Mode.commentStartDash:
      state.mode = char === "-" ? Mode.commentEnd : char === ">" ? Mode.data : Mode.comment
      return
    case Mode.commentDash:
      state.mode = char === "-" ? Mode.commentEnd : Mode.comment
      return
    case Mode.commentEnd:
      if (char === ">") state.mode = Mode.data
      else if (char === "!") state.mode = Mode.commentEndBang
      else if (char !== "-") state.mode = Mode.comment
      return
    case Mode.commentEndBang:
      state.mode = char === "-" ? Mode.commentDash : char === ">" ? Mode.data : Mode.comment
      return
    default: // cdata
      state.buffer = (state.buffer + char).slice(-3)
      if (state.buffer === "]]>") leaveBuffer(state, Mode.data)
  }
}

/** After `<!`: reads letters on trial until it is clear what this is. */
function stepDeclaration(state: TokenizerState, char: string): void {
  const read = (state.buffer + char).toLowerCase()
  state.buffer = read
  if (read === "--") return leaveBuffer(state, Mode.commentStart)
  if (read === "doctype") return leaveBuffer(state, Mode.doctype)
  const foreign = state.open.content !== "html"
  if (foreign && read === "[cdata[") return leaveBuffer(state, Mode.cdata)
  const possible = "--".startsWith(read) || "doctype".startsWith(read) || (foreign && "[cdata[".startsWith(read))
  if (!possible) leaveBuffer(state, char === ">" ? Mode.data : Mode.bogusComment)
}

function leaveBuffer(state: TokenizerState, mode: Mode): void {
  state.buffer = ""
  state.mode = mode
}

function stepRaw(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
    case Mode.raw:
      if (char === "<") lessThan(state, Mode.raw)
      return
    case Mode.rawLess:
      if (char === "/") state.mode = Mode.rawEndOpen
      else if (char === "!" && state.raw === "script") state.mode = Mode.scriptEscapeStart
      else again(state, Mode.raw, char, listener)
      return
    case Mode.rawEndOpen:
      state.buffer = ""
      if (isLetter(char)) {
        state.buffer = lower(char)
        state.mode = Mode.rawEndName
      } else again(state, state.back, char, listener)
      return
    case Mode.rawEndName:
      return stepRawEndName(state, char, listener)
    case Mode.scriptEscapeStart:
      if (char === "-") state.mode = Mode.scriptEscapeStartDash
      else again(state, Mode.raw, char, listener)
      return
    case Mode.scriptEscapeStartDash:
      if (char === "-") state.mode = Mode.escapedDashDash
      else again(state, Mode.raw, char, listener)
      return
    case Mode.plaintext:
      return
    default:
      return stepEscapedScript(state, char, listener)
  }
}

function stepRawEndName(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  if (isLetter(char)) {
    state.buffer += lower(char)
    return
  }
  if (state.buffer !== state.raw || !(isSpace(char) || char === "/" || char === ">")) {
    again(state, state.back, char, listener)
    return
  }
  beginTag(state, "", true)
  state.tag = state.raw
  state.buffer = ""
  stepTag(state, char, listener)
}

/** Script text after `<!--`, where `<script` and `</script` nest once. */
function stepEscapedScript(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
    case Mode.escaped:
    case Mode.escapedDash:
    case Mode.escapedDashDash:
      if (char === "<") lessThan(state, Mode.escaped)
      else if (char === ">" && state.mode === Mode.escapedDashDash) state.mode = Mode.raw
      else if (char === "-") state.mode = state.mode === Mode.escaped ? Mode.escapedDash : Mode.escapedDashDash
      else state.mode = Mode.escaped
      return
    case Mode.escapedLess:
      if (char === "/") state.mode = Mode.rawEndOpen
      else if (isLetter(char)) {
        state.buffer = lower(char)
        state.mode = Mode.doubleEscapeStart
      } else again(state, Mode.escaped, char, listener)
      return
    case Mode.doubleEscapeStart:
      return stepDoubleEscapeName(state, char, Mode.escaped, listener)
    case Mode.doubleEscapeEnd:
      return stepDoubleEscapeName(state, char, Mode.doubleEscaped, listener)
    case Mode.doubleEscaped:
    case Mode.doubleEscapedDash:
    case Mode.doubleEscapedDashDash:
      if (char === "<") state.mode = Mode.doubleEscapedLess
      else if (char === ">" && state.mode === Mode.doubleEscapedDashDash) state.mode = Mode.raw
      else if (char === "-") {
        state.mode = state.mode === Mode.doubleEscaped ? Mode.doubleEscapedDash : Mode.doubleEscapedDashDash
      } else state.mode = Mode.doubleEscaped
      return
    default: // doubleEscapedLess
      state.buffer = ""
      if (char === "/") state.mode = Mode.doubleEscapeEnd
      else again(state, Mode.doubleEscaped, char, listener)
  }
}

function stepDoubleEscapeName(
  state: TokenizerState,
  char: string,
  from: Mode,
  listener: TagListener | undefined,
): void {
  if (isSpace(char) || char === "/" || char === ">") {
    const other = from === Mode.escaped ? Mode.doubleEscaped : Mode.escaped
    leaveBuffer(state, state.buffer === "script" ? other : from)
  } else if (isLetter(char)) state.buffer += lower(char)
  else again(state, from, char, listener)
}

function lessThan(state: TokenizerState, back: Mode): void {
  state.back = back
  state.mode = back === Mode.raw ? Mode.rawLess : Mode.escapedLess
}

/** Leaves a trial and reads the character again in the state it came from. */
function again(state: TokenizerState, mode: Mode, char: string, listener: TagListener | undefined): void {
  leaveBuffer(state, mode)
  step(state, char, listener)
}

function isSpace(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\f" || char === "\r"
}

function isLetter(char: string): boolean {
  return (char >= "a" && char <= "z") || (char >= "A" && char <= "Z")
}

function lower(char: string): string {
  return char >= "A" && char <= "Z" ? char.toLowerCase() : char
}
