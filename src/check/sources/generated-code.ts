/** The TypeScript text that is made of a template, and for each of its columns where in a template it came from. */

import type { TemplateSource } from "./template-source.js"

/** What a piece of generated code stands for; it decides what an error there means. */
export type MarkKind =
  /** An expression: values, calls, comparisons. */
  | "expression"
  /** The name of an assign, as a property of all of them. */
  | "assign"
  /** A property's name, where TypeScript itself says that it is missing. */
  | "property"
  /** A property's name, where only a union none of whose members has it is refused. */
  | "some-member"
  /** The whole of the assigns. */
  | "assigns"
  /** A use of a component as a whole; `name` says of which. */
  | "component"
  /** The name of an attribute of a component or of a slot; `name` says which. */
  | "attribute"
  /** The name of a slot; `name` says which. */
  | "slot"
  /** What is written only for what follows it; errors here say nothing. */
  | "scaffold"

/** Where generated code came from. Line and column count from 0, as nunjucks has them. */
export interface Mark {
  readonly kind: MarkKind
  readonly file: TemplateSource
  readonly line: number
  readonly column: number
  /** The name that stands there, of an assign or property; or what is meant, in words. */
  readonly name?: string
}

interface PlacedMark {
  readonly column: number
  readonly mark: Mark
}

export class GeneratedCode {
  readonly #lines: string[] = []
  readonly #marks: PlacedMark[][] = [[]]
  #line = ""
  #hoisted = ""

  write(text: string): void {
    this.#line += text
  }

  /** What is written next came from here. */
  mark(mark: Mark): void {
    this.#marks.at(-1)?.push({ column: this.#line.length, mark })
  }

  endLine(text = ""): void {
    this.#lines.push(this.#line + text)
    this.#line = ""
    this.#marks.push([])
  }

  /** Declares something for the whole of the code. */
  hoist(declaration: string): void {
    this.#hoisted += `${declaration}; `
  }

  /** The code: first the line of all that is hoisted. */
  get text(): string {
    return [this.#hoisted, ...this.#lines, this.#line].join("\n")
  }

  /** The mark that covers a column of a line of `text`, both counted from 0. */
  markAt(line: number, column: number): Mark | undefined {
    return this.#marks[line - 1]?.findLast((placed) => placed.column <= column)?.mark
  }
}
