/**
 * Follows every path through a part of a template with the HTML tokenizer: where does it end if it begins here? A part
 * all of whose paths end where they began can be a nested template; anything else has to be a region, or a piece of one.
 */

import { afterExpression, afterText, behindName } from "../../html/tokenizer/path-states.js"
import { shadowRefusal } from "../../html/tokenizer/places.js"
import type { TagListener } from "../../html/tokenizer/state-table.js"
import { feed } from "../../html/tokenizer/tokenizer.js"
import { copyState, isInTag, Mode, sameState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
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
import { literalText, symbolName } from "../parse/ast.js"
import { behindValue } from "./behind-value.js"
import type { FileFacts } from "./facts.js"
import { FollowedParts } from "./followed-parts.js"
import type { PlaceNotes } from "./place-notes.js"

/** More paths than this are not told apart: the part counts as one that never closes. */
const MAX_PATHS = 12

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

/** How the paths through a kind of node are followed. */
type Way = (paths: Paths, node: AstNode, from: TokenizerState, file: FileFacts) => States

export class Paths {
  /** What is found on the way of values and of the places they stand in. */
  readonly notes: PlaceNotes
  readonly #parts = new FollowedParts()
  readonly #watcher: PathWatcher | undefined
  /** The innermost block that is being followed. */
  #block: BlockNode | undefined

  constructor(notes: PlaceNotes, watcher?: PathWatcher) {
    this.notes = notes
    this.#watcher = watcher
  }

  /** Where the paths through a hole of a level end. */
  throughHole(node: AstNode, from: TokenizerState, file: FileFacts): States {
    const problem = shadowRefusal(from)
    if (problem !== undefined) this.notes.refuse(node, problem, file)
    return this.through(node, from, file)
  }

  /** Where the paths through a node end. The states are not to be changed. */
  through(node: AstNode, from: TokenizerState, file: FileFacts): States {
    if (!kept.has(node.typename)) return this.#follow(node, from, file)
    const part = { node, from, entered: this.notes.entered, block: this.#block }
    const states = this.#parts.through(part, () => this.#follow(node, from, file))
    if (states === undefined) this.notes.endless(node, file)
    return states ?? [from]
  }

  #follow(node: AstNode, from: TokenizerState, file: FileFacts): States {
    const way = Paths.#ways[node.typename]
    return way === undefined ? this.#value(node, from, file) : way(this, node, from, file)
  }

  static readonly #inside: Way = (paths, node, from, file) => paths.#list((node as ListNode).children, from, file)
  static readonly #silent: Way = (_paths, _node, from) => [from]

  /** By the kind of node; all others are values. */
  static readonly #ways: Readonly<Record<string, Way | undefined>> = {
    Root: this.#inside,
    NodeList: this.#inside,
    Output: this.#inside,
    TemplateData: (paths, node, from, file) => [paths.#text(node as ValueNode, from, file)],
    If: (paths, node, from, file) => paths.#branches([(node as IfNode).body, (node as IfNode).else_], from, file),
    Switch: (paths, node, from, file) => {
      const { cases, default: otherwise } = node as SwitchNode
      return paths.#branches([...cases.map((branch) => branch.body), otherwise], from, file)
    },
    For: (paths, node, from, file) => paths.#loop(node as ForNode, from, file),
    Set: this.#silent,
    Macro: this.#silent,
    Import: this.#silent,
    FromImport: this.#silent,
    Extends: this.#silent,
    Include: (paths, node, from, file) => paths.#include(node as TemplateRefNode, from, file),
    Block: (paths, node, from, file) => {
      paths.notes.print(node, from)
      return paths.notes.entering(node, from, () => paths.#followBlock(node as BlockNode, from, file))
    },
    FunCall: (paths, node, from, file) => paths.#call(node as CallNode, from, file),
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
    const others = once.filter((state) => !sameState(state, from))
    let states = distinct([...none, ...once])
    for (const state of others) {
      states = distinct([...states, ...this.through(body, state, file)])
      if (states.length > MAX_PATHS) break
    }
    return states
  }

  #include(node: TemplateRefNode, from: TokenizerState, file: FileFacts): States {
    this.notes.print(node, from)
    const { template } = node
    const name = literalText(template)
    const included = name === undefined ? undefined : file.otherFile(name)
    if (included === undefined) this.#watcher?.unknown(from)
    return this.notes.entering(node, from, () =>
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
      known === undefined
        ? this.#value(node, from, file)
        : this.notes.entering(node, from, () => this.#through(known, from))
    return distinct([...outer, ...own])
  }

  #through({ macro, file }: { macro: MacroNode; file: FileFacts }, from: TokenizerState): States {
    return this.#once(macro, from, () => this.through(macro.body, from, file))
  }

  #once(node: AstNode, from: TokenizerState, follow: () => States): States {
    return this.#parts.once(node, follow) ?? [from]
  }

  #value(node: AstNode, place: TokenizerState, file: FileFacts): States {
    const from = behindName(place)
    this.notes.value(node, { place, from, file })
    return behindValue(node, from)
  }
}

/** Nodes with paths inside of them that may be many. */
const kept: ReadonlySet<string> = new Set(["Root", "NodeList", "If", "Switch", "For", "Include", "Block", "FunCall"])

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
