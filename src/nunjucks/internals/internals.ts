/**
 * nunjucks' inner parts, which its type definitions leave out: parser, nodes, compiler, frames. Everything else here
 * gets them from this file, typed as far as we use them (nunjucks 3.2.4).
 */

import nunjucks from "nunjucks"
import { assertNunjucks } from "./assert-nunjucks.js"

/** A node of nunjucks' syntax tree. Its own fields are listed in `fields`; see the interfaces below. */
export interface AstNode {
  readonly typename: string
  readonly lineno: number
  readonly colno: number
  readonly fields: readonly string[]
  /** Ours: the nodes directly inside, once somebody has asked for them. */
  "~children"?: readonly AstNode[]
}

export interface ListNode extends AstNode {
  readonly children: AstNode[]
}

/** Symbol, Literal, TemplateData. */
export interface ValueNode extends AstNode {
  readonly value: unknown
}

export interface SymbolNode extends AstNode {
  readonly value: string
}

export interface LookupNode extends AstNode {
  readonly target: AstNode
  readonly val: AstNode
}

export interface PairNode extends AstNode {
  readonly key: SymbolNode
  readonly value: AstNode
}

/** Or, And. */
export interface BinaryNode extends AstNode {
  readonly left: AstNode
  readonly right: AstNode
}

/** FunCall and Filter. */
export interface CallNode extends AstNode {
  readonly name: AstNode
  readonly args: ListNode
}

export interface IfNode extends AstNode {
  readonly cond: AstNode
  readonly body: AstNode
  readonly else_: AstNode | null
}

export interface ForNode extends AstNode {
  readonly arr: AstNode
  readonly name: AstNode
  readonly body: AstNode
  readonly else_: AstNode | null
  /** Ours: the expression behind `key=`. */
  key?: AstNode | null
}

export interface SwitchNode extends AstNode {
  readonly expr: AstNode
  readonly cases: readonly { readonly cond: AstNode; readonly body: ListNode }[]
  readonly default: AstNode | null
}

export interface SetNode extends AstNode {
  readonly targets: readonly SymbolNode[]
  readonly value: AstNode | null
  readonly body?: AstNode
}

/** Macro and Caller. */
export interface MacroNode extends AstNode {
  readonly name: SymbolNode
  readonly args: ListNode
  readonly body: AstNode
}

/** What is between `{% set name %}` and its end, or in a `{% filter %}`. */
export interface CaptureNode extends AstNode {
  readonly body: AstNode
}

export interface BlockNode extends AstNode {
  readonly name: SymbolNode
  readonly body: ListNode
}

/** Include, Extends. */
export interface TemplateRefNode extends AstNode {
  readonly template: AstNode
  readonly ignoreMissing?: boolean
}

export interface ImportNode extends AstNode {
  readonly template: AstNode
  readonly target: SymbolNode
  readonly withContext: boolean | null
}

export interface FromImportNode extends AstNode {
  readonly template: AstNode
  readonly names: ListNode
  readonly withContext: boolean | null
}

export interface ExtensionNode extends AstNode {
  readonly extName: string
  readonly prop: string
  readonly args: ListNode
  readonly contentArgs: readonly (AstNode | null)[]
  readonly autoescape: boolean | undefined
}

export interface IsNode extends AstNode {
  readonly left: AstNode
  readonly right: AstNode & { readonly name?: SymbolNode; readonly args?: ListNode; readonly value?: string }
}

/** A scope: of names to values at run time, of names to JavaScript variables in the compiler. */
export interface Frame {
  variables: Record<string, unknown>
  readonly parent: Frame | undefined
  topLevel: boolean
  set(name: string, value: unknown, resolveUp?: boolean): void
  lookup(name: string): unknown
  push(isolateWrites?: boolean): Frame
  pop(): Frame
}

export interface Token {
  readonly type: string
  readonly value: string
  readonly lineno: number
  readonly colno: number
}

/** nunjucks' parser, as far as it is overridden. */
export interface ParserBase {
  extensions: readonly unknown[]
  parseFor(): ForNode
  parseExpression(): AstNode
  parseStatement(): AstNode | null
  parseAsRoot(): ListNode
  advanceAfterBlockEnd(name?: string): Token
  peekToken(): Token | undefined
  nextToken(withWhitespace?: boolean): Token | undefined
  skipValue(type: string, value: string): boolean
}

/** nunjucks' compiler, as far as it is used or overridden. */
export interface CompilerBase {
  codebuf: string[]
  buffer: string | null
  inBlock: boolean
  templateName: string | undefined
  throwOnUndefined: boolean
  compile(node: AstNode, frame: Frame): void
  fail(message: string, line?: number, column?: number): never
  assertType(node: AstNode, ...types: unknown[]): void
  getCode(): string
  _emit(code: string): void
  _emitLine(code: string): void
  _tmpid(): string
  _templateName(): string
  _compileExpression(node: AstNode, frame: Frame): void
  _withScopedSyntax(run: () => void): void
  _getNodeName(node: AstNode): string
  _compileAggregate(node: AstNode, frame: Frame, start?: string, end?: string): void
  compileSymbol(node: SymbolNode, frame: Frame): void
  compileLookupVal(node: LookupNode, frame: Frame): void
  compileFunCall(node: CallNode, frame: Frame): void
  compileFilter(node: CallNode, frame: Frame): void
  compileOutput(node: ListNode, frame: Frame): void
  compileCapture(node: AstNode, frame: Frame): void
  compileCallExtension(node: ExtensionNode, frame: Frame): void
}

/** What templates are compiled against. */
export interface Environment {
  readonly opts: { autoescape: boolean; throwOnUndefined: boolean; [name: string]: unknown }
  readonly loaders: readonly Loader[]
  readonly globals: Record<string, unknown>
  readonly filters: Record<string, unknown>
  readonly tests: Record<string, unknown>
  readonly asyncFilters: readonly string[]
  readonly extensionsList: readonly { readonly preprocess?: (source: string) => string }[]
  getExtension(name: string): Record<string, (...args: unknown[]) => unknown>
  resolveTemplate(loader: Loader, parent: string | undefined, name: string): string
  addFilter(name: string, filter: (...args: never[]) => unknown): unknown
  render(name: string, context?: object): string
  on?(event: string, listener: () => void): void
  invalidateCache?(): void
}

export interface Loader {
  readonly async?: boolean
  isRelative?(name: string): boolean
  resolve?(from: string, to: string): string
  /** Folders of one that reads files. */
  readonly searchPaths?: readonly string[]
  getSource(
    name: string,
  ): { readonly src: string; readonly path: string; readonly noCache?: boolean } | null | undefined
}

/** A string that is taken as HTML. */
export interface SafeString {
  readonly val: string
  readonly length: number
}

interface Internals {
  readonly compiler: { readonly Compiler: new (name: string | undefined, throwOnUndefined: boolean) => CompilerBase }
  readonly parser: { readonly Parser: new (tokens: unknown) => ParserBase }
  readonly lexer: {
    lex(source: string, options: unknown): unknown
    readonly TOKEN_SYMBOL: string
    readonly TOKEN_OPERATOR: string
  }
  readonly nodes: Record<string, new (...args: unknown[]) => AstNode>
  readonly runtime: Runtime
  readonly Template: new (...args: never[]) => object
  readonly Environment: { new (loaders: readonly Loader[]): Environment; readonly prototype: Environment }
  readonly Loader: { readonly prototype: Loader }
}

/** nunjucks' run-time functions that generated code calls. */
export interface Runtime {
  readonly Frame: new (parent?: Frame, isolateWrites?: boolean) => Frame
  readonly SafeString: { new (value: string): SafeString; readonly prototype: object }
  callWrap(callee: unknown, name: string, context: unknown, args: unknown[]): unknown
  suppressValue(value: unknown, autoescape: boolean): unknown
  fromIterator(value: unknown): unknown
}

// Before anything is made of it: the classes below are extended as soon as their modules are loaded.
assertNunjucks(nunjucks)
const internals = nunjucks as unknown as Internals

export const compiler: Internals["compiler"] = internals.compiler
export const parser: Internals["parser"] = internals.parser
export const lexer: Internals["lexer"] = internals.lexer
export const nodes: Internals["nodes"] = internals.nodes
export const runtime: Runtime = internals.runtime
export const NunjucksTemplate: Internals["Template"] = internals.Template
export const NunjucksLoader: Internals["Loader"] = internals.Loader
/** One without loaders has what nunjucks itself brings. */
export const NunjucksEnvironment: Internals["Environment"] = internals.Environment
