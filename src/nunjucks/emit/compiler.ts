/**
 * nunjucks' compiler with other statements: expressions are its own, untouched; what writes output or scope makes trees.
 * Two modes: in *tree* mode (content) output goes to slots, in *string* mode (attributes, raw text, regions, `set` and
 * `filter` blocks) to a buffer, as in nunjucks. All of it is synchronous.
 */

import type { TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { Template } from "../../render/template/template.js"
import { planLevel } from "../analyse/level.js"
import { loopField } from "../analyse/loop-fields.js"
import { ANY, type Facts } from "../analyse/part-facts.js"
import {
  type AstNode,
  type BlockNode,
  type CallNode,
  type CaptureNode,
  compiler,
  type ExtensionNode,
  type ForNode,
  type Frame,
  type FromImportNode,
  type ImportNode,
  type ListNode,
  type LookupNode,
  type MacroNode,
  type SetNode,
  type SymbolNode,
  type TemplateRefNode,
} from "../internals/internals.js"
import { symbolName } from "../parse/ast.js"
import { isComponent } from "../parse/component-tag.js"
import { isSlot } from "../parse/slot-tag.js"
import type { ComponentPlace } from "../runtime/component-runtime.js"
import { emitCapture } from "./emit-capture.js"
import { emitComponent, emitGiven } from "./emit-component.js"
import { emitLoop } from "./emit-loop.js"
import { compileMacro } from "./emit-macro.js"
import { emitRefusal, fixedText } from "./emit-refusal.js"
import { emitFromImport, emitImport, emitSet } from "./emit-scope.js"
import { emitSlot } from "./emit-slot.js"
import { emitPrint, emitText } from "./emit-text.js"
import type { CompilerOptions, Emitter, Level, Planned } from "./emitter.js"

/** All names. */
const EVERY_BIT = 0x7fffffff

export class TrackedCompiler extends compiler.Compiler implements Emitter {
  readonly options: CompilerOptions
  readonly templates: Template[] = []
  readonly constants: object[] = []
  readonly components: ComponentPlace[] = []
  level: Level | undefined
  direct: { readonly node: AstNode; readonly previous: string } | undefined
  printed: { readonly buffer: string; readonly prints: string } | undefined
  given: string | undefined
  superValue: string | undefined

  constructor(name: string | undefined, options: CompilerOptions) {
    super(name, options.env.opts.throwOnUndefined)
    this.options = options
  }

  // --- code

  line(code: string): void {
    this._emitLine(code)
  }

  variable(): string {
    return this._tmpid()
  }

  constant(value: object): string {
    return `K${this.constants.push(value) - 1}`
  }

  expression(node: AstNode, frame: Frame): string {
    return this.capture(() => this._compileExpression(node, frame))
  }

  capture(emit: () => void): string {
    const outer = this.codebuf
    this.codebuf = []
    emit()
    const code = this.codebuf.join("")
    this.codebuf = outer
    return code
  }

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

  emitLevel({ plan, template }: Planned, frame: Frame, previous: string, remembered: readonly string[] = []): string {
    const outer = this.level
    const level: Level = { previous: this.#emitPrevious(previous, template), memo: [...remembered] }
    const values: string[] = []
    for (const step of plan.steps) {
      this.level = level
      if ("silent" in step) this.#emitSilent(step.silent, frame)
      else {
        const index = values.length + 1
        const following = plan.template.statics[index] as string
        values.push(emitSlot(this, { slot: step, index, frame, following, previous: level.previous }))
      }
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
    // Also what was set last time and is not now has another value.
    this.line(`st.d |= ${this.mask(this.facts(node).sets)};`)
  }

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
    const of = `(st, { context, frame }, ${this.includedFile(node, frame)})`
    const text = fixedText(this, node, { text: `rt.includeText${of}`, tree: `rt.includeTree${of}` })
    emitPrint(this, node, () => {
      this.at(node)
      this.line(`${this.buffer} += ${text};`)
    })
  }

  includedFile(node: TemplateRefNode, frame: Frame): string {
    return `st.file(${this.expression(node.template, frame)}, ${this._templateName()}, ${node.ignoreMissing === true})`
  }

  compileBlock(node: BlockNode): void {
    const of = `(st, { context, frame }, context.getBlock(${JSON.stringify(node.name.value)}))`
    const text = fixedText(this, node, { text: `rt.blockText${of}`, tree: `rt.blockTree${of}` })
    emitPrint(this, node, () => {
      this.at(node)
      this.line(`${this.buffer} += ${this.inBlock ? text : `parentTemplate ? "" : ${text}`};`)
    })
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
    emitCapture(this, node as CaptureNode, frame)
  }

  override compileCallExtension(node: ExtensionNode, frame: Frame): void {
    if (isSlot(node)) return emitGiven(this, node, frame)
    if (emitRefusal(this, node)) return
    emitPrint(this, node, () => {
      if (isComponent(node)) {
        const tree = emitComponent(this, node, frame, "undefined")
        return this.line(`${this.buffer} += rt.toHtml(${tree});`)
      }
      if (!(node.args.children.length === 0)) this.at(node.args)
      super.compileCallExtension(node, frame)
    })
  }
}

function literalOf(node: AstNode): string | undefined {
  const { value } = node as { value?: unknown }
  return node.typename === "Literal" && typeof value === "string" ? value : undefined
}
