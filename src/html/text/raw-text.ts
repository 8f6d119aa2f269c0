/**
 * Values in elements whose text the parser takes as it is written. References are not decoded in scripts and styles, so
 * escaping for HTML helps neither the reader of the text nor against `</script>`: what could end the element, or begin
 * something else, is written in the language of the text.
 */

// U+2028 and U+2029 end a line in JavaScript of before 2019, and in some readers of JSON.
const MARKUP = /[<>&\u2028\u2029]/g

/** Letters that mean something to HTML, as JSON and JavaScript write them in texts: `\u003c`. */
export function unicodeEscaped(text: string): string {
  return text.replace(MARKUP, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

/** The inside of a JSON string that says this. */
export function jsonStringPart(text: string): string {
  return unicodeEscaped(JSON.stringify(text).slice(1, -1))
}

/** Any value as JSON that may stand in a script. What JSON has no word for is `null`. */
export function jsonText(value: unknown, space?: string | number): string {
  return unicodeEscaped(JSON.stringify(value, undefined, space) ?? "null")
}

const ENDINGS: Readonly<Record<string, RegExp>> = {
  script: /<(?=\/script|!--)/gi,
  style: /<(?=\/style)/gi,
  textarea: /<(?=\/textarea)/gi,
  title: /<(?=\/title)/gi,
}

/** The text of an element, with nothing in it that would end the element. Only safe values can bring such a thing. */
export function withoutEnd(text: string, element: string): string {
  const ending = ENDINGS[element]
  return ending === undefined || !text.includes("<")
    ? text
    : text.replace(ending, element === "style" ? "\\3c " : "&lt;")
}

/** Follows JSON text and tells where it is inside of a string. */
export class JsonStrings {
  #inside = false
  #escaped = false

  get inside(): boolean {
    return this.#inside
  }

  read(text: string): void {
    for (const char of text) {
      if (this.#escaped) this.#escaped = false
      else if (char === '"') this.#inside = !this.#inside
      else if (char === "\\" && this.#inside) this.#escaped = true
    }
  }
}
