/** Characters as the HTML standard tells them apart: only the letters of ASCII are letters. */

export function isSpace(char: string): boolean {
  return char === " " || char === "\n" || char === "\t" || char === "\f" || char === "\r"
}

export function isLetter(char: string): boolean {
  return (char >= "a" && char <= "z") || (char >= "A" && char <= "Z")
}

/** True for what ends the name of a tag. */
export function endsName(char: string): boolean {
  return char === ">" || char === "/" || isSpace(char)
}

/** One character in lower case. */
export function lower(char: string): string {
  return char >= "A" && char <= "Z" ? char.toLowerCase() : char
}

/** A text in lower case. */
export function lowerAll(text: string): string {
  return UPPER.test(text) ? text.replaceAll(UPPERS, lower) : text
}

const UPPER = /[A-Z]/
const UPPERS = /[A-Z]/g
