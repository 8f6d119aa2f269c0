/**
 * What is found of values while paths are followed: those that stand where none may, what is compiled somewhere else and
 * may bring fixed text only, and what prints where the text is looked at when it is complete.
 */

import { isJsonScript } from "../../html/elements/script-type.js"
import { behindName } from "../../html/tokenizer/path-states.js"
import { holeRefusal } from "../../html/tokenizer/places.js"
import { isInTag, isRaw, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { AstNode } from "../internals/internals.js"
import { isOwnText, vouches } from "../parse/ast.js"
import { type ComputedName, computedName } from "./computed-names.js"
import type { FileFacts } from "./facts.js"

/** A value in a place where none may stand. */
export interface RefusedPlace {
  readonly node: AstNode
  /** The file that it is written in. */
  readonly file: FileFacts
  readonly problem: string
}

/** A part of the template that is compiled by itself, or in another file, and how it was entered. */
interface Entered {
  readonly node: AstNode
  readonly inText: boolean
}

/** What is known of something that prints where a text is looked at when it is complete. */
export interface PrintNote {
  /** The author answers for the addresses it prints. */
  readonly vouched: boolean
  /** In the text of a script of JSON. */
  readonly isJson: boolean
}

/** Who is told of what a developer should know. */
export interface PlaceListener {
  /** The file being compiled; paths lead into others. */
  readonly file: FileFacts
  /** Told of a value in a place where none may stand. */
  refused(refused: RefusedPlace): void
  /** Told of a part with more paths than can be followed: what they lead to is not known. */
  endless(node: AstNode, file: FileFacts): void
  /** Told of a value of this file that is a name. */
  computed(node: AstNode, name: ComputedName): void
}

/** Where a value stands. */
export interface ValuePlace {
  readonly place: TokenizerState
  /** The same, behind a name that ends there. */
  readonly from: TokenizerState
  readonly file: FileFacts
}

export class PlaceNotes {
  readonly #listener: PlaceListener
  /** What must not be rendered in its place, and why: the render that comes to it fails. */
  readonly refused: Map<AstNode, string> = new Map()
  /** Includes and blocks that may bring fixed text to their place, but no value, and why. */
  readonly fixed: Map<AstNode, string> = new Map()
  /** The outermost include, block or macro that is being followed. */
  #entered: Entered | undefined
  /** What prints into tags and raw text: values, included files, blocks, custom tags. */
  readonly prints: Map<AstNode, PrintNote> = new Map()

  constructor(listener: PlaceListener) {
    this.#listener = listener
  }

  /** The outermost include, block or macro that is being followed. */
  get entered(): object | undefined {
    return this.#entered
  }

  /** A part of the template has more paths than can be followed. */
  endless(node: AstNode, file: FileFacts): void {
    this.#listener.endless(node, file)
  }

  /** A value is met. */
  value(node: AstNode, { place, from, file }: ValuePlace): void {
    const problem = holeRefusal(from)
    if (problem !== undefined) this.refuse(node, problem, file)
    this.print(node, from)
    const name = file === this.#listener.file ? computedName(node, place) : undefined
    if (name !== undefined) this.#listener.computed(node, name)
  }

  /** Something must not stand where it does. */
  refuse(node: AstNode, place: string, file: FileFacts): void {
    const problem = refusalText(place)
    this.#listener.refused({ node, file, problem })
    if (this.#entered === undefined) this.refused.set(node, problem)
    // Between tags it is compiled in the same way where it is written, and refused there.
    else if (this.#entered.inText) this.fixed.set(this.#entered.node, problem)
  }

  /** Something prints here. */
  print(node: AstNode, { mode, closing, raw, scriptType }: TokenizerState): void {
    if (isRaw(mode)) {
      const isJson = raw === "script" && isJsonScript(scriptType) && !writesText.has(node.typename)
      this.prints.set(node, { vouched: false, isJson })
    } else if (mode === Mode.tagOpen || (isInTag(mode) && !closing && !isOwnText(node))) {
      this.prints.set(node, { vouched: vouches(node), isJson: false })
    }
  }

  /** Follows what is compiled somewhere else. */
  entering<Followed>(node: AstNode, from: TokenizerState, follow: () => Followed): Followed {
    const outer = this.#entered
    this.#entered ??= { node, inText: from.mode !== Mode.data || from.open.inScript }
    // What it brings is chosen in the render: the block of another file, a file with a computed name.
    const problem = holeRefusal(behindName(from))
    if (problem !== undefined) this.fixed.set(this.#entered.node, refusalText(problem))
    const states = follow()
    this.#entered = outer
    return states
  }
}

/** Statements that print text of their own, also where a value would be JSON. */
const writesText: ReadonlySet<string> = new Set(["Include", "Block", "CallExtension"])

/** What the compiler says of a refused place. */
export function refusalText(place: string): string {
  return `a value cannot stand ${place}.`
}
