/**
 * Which names a place in a template sees, and as what, by nunjucks' rules: loops, blocks, includes and macros have
 * frames of their own, `if` and `switch` do not; a macro sees its parameters and its file's top only.
 */

import type { AstNode, BlockNode, MacroNode } from "../../nunjucks/internals/internals.js"
import type { TemplateSource } from "../sources/template-source.js"

/** What a name stands for. */
export type Binding =
  | VariableBinding
  /** A macro, or the body of a `call` under the name `caller`. */
  | MacroBinding
  /** An imported file. */
  | { readonly kind: "module"; readonly scope: Scope }
  /** Something nothing is known of. */
  | { readonly kind: "anything" }
  /** An assign that may be missing: the place stands behind `is defined`. */
  | { readonly kind: "optional" }

/** A variable of the generated code. */
export interface VariableBinding {
  readonly kind: "variable"
  readonly id: string
  /** A `set` writes to it. */
  readonly changes?: true
  /** Its value is written down in the template, so its type is wider than it: `string` for a text. */
  written?: boolean
}

export interface MacroBinding {
  readonly kind: "macro"
  readonly node: MacroNode
  /** What its body sees. */
  readonly scope: Scope
}

/** A block in its chain of overriding ones, the most derived first. */
export interface BlockPlace {
  readonly chain: readonly BlockEntry[]
  readonly index: number
}

export interface BlockEntry {
  readonly node: BlockNode
  readonly file: TemplateSource
}

interface ScopeParts {
  readonly file: TemplateSource
  readonly parent?: Scope
  /** True where the view's assigns can be seen: not in a file imported without context. */
  readonly seesAssigns: boolean
  /** `set` writes here; the branches of an `if` have none. */
  readonly isFrame: boolean
  /** `set` writes no name of the frames around. */
  readonly isIsolated: boolean
  readonly block?: BlockPlace
  readonly bindings?: Map<string, Binding>
}

export class Scope {
  readonly file: TemplateSource
  readonly seesAssigns: boolean
  readonly block: BlockPlace | undefined
  readonly #parts: ScopeParts
  readonly #bindings: Map<string, Binding>

  private constructor(parts: ScopeParts) {
    this.#parts = parts
    this.file = parts.file
    this.seesAssigns = parts.seesAssigns
    this.block = parts.block
    this.#bindings = parts.bindings ?? new Map()
  }

  /** The top of a file. */
  static top(file: TemplateSource, seesAssigns: boolean): Scope {
    return new Scope({ file, seesAssigns, isFrame: true, isIsolated: true })
  }

  /** A frame inside of this one: a loop's, or with `isolated` a block's, include's or macro's. */
  frame(options: { file?: TemplateSource; isolated?: boolean; block?: BlockPlace } = {}): Scope {
    const block = options.block ?? this.block
    return new Scope({
      file: options.file ?? this.file,
      parent: this,
      seesAssigns: this.seesAssigns,
      isFrame: true,
      isIsolated: options.isolated ?? false,
      ...(block === undefined ? {} : { block }),
    })
  }

  /** A part of the same frame that knows more. */
  branch(): Scope {
    const { file, seesAssigns, block } = this
    return new Scope({
      file,
      seesAssigns,
      parent: this,
      isFrame: false,
      isIsolated: false,
      ...(block === undefined ? {} : { block }),
    })
  }

  /** The same names, seen from another file: that of the template that is extended. */
  in(file: TemplateSource): Scope {
    return new Scope({ ...this.#parts, file, bindings: this.#bindings })
  }

  bind(name: string, binding: Binding): void {
    this.#bindings.set(name, binding)
  }

  lookup(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.#parts.parent?.lookup(name)
  }

  /** The variable that `set` writes to, if there is one already. */
  lookupToSet(name: string): Binding | undefined {
    const own = this.#bindings.get(name)
    if (own !== undefined && own.kind !== "optional") return own
    return this.#parts.isIsolated ? undefined : this.#parts.parent?.lookupToSet(name)
  }

  /** Binds a name where `set` puts it. */
  bindInFrame(name: string, binding: Binding): void {
    if (this.#parts.isFrame) this.bind(name, binding)
    else this.#parts.parent?.bindInFrame(name, binding)
  }

  /** What a file that imports this one may take. */
  get exported(): string[] {
    return [...this.#bindings.keys()].filter((name) => !name.startsWith("_"))
  }

  own(name: string): Binding | undefined {
    return this.#bindings.get(name)
  }
}

/** A macro's parameters; those with defaults come last. */
export interface Parameter {
  readonly name: string
  readonly byDefault: AstNode | undefined
}
