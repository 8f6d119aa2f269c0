/**
 * nunjucks' compiler with other statements: expressions are its own, untouched; what writes output or scope makes trees.
 * Two modes: in *tree* mode (content) output goes to slots, in *string* mode (attributes, raw text, regions, `set` and
 * `filter` blocks) to a buffer, as in nunjucks. All of it is synchronous.
 */

import type { Template } from "../render/template.js"
import type { Plan } from "../render/template-builder.js"
import type { TokenizerState } from "../render/tokenizer.js"
import { symbolName, walk } from "./ast.js"
import { emitLoop } from "./emit-loop.js"
import { compileMacro } from "./emit-macro.js"
import { emitFromImport, emitImport, emitSet } from "./emit-scope.js"
import { emitSlot, emitText } from "./emit-slot.js"
import { ANY, type Facts, type FileFacts } from "./facts.js"
import {
  type AstNode,
  type BlockNode,
  type CallNode,
  compiler,
  type Environment,
  type ExtensionNode,
  type ForNode,
  type Frame,
  type FromImportNode,
  type ImportNode,
  type ListNode,
  type LookupNode,
  type MacroNode,
  runtime,
  type SetNode,
  type SymbolNode,
  type TemplateRefNode,
} from "./internals.js"
import { type LevelListener, planLevel } from "./level.js"
import type { Paths } from "./paths.js"

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

/** All names. */
const EVERY_BIT = 0x7fffffff

export class TrackedCompiler extends compiler.Compiler {
  readonly options: CompilerOptions
  readonly templates: Template[] = []
  /** Names taken before each tag slot. */
  readonly tagPlaces: (readonly string[])[] = []
  /** The level whose silent steps are being emitted; none in string mode. */
  level: Level | undefined
  /** The call that stands directly in a content slot, with the variable of its previous value. */
  direct: { readonly node: AstNode; readonly previous: string } | undefined
  /** Variable with the result of `super()` in the block being compiled. */
  superValue: string | undefined

  constructor(name: string | undefined, options: CompilerOptions) {
    super(name, options.env.opts.throwOnUndefined)
    this.options = options
  }

  // --- code

  line(code: string): void {
    this._emitLine(code)
  }

  /** A new variable of generated code. */
  variable(): string {
    return this._tmpid()
  }

  /** The code of an expression. */
  expression(node: AstNode, frame: Frame): string {
    return this.capture(() => this._compileExpression(node, frame))
  }

  /** The code that `emit` writes. */
  capture(emit: () => void): string {
    const outer = this.codebuf
    this.codebuf = []
    emit()
    const code = this.codebuf.join("")
    this.codebuf = outer
    return code
  }

  /** Notes the place, for errors. */
  at(node: AstNode): void {
    this.line(`lineno = ${node.lineno}; colno = ${node.colno};`)
  }

  // --- facts

  facts(node: AstNode): Facts {
    return this.options.file.of(node)
  }

  mask(names: ReadonlySet<string>): number {
    return names.has(ANY) ? EVERY_BIT : this.options.mask(names)
  }

  // --- levels

  plan(nodes: readonly AstNode[], start: TokenizerState, at?: AstNode): Planned {
    const { file, paths, listener } = this.options
    const plan = planLevel(nodes, start, { file, paths, listener, source: this.options.sourceAt(at) })
    return { plan, template: this.addTemplate(plan.template) }
  }

  addTemplate(template: Template): string {
    return `T${this.templates.push(template) - 1}`
  }

  /**
   * Emits a planned level. `previous` is code of the value its place had in the previous render; `trusted` if that
   * cannot be anything but this template's. Gives the variable with the new tree.
   */
  emitLevel({ plan, template }: Planned, frame: Frame, previous: string, remembered: readonly string[] = []): string {
    const outer = this.level
    const level: Level = { previous: this.#emitPrevious(previous, template), memo: [...remembered] }
    const values: string[] = []
    for (const step of plan.steps) {
      this.level = level
      if ("silent" in step) this.#emitSilent(step.silent, frame)
      else values.push(emitSlot(this, { slot: step, index: values.length + 1, frame, previous: level.previous }))
    }
    this.level = outer
    return this.#emitTree(template, values, level)
  }

  #emitPrevious(previous: string, template: string): string {
    if (previous === "") return ""
    const name = this.variable()
    this.line(`var ${name} = ${previous}; if (!${name} || ${name}[0] !== ${template}) ${name} = undefined;`)
    return name
  }

  #emitTree(template: string, values: readonly string[], { previous, memo }: Level): string {
    const result = this.variable()
    const tree = `[${[template, ...values].join(", ")}]`
    const made = memo.length === 0 ? tree : `rt.remember(${tree}, [${memo.join(", ")}])`
    const same = [
      ...values.map((value, index) => `${value} === ${previous}[${index + 1}]`),
      ...memo.map((value, index) => `${value} === ${previous}.memo[${index}]`),
    ]
    if (previous === "") this.line(`var ${result} = ${made};`)
    else this.line(`var ${result} = ${[`${previous} !== undefined`, ...same].join(" && ")} ? ${previous} : ${made};`)
    return result
  }

  /** A step that prints nothing. What is set in a branch or a loop that prints nothing is set in string mode. */
  #emitSilent(node: AstNode, frame: Frame): void {
    if (node.typename === "Set" || node.typename === "Macro" || !this.facts(node).sets.size)
      return this.compile(node, frame)
    this.intoBuffer(() => this.compile(node, frame))
  }

  /** Emits code in string mode; gives the variable with its text. */
  intoBuffer(emit: () => void): string {
    const outer = { buffer: this.buffer, level: this.level }
    const name = this.variable()
    this.line(`var ${name} = "";`)
    this.buffer = name
    this.level = undefined
    emit()
    this.buffer = outer.buffer
    this.level = outer.level
    return name
  }

  // --- files

  /** The code of a whole file: an expression that gives its root and blocks. */
  compileFile(root: ListNode, start: TokenizerState, startOfBlock: (block: BlockNode) => TokenizerState): FileCode {
    const planned = this.plan(root.children, start)
    this.#emitFunction("root", () => {
      this.line("var parentTemplate = null;")
      const tree = this.emitLevel(planned, new runtime.Frame(), "prev")
      this.line("if (parentTemplate) return parentTemplate.root(st, env, context, frame, runtime, prev);")
      this.line(`return ${tree};`)
    })
    this.inBlock = true
    const blocks: FileCode["blocks"] = []
    for (const block of this.#blocksOf(root)) {
      const name = block.name.value
      if (blocks.some((other) => other.name === name))
        this.options.refuse(block, `Block "${name}" defined more than once.`)
      const plannedBlock = this.plan(block.body.children, startOfBlock(block), block)
      this.#emitFunction(`b_${name}`, () => this.#emitBlockBody(block, plannedBlock))
      const leaks = this.mask(this.options.file.leaksOf(block.body))
      blocks.push({ name, leaks, balanced: plannedBlock.plan.balanced })
    }
    this.line(
      `return { root: root, blocks: { ${blocks.map(({ name }) => `${JSON.stringify(name)}: b_${name}`).join(", ")} } };`,
    )
    return { code: this.getCode(), blocks, balanced: planned.plan.balanced }
  }

  #emitBlockBody(block: BlockNode, planned: Planned): void {
    const name = JSON.stringify(block.name.value)
    this.line("var parentTemplate = null; frame = frame.push(true);")
    const remembered: string[] = []
    if (callsSuper(block)) {
      this.superValue = this.variable()
      this.line(`var ${this.superValue} = rt.behind(st, {env, context, frame}, ${name}, b_${block.name.value})`)
      this.line(`(prev && prev[0] === ${planned.template} ? prev.memo[0] : undefined);`)
      const tree = this.variable()
      this.line(`var ${tree} = ${this.superValue}.tree;`)
      remembered.push(tree)
    }
    this.line(`return ${this.emitLevel(planned, new runtime.Frame(), "prev", remembered)};`)
    this.superValue = undefined
  }

  #emitFunction(name: string, emitBody: () => void): void {
    this.line(`function ${name}(st, env, context, frame, runtime, prev) {`)
    this.line("var lineno = 0, colno = 0;")
    this.line("try {")
    emitBody()
    this.line("} catch (e) { throw rt.fail(e, lineno, colno); }")
    this.line("}")
  }

  #blocksOf(root: ListNode): BlockNode[] {
    const blocks: BlockNode[] = []
    walk(root, (node) => {
      if (node.typename === "Block") blocks.push(node as BlockNode)
    })
    return blocks
  }

  // --- nunjucks' own methods, in string mode unless said otherwise

  override compileOutput(node: ListNode, frame: Frame): void {
    for (const child of node.children) emitText(this, child, frame)
  }

  compileFor(node: ForNode, frame: Frame): void {
    emitLoop(this, node, frame)
  }

  /** In both modes. */
  compileSet(node: SetNode, frame: Frame): void {
    emitSet(this, node, frame)
  }

  /** In both modes. */
  compileImport(node: ImportNode, frame: Frame): void {
    emitImport(this, node, frame)
  }

  /** In both modes. */
  compileFromImport(node: FromImportNode, frame: Frame): void {
    emitFromImport(this, node, frame)
  }

  /** In both modes. */
  compileExtends(node: TemplateRefNode, frame: Frame): void {
    this.at(node)
    this.line(`parentTemplate = st.file(${this.expression(node.template, frame)}, ${this._templateName()}, false);`)
    this.line("for (var k in parentTemplate.blocks) context.addBlock(k, parentTemplate.blocks[k]);")
  }

  compileInclude(node: TemplateRefNode, frame: Frame): void {
    this.at(node)
    this.line(`${this.buffer} += rt.includeText(st, {env, context, frame}, ${this.includedFile(node, frame)});`)
  }

  includedFile(node: TemplateRefNode, frame: Frame): string {
    return `st.file(${this.expression(node.template, frame)}, ${this._templateName()}, ${node.ignoreMissing === true})`
  }

  compileBlock(node: BlockNode): void {
    this.at(node)
    const text = `rt.blockText(st, {env, context, frame}, context.getBlock(${JSON.stringify(node.name.value)}))`
    this.line(`${this.buffer} += ${this.inBlock ? text : `parentTemplate ? "" : ${text}`};`)
  }

  /** The body of a macro is in tree mode, wherever it is called. */
  _compileMacro(node: MacroNode, frame?: Frame): string {
    return compileMacro(this, node, frame)
  }

  override compileSymbol(node: SymbolNode, frame: Frame): void {
    const bound = node.value === "loop" ? frame.lookup("loop") : undefined
    if (typeof bound === "string" && bound.startsWith("@")) {
      // Inline loops are those that never use the object as a whole; "@" alone is a loop with scopes.
      this._emit('runtime.contextOrFrameLookup(context, frame, "loop")')
    } else super.compileSymbol(node, frame)
  }

  override compileLookupVal(node: LookupNode, frame: Frame): void {
    const bound = symbolName(node.target) === "loop" ? frame.lookup("loop") : undefined
    const field =
      typeof bound === "string" && bound.length > 1 && bound.startsWith("@") ? literalOf(node.val) : undefined
    if (field === undefined) super.compileLookupVal(node, frame)
    else this._emit(loopField(field, bound as string))
  }

  override compileFunCall(node: CallNode, frame: Frame): void {
    if (this.superValue !== undefined && symbolName(node.name) === "super") {
      this._emit(this.superValue)
      return
    }
    const { direct } = this
    this.direct = undefined
    if (direct?.node !== node) return super.compileFunCall(node, frame)
    const mutated = this.mask(this.facts(node.args).reads)
    const name = JSON.stringify(this._getNodeName(node.name))
    this._emit(`rt.disarm(st, (lineno = ${node.lineno}, colno = ${node.colno}, runtime.callWrap(`)
    this._compileExpression(node.name, frame)
    this._emit(`, ${name}, context, rt.arm(st, ${direct.previous}, ${mutated}, [`)
    this._compileAggregate(node.args, frame)
    this._emit("]))))")
  }

  /** A function of its own in the generated code, in string mode. */
  override compileCapture(node: AstNode, frame: Frame): void {
    const { level, direct } = this
    this.level = undefined
    this.direct = undefined
    super.compileCapture(node, frame)
    this.level = level
    this.direct = direct
  }

  override compileFilter(node: CallNode, frame: Frame): void {
    const name = symbolName(node.name) ?? ""
    if (this.options.env.asyncFilters.includes(name)) {
      this.options.refuse(node, `the filter "${name}" is asynchronous. ${REMEDY}`)
    }
    super.compileFilter(node, frame)
  }

  override compileCallExtension(node: ExtensionNode, frame: Frame): void {
    if (!(node.args.children.length === 0)) this.at(node.args)
    super.compileCallExtension(node, frame)
  }

  compileCallExtensionAsync(node: AstNode): void {
    this.options.refuse(node, `the tag of an asynchronous extension. ${REMEDY}`)
  }

  compileIfAsync(node: AstNode): void {
    this.options.refuse(node, `"ifAsync" is asynchronous. ${REMEDY}`)
  }

  compileAsyncEach(node: AstNode): void {
    this.options.refuse(node, `"asyncEach" is asynchronous. ${REMEDY}`)
  }

  compileAsyncAll(node: AstNode): void {
    this.options.refuse(node, `"asyncAll" is asynchronous. ${REMEDY}`)
  }
}

/** What a compiled file's code consists of. */
export interface FileCode {
  readonly code: string
  readonly blocks: { readonly name: string; readonly leaks: number; readonly balanced: boolean }[]
  readonly balanced: boolean
}

const REMEDY = "Templates of live views are rendered in one go: load the data in `mount` and hand it over as an assign."

function literalOf(node: AstNode): string | undefined {
  const { value } = node as { value?: unknown }
  return node.typename === "Literal" && typeof value === "string" ? value : undefined
}

/** A field of an inline loop; `bound` is "@index,length", the variables that count it. */
function loopField(field: string, bound: string): string {
  const [index, length] = bound.slice(1).split(",")
  switch (field) {
    case "index":
      return `(${index} + 1)`
    case "index0":
      return `${index}`
    case "revindex":
      return `(${length} - ${index})`
    case "revindex0":
      return `(${length} - ${index} - 1)`
    case "first":
      return `(${index} === 0)`
    case "last":
      return `(${index} === ${length} - 1)`
    case "length":
      return `${length}`
    default:
      return "undefined"
  }
}

function callsSuper(block: BlockNode): boolean {
  let found = false
  walk(block.body, (node) => {
    if (node.typename === "FunCall" && symbolName((node as CallNode).name) === "super") found = true
    return node.typename !== "Block"
  })
  return found
}
