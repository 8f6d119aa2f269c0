/** An attribute of a start tag while it is read, letter by letter: where its name and its value stand. */

import { Mode } from "../../html/tokenizer/tokenizer-state.js"

/** A part of a text, by offsets. */
export interface Extent {
  readonly from: number
  readonly to: number
}

export class AttributeReading {
  readonly #nameFrom: number
  #nameTo = -1
  #valueFrom = -1
  #valueTo = -1

  constructor(at: number) {
    this.#nameFrom = at
  }

  /** The tokenizer has gone from one mode to the next at this letter. */
  step(mode: Mode, next: Mode, at: number): void {
    if (mode === Mode.attributeName && next !== mode) this.#nameTo = at
    // The first letter of a value without quotes belongs to it.
    if (isValue(next) && !isValue(mode)) this.#valueFrom = next === Mode.unquoted ? at : at + 1
    else if (isValue(mode) && !isValue(next)) this.#valueTo = at
  }

  /** The attribute ends, or the text does. */
  end(at: number): { readonly name: Extent; readonly value: Extent | undefined } {
    const name = { from: this.#nameFrom, to: this.#nameTo < 0 ? at : this.#nameTo }
    if (this.#valueFrom < 0) return { name, value: undefined }
    return { name, value: { from: this.#valueFrom, to: this.#valueTo < 0 ? at : this.#valueTo } }
  }
}

function isValue(mode: Mode): boolean {
  return mode === Mode.doubleQuoted || mode === Mode.singleQuoted || mode === Mode.unquoted
}
