/**
 * A character reference (`&amp;`) whose end is open: without a semicolon right in front of a value, which may go on with
 * it. `&para` and the value "llel;" are one character to the parser, which is another one than `&para;` and a text.
 */

const OPEN_END = /&(?:#(?:[xX][0-9a-fA-F]*|[0-9]*)|[0-9a-zA-Z]*)$/
const REST = /^[0-9a-zA-Z]*;?/

/** The reference that a text ends in the middle of, "" if it does not. */
export function openReference(text: string): string {
  return OPEN_END.exec(text)?.[0] ?? ""
}

/** How much of a text may belong to a reference that began before it. */
export function restOfReference(text: string): string {
  return REST.exec(text)?.[0] ?? ""
}

/** What a value must not stand behind, and what to write, for messages. */
export function describeReference(reference: string): string {
  const remedy = /^&[a-zA-Z]/.test(reference) ? `${reference};` : "&amp;"
  return `right behind "${reference}", which the value may go on with. Write "${remedy}"`
}
