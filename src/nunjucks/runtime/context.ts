/**
 * The variables of one rendered file: what nunjucks' own `Context` is (it is not exported), with the same methods, since
 * filters, globals and extensions get it as `this`.
 */

import type { Environment } from "../internals/internals.js"

/** A block's function in generated code. */
export type BlockFunction = (...args: never[]) => unknown

export class Context {
  readonly env: Environment
  readonly ctx: Record<string, unknown>
  readonly blocks: Record<string, BlockFunction[]> = {}
  readonly exported: string[] = []

  /** @param variables - Its own from now on: what the file sets is written there. */
  constructor(variables: Record<string, unknown>, blocks: Readonly<Record<string, BlockFunction>>, env: Environment) {
    this.env = env
    this.ctx = variables
    for (const name of Object.keys(blocks)) this.addBlock(name, blocks[name] as BlockFunction)
  }

  lookup(name: string): unknown {
    const value = this.ctx[name]
    return value !== undefined || name in this.ctx ? value : this.env.globals[name]
  }

  setVariable(name: string, value: unknown): void {
    this.ctx[name] = value
  }

  getVariables(): Record<string, unknown> {
    return this.ctx
  }

  addBlock(name: string, block: BlockFunction): this {
    this.blocks[name] ??= []
    this.blocks[name].push(block)
    return this
  }

  getBlock(name: string): BlockFunction {
    const block = this.blocks[name]?.[0]
    if (block === undefined) throw new Error(`unknown block "${name}"`)
    return block
  }

  /** The block that this one overrides. */
  blockBehind(name: string, block: BlockFunction): BlockFunction {
    const chain = this.blocks[name] ?? []
    const index = chain.indexOf(block)
    const behind = chain[index + 1]
    if (index < 0 || behind === undefined) throw new Error(`no super block available for "${name}"`)
    return behind
  }

  addExport(name: string): void {
    this.exported.push(name)
  }

  getExported(): Record<string, unknown> {
    const exported: Record<string, unknown> = {}
    for (const name of this.exported) exported[name] = this.ctx[name]
    return exported
  }
}
