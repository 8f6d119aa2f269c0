/**
 * What the browser's parser makes of text in the first HTML. A value written later by script takes another way into the
 * page and must arrive in the same form, or the first page and the first update would differ.
 */

const REWRITTEN = /[\r\0]/
const NEWLINES = /\r\n?/g
const NULS = /\0/g
const LEADING_NEWLINE = /^(?:\r\n|\r|\n)/

/** Text between tags: newlines normalised, NUL dropped. */
export function parsedText(text: string): string {
  return REWRITTEN.test(text) ? text.replace(NEWLINES, "\n").replace(NULS, "") : text
}

/** The source of an attribute's value, or of a raw element's text: newlines normalised, NUL replaced. */
export function parsedSource(source: string): string {
  return REWRITTEN.test(source) ? source.replace(NEWLINES, "\n").replace(NULS, "\uFFFD") : source
}

/** Drops the newline that the parser drops right after `<pre>`, `<textarea>` and `<listing>`. */
export function withoutFirstNewline(text: string): string {
  return text.replace(LEADING_NEWLINE, "")
}

// `<!-->` and `<!--->` are empty comments; `<!{…>` and `</{…>` become comments too.
const LOOKALIKE = /<!--(?:-?>|--!?>)|<!>|(?:<!--|<!|<\/)(?=[{}#])/g

/**
 * Makes comments in foreign HTML harmless that the client would take for markers: a space goes in front of their text.
 * The HTML is otherwise left exactly as it is.
 */
export function defuseMarkers(html: string): string {
  return html.replace(LOOKALIKE, (match) => (match.endsWith(">") ? "<!-- -->" : `${match} `))
}

const BLANK = "[\\t\\n\\f\\r ]"
const ATTRIBUTE = new RegExp(
  `([^\\t\\n\\f\\r />][^\\t\\n\\f\\r />=]*)(?:${BLANK}*=${BLANK}*(?:"([^"]*)"|'([^']*)'|([^\\t\\n\\f\\r >]*)))?`,
  "g",
)
const START_TAG_NAME = /^<([^\t\n\f\r />]+)/

/**
 * Reads attributes from the text of a start tag behind its name: names in lower case, values as written (not decoded).
 * Of equal names the first counts, as in the parser.
 */
export function attributeSources(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = "", double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase()
    if (!attributes.has(key)) attributes.set(key, double ?? single ?? bare ?? "")
  }
  return attributes
}

/** The name in a start tag's text, in lower case; "" if there is none. */
export function startTagName(text: string): string {
  return START_TAG_NAME.exec(text)?.[1]?.toLowerCase() ?? ""
}
