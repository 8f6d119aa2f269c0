/**
 * Follows every path through a part of a template with the HTML tokenizer: where does it end if it begins here? A part
 * all of whose paths end where they began can be a nested template; anything else has to be a region, or a piece of one.
 */

import { strictContent } from "../../html/elements/html-names.js"
import { isPending, reopen } from "../../html/elements/nesting.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { isJsonScript } from "../../html/elements/script-type.js"
import { afterExpression, afterText, behindName } from "../../html/tokenizer/path-states.js"
import { refusal, shadowRefusal } from "../../html/tokenizer/places.js"
import { feed, type TagListener } from "../../html/tokenizer/tokenizer.js"
import {
  copyState,
  isInTag,
  isRaw,
  Mode,
  sameState,
  type TokenizerState,
} from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import type {
  AstNode,
  BlockNode,
  CallNode,
  ForNode,
  IfNode,
  ListNode,
  MacroNode,
  PairNode,
  SwitchNode,
  TemplateRefNode,
  ValueNode,
} from "../internals/internals.js"
import { isOwnText, literalText, symbolName, vouches } from "../parse/ast.js"
import type { FileFacts } from "./facts.js"
import { OpenShapes } from "./open-shapes.js"

/** More paths than this are not told apart: the part counts as one that never closes. */
const MAX_PATHS = 12

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

/** What a value may be the name of. */
export type ComputedName = "attribute" | "tag"

export interface PathsOptions {
  /** The file being compiled; paths lead into others. */
  readonly file: FileFacts
  /** Told of a value in a place where none may stand. */
  refused(refused: RefusedPlace): void
  /** Told of a value of this file that is a name. */
  computed(node: AstNode, name: ComputedName): void
}

/** Watches what is followed, for those who want to know more than where paths end. */
export interface PathWatcher {
  readonly listener: TagListener
  /** Text of this file is read. */
  reads(node: AstNode, file: FileFacts): void
  /** There were too many paths: not all that happens is known. */
  misses(): void
  /** A file stands here that is chosen in the render. */
  unknown(from: TokenizerState): void
  /** The block that stands in a block's place. */
  blockFor(node: BlockNode, file: FileFacts): WatchedBlock
  /** What `super()` in a block gives. */
  blockBehind(node: BlockNode): WatchedBlock | undefined
}

/** A block, in the file that it is written in. */
export interface WatchedBlock {
  readonly node: BlockNode
  readonly file: FileFacts
}

type States = readonly TokenizerState[]

export class Paths {
  readonly #options: PathsOptions
  /** What must not be rendered in its place, and why: the render that comes to it fails. */
  readonly refused: Map<AstNode, string> = new Map()
  /** Includes and blocks that may bring fixed text to their place, but no value, and why. */
  readonly fixed: Map<AstNode, string> = new Map()
  /** The outermost include, block or macro that is being followed. */
  #entered: Entered | undefined
  /** What prints into tags and raw text: values, included files, blocks, custom tags. */
  readonly prints: Map<AstNode, PrintNote> = new Map()
  /** What is being followed, so that recursion ends. */
  readonly #following = new Set<AstNode>()
  /** How often that was. */
  #cuts = 0
  readonly #shapes = new OpenShapes()
  /** Parts that end where they begin, by the shape of what is open there: each level asks for all that is inside again. */
  readonly #closed = new Map<AstNode, Set<number>>()

  readonly #watcher: PathWatcher | undefined
  /** The innermost block that is being followed. */
  #block: BlockNode | undefined

  constructor(options: PathsOptions, watcher?: PathWatcher) {
    this.#options = options
    this.#watcher = watcher
  }

  /** Where the paths through a hole of a level end. */
  throughHole(node: AstNode, from: TokenizerState, file: FileFacts): States {
    const problem = shadowRefusal(from)
    if (problem !== undefined) this.#refuse(node, problem, file)
    return this.through(node, from, file)
  }

  /** Where the paths through a node end. The states are not to be changed. */
  through(node: AstNode, from: TokenizerState, file: FileFacts): States {
    if (from.mode !== Mode.data || from.pending.length > 0 || !kept.has(node.typename))
      return this.#follow(node, from, file)
    const shape = this.#shapes.of(from.open)
    const shapes = this.#closed.get(node)
    if (shapes?.has(shape) === true) return [from]
    const cuts = this.#following.size === 0 ? undefined : this.#cuts
    const states = this.#follow(node, from, file)
    // What was cut off because it is being followed already is not known yet.
    const isKnown = cuts === undefined || cuts === this.#cuts
    if (isKnown && states.every((state) => sameState(state, from))) {
      if (shapes === undefined) this.#closed.set(node, new Set([shape]))
      else shapes.add(shape)
    }
    return states
  }

  #follow(node: AstNode, from: TokenizerState, file: FileFacts): States {
    switch (node.typename) {
      case "Root":
      case "NodeList":
      case "Output":
        return this.#list((node as ListNode).children, from, file)
      case "TemplateData":
        return [this.#text(node as ValueNode, from, file)]
      case "If":
        return this.#branches([(node as IfNode).body, (node as IfNode).else_], from, file)
      case "Switch": {
        const { cases, default: otherwise } = node as SwitchNode
        return this.#branches([...cases.map((branch) => branch.body), otherwise], from, file)
      }
      case "For":
        return this.#loop(node as ForNode, from, file)
      case "Set":
      case "Macro":
      case "Import":
      case "FromImport":
      case "Extends":
        return [from]
      case "Include":
        return this.#include(node as TemplateRefNode, from, file)
      case "Block":
        this.#note(node, from)
        return this.#enter(node, from, () => this.#followBlock(node as BlockNode, from, file))
      case "FunCall":
        return this.#call(node as CallNode, from, file)
      default:
        return this.#value(node, from, file)
    }
  }

  #list(nodes: readonly AstNode[], from: TokenizerState, file: FileFacts): States {
    let states: States = [from]
    for (const node of nodes.flatMap(printed)) {
      const [first] = states
      states =
        states.length === 1
          ? this.through(node, first as TokenizerState, file)
          : node.typename === "TemplateData"
            ? this.#texts(node as ValueNode, states, file)
            : distinct(states.flatMap((state) => this.through(node, state, file)))
      if (states.length > MAX_PATHS) {
        this.#watcher?.misses()
        return states.slice(0, MAX_PATHS)
      }
    }
    return states
  }

  #branches(bodies: readonly (AstNode | null)[], from: TokenizerState, file: FileFacts): States {
    const states = bodies.flatMap((body) => (body === null ? [from] : this.through(body, from, file)))
    return distinct(states)
  }

  /** Paths that differ in the attributes of a tag come together at its end, before the text begins the next one. */
  #texts(node: ValueNode, states: States, file: FileFacts): States {
    const cut = states.some(({ mode }) => isInTag(mode)) ? (node.value as string).indexOf(">") + 1 : 0
    if (cut === 0) return distinct(states.map((state) => this.#text(node, state, file)))
    const behind = distinct(states.map((state) => this.#text(node, state, file, { from: 0, to: cut })))
    return distinct(behind.map((state) => this.#text(node, state, file, { from: cut })))
  }

  #text(
    node: ValueNode,
    state: TokenizerState,
    file: FileFacts,
    part: { from: number; to?: number } = { from: 0 },
  ): TokenizerState {
    const text = (node.value as string).slice(part.from, part.to)
    if (this.#watcher === undefined) return afterText(state, text)
    this.#watcher.reads(node, file)
    return feed(copyState(state), text, this.#watcher.listener, { text: node, offset: part.from })
  }

  #followBlock(block: BlockNode, from: TokenizerState, file: FileFacts): States {
    const found = this.#watcher?.blockFor(block, file) ?? { node: block, file }
    return this.#inBlock(found, from)
  }

  #inBlock({ node, file }: WatchedBlock, from: TokenizerState): States {
    return this.#once(node, from, () => {
      const outer = this.#block
      this.#block = node
      const states = this.through(node.body, from, file)
      this.#block = outer
      return states
    })
  }

  /** No round, one, two: what a third would add is like what the second did. */
  #loop({ body, else_ }: ForNode, from: TokenizerState, file: FileFacts): States {
    const none = else_ === null ? [from] : this.through(else_, from, file)
    const once = this.through(body, from, file)
    const others = once.slice(0, MAX_PATHS).filter((state) => !sameState(state, from))
    const twice = others.flatMap((state) => this.through(body, state, file))
    return distinct([...none, ...once, ...twice])
  }

  #include(node: TemplateRefNode, from: TokenizerState, file: FileFacts): States {
    this.#note(node, from)
    const { template } = node
    const name = literalText(template)
    const included = name === undefined ? undefined : file.otherFile(name)
    if (included === undefined) this.#watcher?.unknown(from)
    return this.#enter(node, from, () =>
      included === undefined
        ? [from.mode === Mode.data ? from : afterExpression(behindName(from))]
        : this.#once(included.root, from, () => this.through(included.root, from, included)),
    )
  }

  #call(node: CallNode, from: TokenizerState, file: FileFacts): States {
    const behind =
      symbolName(node.name) === "super" && this.#block !== undefined
        ? this.#watcher?.blockBehind(this.#block)
        : undefined
    if (behind !== undefined) return this.#inBlock(behind, from)
    const known = from.mode === Mode.data ? file.knownMacro(node.name) : undefined
    const caller = callerOf(node)
    const own = caller === undefined ? [from] : this.through(caller.body, from, file)
    const outer =
      known === undefined ? this.#value(node, from, file) : this.#enter(node, from, () => this.#through(known, from))
    return distinct([...outer, ...own])
  }

  #through({ macro, file }: { macro: MacroNode; file: FileFacts }, from: TokenizerState): States {
    return this.#once(macro, from, () => this.through(macro.body, from, file))
  }

  #once(node: AstNode, from: TokenizerState, follow: () => States): States {
    if (this.#following.has(node)) {
      this.#cuts++
      return [from]
    }
    this.#following.add(node)
    const states = follow()
    this.#following.delete(node)
    return states
  }

  /** Follows what is compiled somewhere else. */
  #enter(node: AstNode, from: TokenizerState, follow: () => States): States {
    const outer = this.#entered
    this.#entered ??= { node, inText: from.mode !== Mode.data || from.open.inScript }
    // What it brings is chosen in the render: the block of another file, a file with a computed name.
    const problem = refusal(behindName(from))
    if (problem !== undefined) this.fixed.set(this.#entered.node, refusalText(problem))
    const states = follow()
    this.#entered = outer
    return states
  }

  #refuse(node: AstNode, place: string, file: FileFacts): void {
    const problem = refusalText(place)
    this.#options.refused({ node, file, problem })
    if (this.#entered === undefined) this.refused.set(node, problem)
    // Between tags it is compiled in the same way where it is written, and refused there.
    else if (this.#entered.inText) this.fixed.set(this.#entered.node, problem)
  }

  #note(node: AstNode, { mode, closing, raw, scriptType }: TokenizerState): void {
    if (isRaw(mode)) {
      const isJson = raw === "script" && isJsonScript(scriptType) && !writesText.has(node.typename)
      this.prints.set(node, { vouched: false, isJson })
    } else if (mode === Mode.tagOpen || (isInTag(mode) && !closing && !isOwnText(node))) {
      this.prints.set(node, { vouched: vouches(node), isJson: false })
    }
  }

  #value(node: AstNode, place: TokenizerState, file: FileFacts): States {
    const from = behindName(place)
    const problem = refusal(from)
    if (problem !== undefined) this.#refuse(node, problem, file)
    this.#note(node, from)
    const name = file === this.#options.file && !isMeant(node) ? nameAt(place) : undefined
    if (name !== undefined) this.#options.computed(node, name)
    if (
      from.mode === Mode.data &&
      strictContent.has(from.open.name) &&
      from.open.namespace === "html" &&
      isText(node)
    ) {
      return [{ ...from, open: displaced(from.open) }]
    }
    if (from.mode === Mode.data && isPending(from)) {
      // Text opens it again, no text does not.
      const after = copyState(from)
      reopen(after)
      return [from, after]
    }
    return [from.mode === Mode.data ? from : afterExpression(from)]
  }
}

/** Statements that print text of their own, also where a value would be JSON. */
const writesText: ReadonlySet<string> = new Set(["Include", "Block", "CallExtension"])

/** What a value at this point is the whole name of, or the beginning of it. */
function nameAt({ mode, closing }: TokenizerState): ComputedName | undefined {
  if (mode === Mode.tagOpen) return "tag"
  const isBetween = mode === Mode.beforeAttributeName || mode === Mode.afterAttributeName || mode === Mode.afterQuoted
  return isBetween && !closing ? "attribute" : undefined
}

/** True for a value that was meant to be attributes: fixed texts, what is said to be safe, what a macro makes. */
function isMeant(node: AstNode): boolean {
  if (isOwnText(node) || node.typename === "CallExtension") return true
  if (node.typename === "InlineIf") {
    const { body, else_ } = node as IfNode
    return isMeant(body) && (else_ === null || else_ === undefined || isMeant(else_))
  }
  return node.typename === "FunCall" || (node.typename === "Filter" && symbolName((node as CallNode).name) === "safe")
}

/** Nodes with paths inside of them that may be many. */
const kept: ReadonlySet<string> = new Set(["NodeList", "If", "Switch", "For", "Include", "Block", "FunCall"])

/** What the compiler says of a refused place. */
export function refusalText(place: string): string {
  return `a value cannot stand ${place}.`
}

/** Texts and values stand in an output of their own. */
function printed(node: AstNode): readonly AstNode[] {
  return node.typename === "Output" ? (node as ListNode).children : [node]
}

/** Each once. */
function distinct(states: States): States {
  if (states.length < 2) return states
  const found: TokenizerState[] = []
  for (const state of states) if (!found.some((other) => sameState(other, state))) found.push(state)
  return found
}

/** The body that a `{% call %}` hands to the macro. */
export function callerOf({ args }: CallNode): MacroNode | undefined {
  for (const argument of args.children) {
    if (argument.typename !== "KeywordArgs") continue
    for (const pair of (argument as ListNode).children as unknown as readonly PairNode[]) {
      if (pair.value.typename === "Caller") return pair.value as MacroNode
    }
  }
  return undefined
}

/** True for a value that most likely is text, not elements made by a macro, `safe` or a call. */
function isText(node: AstNode): boolean {
  if (node.typename === "FunCall" || node.typename === "CallExtension") return false
  return node.typename !== "Filter" || symbolName((node as CallNode).name) !== "safe"
}

/**
 * Text directly in a table is moved out in front of it by the parser, and dropped in a `<select>`. So the elements up to
 * there are treated as if they were others, which makes a region of the whole table.
 */
function displaced(open: OpenElement): OpenElement {
  const inTable = open.name !== "select" && open.name !== "optgroup"
  const stop = !inTable || open.name === "table" || open.parent === null
  return { ...open, parent: stop ? open.parent : displaced(open.parent as OpenElement) }
}

/** A short description of where a part stands, for messages. */
export function describeState({ mode, open, tag, closing, attribute, raw }: TokenizerState): string {
  if (mode === Mode.data) return open.name === "" ? "at the top of the template" : `in <${open.name}>`
  if (mode === Mode.tagOpen || mode === Mode.endTagOpen || mode === Mode.tagName) return "in the name of a tag"
  if (mode <= Mode.selfClosing) {
    if (closing) return `in the end tag </${tag}>`
    const name = attribute?.name.replaceAll(HOLE, "…")
    return `in the start tag <${tag}>${name === undefined ? "" : ` at "${name}"`}`
  }
  if (mode === Mode.doctype) return "in a doctype"
  return mode < Mode.raw ? "in a comment" : `in the text of <${raw}>`
}
