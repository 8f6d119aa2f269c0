/** What stands for slots in the text that travels to the browser, so that templates must not write it themselves. */

import { TAG_SLOT_PREFIX } from "../../protocol/markup.js"
import type { AttributeToken } from "./tokenizer-state.js"

export const RESERVED_LETTER = "it has the noncharacter U+FDD0 in it, which no HTML document may have. Leave it out."

/** What is wrong with a start tag that has an attribute named as slots are; undefined if it has none. */
export function reservedName(attributes: AttributeToken | null): string | undefined {
  for (let node = attributes; node !== null; node = node.previous) {
    const { name } = node
    if (name.startsWith(TAG_SLOT_PREFIX) && /^\$\d+$/.test(name)) {
      return `an attribute named "${name}" stands for a value in the text that browsers get. Take another name.`
    }
  }
  return undefined
}
