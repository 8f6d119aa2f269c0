/**
 * The HTML standard's tokenizer as a step function over a plain record: copying the state at a branch is a spread, and it
 * does not matter where the text is cut. Beside the token being read it keeps the stack of open elements, which decides
 * what is raw text and whether a range is balanced. It keeps no text.
 */

import { closeTag } from "../elements/close-tag.js"
import { escapableRaw, rawText } from "../elements/html-names.js"
import { type NestingListener, putText, silent } from "../elements/nesting.js"
import type { TagPlace } from "../elements/open-elements.js"
import { openTag } from "../elements/open-tag.js"
import { shareOpened } from "./share-opened.js"
import { type AttributeToken, attributeOf, Mode, scriptTypeOf, type TokenizerState } from "./tokenizer-state.js"

/** Told of each tag as it ends, before what it does. */
export interface TagListener extends NestingListener {
  startTag?(name: string, attributes: AttributeToken | null, selfClosing: boolean): void
  endTag?(name: string): void
}

/** Reads text. With `source`, where the text begins, elements know where they do. */
export function feed(state: TokenizerState, text: string, listener?: TagListener, source?: TagPlace): TokenizerState {
  let at = 0
  while (at < text.length) {
    const end = readRun(state, text, at)
    if (end !== at) at = end
    else {
      const char = text[at] as string
      if (char === "<" && source !== undefined) markTag(state, { text: source.text, offset: source.offset + at })
      step(state, char, listener)
      at++
    }
  }
  return state
}

/** Before a `<`: notes where it is. */
export function markTag(state: TokenizerState, place: TagPlace): void {
  if (state.mode <= Mode.tagOpen) state.at = place
}

/**
 * Reads what stays in the same mode, all at once: text between tags, names, values, comments. Gives the offset behind it,
 * which is `at` where the next character has to be stepped.
 */
export function readRun(state: TokenizerState, text: string, at: number): number {
  switch (state.mode) {
    case Mode.data: {
      const end = before(text, "<", at)
      if (end > at && state.pending.length > 0) putText(state, text.slice(at, end))
      return end
    }
    case Mode.raw:
      return before(text, "<", at)
    case Mode.comment:
      return before(text, "-", at)
    case Mode.bogusComment:
    case Mode.doctype:
      return before(text, ">", at)
    case Mode.tagName:
    case Mode.attributeName:
    case Mode.doubleQuoted:
    case Mode.singleQuoted:
    case Mode.unquoted:
      return readInTag(state, text, at)
    default:
      return at
  }
}

function readInTag(state: TokenizerState, text: string, at: number): number {
  const end = endInTag(state.mode, text, at)
  if (end === at) return at
  const run = text.slice(at, end)
  if (state.mode === Mode.tagName) state.tag += lowerAll(run)
  else if (state.mode === Mode.attributeName) extendName(state, lowerAll(run))
  else extendValue(state, run, state.mode)
  return end
}

function endInTag(mode: Mode, text: string, at: number): number {
  if (mode === Mode.doubleQuoted) return before(text, '"', at)
  if (mode === Mode.singleQuoted) return before(text, "'", at)
  let end = at
  while (end < text.length && !endsRun(mode, text[end] as string)) end++
  return end
}

function endsRun(mode: Mode, char: string): boolean {
  if (isSpace(char) || char === ">") return true
  return mode !== Mode.unquoted && (char === "/" || (char === "=" && mode === Mode.attributeName))
}

/** Where this character stands next, or the end. */
function before(text: string, char: string, at: number): number {
  const next = text.indexOf(char, at)
  return next < 0 ? text.length : next
}

/** Reads one character. */
export function step(state: TokenizerState, char: string, listener?: TagListener): void {
  const { mode } = state
  if (mode === Mode.data) {
    if (char === "<") state.mode = Mode.tagOpen
    else putText(state, char)
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
    default:
      return stepAttribute(state, char, listener)
  }
}

function stepAttribute(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
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
    default:
      return stepValue(state, char, listener)
  }
}

function stepValue(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
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
      return stepAfterQuoted(state, char, listener)
    default: // selfClosing
      if (char === ">") return endTag(state, true, listener)
      state.mode = Mode.beforeAttributeName
      return stepTag(state, char, listener)
  }
}

function stepAfterQuoted(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  if (isSpace(char)) state.mode = Mode.beforeAttributeName
  else if (char === "/") state.mode = Mode.selfClosing
  else if (char === ">") endTag(state, false, listener)
  else beginAttribute(state, char)
}

function stepTagOpen(state: TokenizerState, char: string): void {
  if (isLetter(char)) return beginTag(state, char, false)
  state.buffer = ""
  if (char === "!") state.mode = Mode.markup
  else if (char === "/") state.mode = Mode.endTagOpen
  else if (char === "?") state.mode = Mode.bogusComment
  else if (char !== "<") {
    state.mode = Mode.data
    putText(state, "<")
  }
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
  const { tag, attribute, tagIdentity } = state
  state.mode = Mode.data
  state.tagIdentity = null
  state.attribute = null
  state.buffer = ""
  if (state.closing) {
    listener?.endTag?.(tag)
    closeTag(state, tag, listener ?? silent)
    state.raw = ""
    return
  }
  listener?.startTag?.(tag, attribute, selfClosing)
  const html = state.open.content === "html"
  const known = (name: string): string | undefined =>
    name === "type" ? scriptTypeOf(attribute) : attributeOf(attribute, name)
  const before = { open: state.open, pending: state.pending, at: state.at }
  openTag(state, { name: tag, selfClosing, attribute: known }, listener ?? silent)
  if (tagIdentity !== null && state.open !== before.open) shareOpened(tagIdentity, before, state)
  if (!html && state.open.name !== tag) return
  if (state.open.namespace !== "html" || state.open.name !== tag) return
  if (tag === "plaintext") state.mode = Mode.plaintext
  else if (tag === "script" || rawText.has(tag) || escapableRaw.has(tag)) {
    state.mode = Mode.raw
    state.raw = tag
    state.scriptType = scriptTypeOf(attribute)
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
    case Mode.cdata:
      state.buffer = (state.buffer + char).slice(-3)
      if (state.buffer === "]]>") leaveBuffer(state, Mode.data)
      return
    default:
      return stepComment(state, char)
  }
}

function stepComment(state: TokenizerState, char: string): void {
  switch (state.mode) {
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
    default: // commentEndBang
      state.mode = char === "-" ? Mode.commentDash : char === ">" ? Mode.data : Mode.comment
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
    default:
      return stepDoubleEscaped(state, char, listener)
  }
}

function stepDoubleEscaped(state: TokenizerState, char: string, listener: TagListener | undefined): void {
  switch (state.mode) {
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

/** Letters of ASCII only, as the parser. */
function lowerAll(text: string): string {
  return UPPER.test(text) ? text.replaceAll(UPPERS, lower) : text
}

const UPPER = /[A-Z]/
const UPPERS = /[A-Z]/g
