/** Emits a whole file: a function for its root, one for each of its blocks. */

import { type AstNode, type BlockNode, type CallNode, type ListNode, runtime } from "../internals/internals.js"
import { contains, symbolName, walk } from "../parse/ast.js"
import { startOf } from "../parse/static-texts.js"
import type { Emitter, Planned } from "./emitter.js"

/** What a compiled file's code consists of. */
export interface FileCode {
  readonly code: string
  readonly blocks: readonly { readonly name: string; readonly leaks: number; readonly balanced: boolean }[]
  readonly balanced: boolean
}

export function emitFile(c: Emitter, root: ListNode): FileCode {
  const planned = c.plan(root.children, startOf(root.children))
  emitFunction(c, "root", () => {
    c.line("var parentTemplate = null;")
    const tree = c.emitLevel(planned, new runtime.Frame(), "prev")
    c.line("if (parentTemplate) return parentTemplate.root(st, context, frame, prev);")
    c.line(`return ${tree};`)
  })
  c.inBlock = true
  const blocks: FileCode["blocks"][number][] = []
  for (const { block, nested } of blocksOf(root)) {
    const name = block.name.value
    if (blocks.some((other) => other.name === name)) c.options.refuse(block, `Block "${name}" defined more than once.`)
    const own = c.plan([block.body], startOf([block.body]), block)
    emitFunction(c, `b_${name}`, () => emitBlockBody(c, block, own, nested))
    const leaks = c.mask(c.options.file.leaksOf(block.body))
    blocks.push({ name, leaks, balanced: own.plan.balanced })
  }
  const named = blocks.map(({ name }) => `${JSON.stringify(name)}: b_${name}`)
  c.line(`return { root: root, blocks: { ${named.join(", ")} } };`)
  return { code: c.getCode(), blocks, balanced: planned.plan.balanced }
}

function emitBlockBody(c: Emitter, block: BlockNode, planned: Planned, nested: boolean): void {
  const name = JSON.stringify(block.name.value)
  c.line("var parentTemplate = null; frame = frame.push(true);")
  const remembered: string[] = []
  if (nested) {
    // nunjucks takes the `super()` of a block inside of another for the outer one's, and prints nothing.
    c.superValue = "undefined"
  } else if (callsSuper(block)) {
    c.superValue = c.variable()
    c.line(`var ${c.superValue} = rt.behind(st, { context, frame }, ${name}, b_${block.name.value})`)
    c.line(`(prev && prev[0] === ${planned.template} ? prev.memo[0] : undefined);`)
    const tree = c.variable()
    c.line(`var ${tree} = ${c.superValue}.tree;`)
    remembered.push(tree)
  }
  c.line(`return ${c.emitLevel(planned, new runtime.Frame(), "prev", remembered)};`)
  c.superValue = undefined
}

function emitFunction(c: Emitter, name: string, emitBody: () => void): void {
  c.line(`function ${name}(st, context, frame, prev) {`)
  c.line("var lineno = 0, colno = 0;")
  c.line("try {")
  emitBody()
  c.line("} catch (e) { throw rt.fail(e, lineno, colno); }")
  c.line("}")
}

interface FoundBlock {
  readonly block: BlockNode
  /** It stands inside of a block that calls `super()`, or calls it itself inside of any block. */
  readonly nested: boolean
}

function blocksOf(node: AstNode, inside = false): FoundBlock[] {
  const found: FoundBlock[] = []
  walk(node, (inner) => {
    if (inner.typename !== "Block") return true
    const block = inner as BlockNode
    found.push({ block, nested: inside })
    found.push(...blocksOf(block.body, inside || callsSuper(block)))
    return false
  })
  return found
}

function callsSuper(block: BlockNode): boolean {
  return contains(block.body, (node) => node.typename === "FunCall" && symbolName((node as CallNode).name) === "super")
}
