/** What all states of the tokenizer are: each reads one character, and leaves behind which state reads the next. */

import type { NestingListener } from "../elements/nesting.js"
import type { AttributeToken, Mode, TokenizerState } from "./tokenizer-state.js"

/** Told of each tag as it ends, before what it does. */
export interface TagListener extends NestingListener {
  startTag?(name: string, attributes: AttributeToken | null, selfClosing: boolean): void
  endTag?(name: string): void
}

/** Reads one character in one state. */
export type ReadCharacter = (state: TokenizerState, char: string, listener: TagListener | undefined) => void

/** States by name. Which one a character is read in is the record's `mode`. */
export type StateTable<Name extends keyof typeof Mode> = Readonly<Record<Name, ReadCharacter>>
