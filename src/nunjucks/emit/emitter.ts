/** What the functions that emit statements ask of the compiler: code, facts and levels. `compiler.ts` implements it. */

import type { TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { Plan } from "../../render/template/template-plan.js"
import type { FileFacts } from "../analyse/facts.js"
import type { LevelListener } from "../analyse/level.js"
import type { Facts } from "../analyse/part-facts.js"
import type { Paths } from "../analyse/paths.js"
import type {
  AstNode,
  CompilerBase,
  Environment,
  ExtensionNode,
  Frame,
  TemplateRefNode,
} from "../internals/internals.js"
import type { ComponentPlace } from "../runtime/component-runtime.js"

/** What the compiler needs to know of the file and the world around it. */
export interface CompilerOptions {
  readonly file: FileFacts
  readonly paths: Paths
  readonly env: Environment
  readonly listener: LevelListener
  /** Name of the file for messages, with this line. */
  sourceAt(node: AstNode | undefined): string
  /** The bits of names in the masks. */
  mask(names: Iterable<string>): number
  /** A construct that cannot be compiled; throws. */
  refuse(node: AstNode, problem: string): never
}

/** A level whose plan is made, and the name of its template in generated code. */
export interface Planned {
  readonly plan: Plan<AstNode>
  readonly template: string
}

/** A level being emitted: where its previous values are, and what it wants to remember. */
export interface Level {
  /** Variable with the previous tree of this level, undefined without one; "" if there never is one. */
  readonly previous: string
  /** Variables remembered for the next render, in order. */
  readonly memo: string[]
}

export interface Emitter extends CompilerBase {
  readonly options: CompilerOptions
  /** Uses of components. */
  readonly components: ComponentPlace[]
  /** The level whose silent steps are being emitted; none in string mode. */
  level: Level | undefined
  /** The call that stands directly in a content slot, with code of its previous value. */
  direct: { readonly node: AstNode; readonly previous: string } | undefined
  /** The text that is looked at when it is complete, and the variable with what was printed into it. */
  printed: { readonly buffer: string; readonly prints: string } | undefined
  /** Variable with the slots that are given to the component being compiled. */
  given: string | undefined
  /** Variable with the result of `super()` in the block being compiled; "undefined" in a block inside of that. */
  superValue: string | undefined
  /** Writes a line of code. */
  line(code: string): void
  /** The name of something made at compile time, in generated code. */
  constant(value: object): string
  /** A new variable of generated code. */
  variable(): string
  /** The code of an expression. */
  expression(node: AstNode, frame: Frame): string
  /** The code that `emit` writes. */
  capture(emit: () => void): string
  /** Notes the place, for errors. */
  at(node: AstNode): void
  facts(node: AstNode): Facts
  mask(names: ReadonlySet<string>): number
  plan(nodes: readonly AstNode[], start: TokenizerState, at?: AstNode): Planned
  /**
   * Emits a planned level. `previous` is code of the value its place had in the previous render, "" if there never is
   * one. Gives the variable with the new tree.
   */
  emitLevel(planned: Planned, frame: Frame, previous: string, remembered?: readonly string[]): string
  /** Emits code in string mode; gives the variable with its text. */
  intoBuffer(emit: () => void): string
  /** Code that finds the file an include names. */
  includedFile(node: TemplateRefNode, frame: Frame): string
  compileCallExtension(node: ExtensionNode, frame: Frame): void
}
