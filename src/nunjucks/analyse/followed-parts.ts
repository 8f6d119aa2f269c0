/**
 * What is followed on the way through one hole, so that it is not followed over and over: parts that lead back to where
 * they began, results by the point that they were followed from, and what is being followed now, so that recursion ends.
 */

import type { OpenElement } from "../../html/elements/open-elements.js"
import { Mode, sameState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type { AstNode } from "../internals/internals.js"
import { OpenShapes } from "./open-shapes.js"

/** With more parts than these, what recursion has cut short counts as known: of many that call each other all orders would be followed. */
const MANY_PARTS = 500
/** With more than these there is no end in sight. */
const TOO_MANY_PARTS = 20_000

type States = readonly TokenizerState[]

/** A part, where it is followed from, and all else that what is found of it depends on. */
export interface PartBeginning {
  readonly node: AstNode
  readonly from: TokenizerState
  /** The outermost include, block or macro that it is a part of. */
  readonly entered: object | undefined
  /** The innermost block that is being followed. */
  readonly block: AstNode | undefined
}

interface Followed extends PartBeginning {
  readonly states: States
}

/** By the shape of what is open where they begin. */
type ClosedParts = Map<AstNode, Set<number>>

export class FollowedParts {
  /** What is being followed, so that recursion ends. */
  readonly #following = new Set<AstNode>()
  /** How often that was. */
  #cuts = 0
  readonly #shapes = new OpenShapes()
  /** Parts that end where they begin: each level asks for all that is inside again. */
  readonly #closed: ClosedParts = new Map()
  /** Those of this hole of which recursion has cut something short. */
  readonly #seeminglyClosed: ClosedParts = new Map()
  /** The others, of this hole, by what is open where they begin. */
  readonly #found = new Map<AstNode, Map<OpenElement, Followed[]>>()
  #count = 0
  #depth = 0

  /** Where the paths through a part end: as is known, or as `follow` says. Undefined if too many were followed. */
  through(part: PartBeginning, follow: () => States): States | undefined {
    if (this.#isClosed(part)) return [part.from]
    const known = this.#foundFrom(part)?.find((other) => isSameBeginning(other, part))
    if (known !== undefined) return known.states
    if (this.#depth === 0) this.#beginHole()
    if (++this.#count > TOO_MANY_PARTS) return undefined
    const cuts = this.#following.size === 0 ? undefined : this.#cuts
    this.#depth++
    const states = follow()
    this.#depth--
    // What was cut off because it is being followed already is not known yet.
    if (cuts === undefined || cuts === this.#cuts) this.#note(part, states, this.#closed)
    else if (this.#count > MANY_PARTS) this.#note(part, states, this.#seeminglyClosed)
    return states
  }

  /** Follows what may lead to itself again; undefined if it has. */
  once(node: AstNode, follow: () => States): States | undefined {
    if (this.#following.has(node)) {
      this.#cuts++
      return undefined
    }
    this.#following.add(node)
    const states = follow()
    this.#following.delete(node)
    return states
  }

  #beginHole(): void {
    this.#count = 0
    // To clear a map makes a new table for it, and most holes hold next to nothing.
    if (this.#found.size > 0) this.#found.clear()
    if (this.#seeminglyClosed.size > 0) this.#seeminglyClosed.clear()
  }

  #isClosed({ node, from }: PartBeginning): boolean {
    if (!mayClose(from)) return false
    const shapes = this.#closed.get(node)
    const seeming = this.#seeminglyClosed.get(node)
    if (shapes === undefined && seeming === undefined) return false
    const shape = this.#shapes.of(from.open)
    return shapes?.has(shape) === true || seeming?.has(shape) === true
  }

  #note(part: PartBeginning, states: States, closed: ClosedParts): void {
    const { node, from } = part
    if (mayClose(from) && states.every((state) => sameState(state, from))) {
      const shape = this.#shapes.of(from.open)
      if (closed.get(node)?.add(shape) === undefined) closed.set(node, new Set([shape]))
      return
    }
    const followed = { ...part, states }
    const others = this.#foundFrom(part)
    if (others !== undefined) others.push(followed)
    else if (this.#found.get(node)?.set(from.open, [followed]) === undefined)
      this.#found.set(node, new Map([[from.open, [followed]]]))
  }

  #foundFrom({ node, from }: PartBeginning): Followed[] | undefined {
    return this.#found.get(node)?.get(from.open)
  }
}

function mayClose({ mode, pending }: TokenizerState): boolean {
  return mode === Mode.data && pending.length === 0
}

function isSameBeginning(a: PartBeginning, b: PartBeginning): boolean {
  return a.entered === b.entered && a.block === b.block && a.from.at === b.from.at && sameState(a.from, b.from)
}
