/**
 * Names that the body of a loop sets for itself: whatever reads one of them comes behind a `set` of the same item. Then no
 * item hands anything to the next, and one that is the same as last time may be left out.
 */

import type { AstNode, ForNode, IfNode, SetNode, SwitchNode } from "../internals/internals.js"
import { childrenOf, loopNames, loopSource } from "../parse/ast.js"
import type { FileFacts } from "./facts.js"
import { ANY } from "./part-facts.js"

/** The names that a loop's body sets for itself; undefined if one item may see what another has set. */
export function ownSets(file: FileFacts, { body }: ForNode): ReadonlySet<string> | undefined {
  const { sets } = file.of(body)
  if (sets.size === 0) return sets
  const isOwn = !sets.has(ANY) && ![...sets].some((name) => file.isVariable(name))
  return isOwn && new Order(file, sets).holds(body, new Set()) ? sets : undefined
}

class Order {
  readonly #file: FileFacts
  readonly #names: ReadonlySet<string>

  constructor(file: FileFacts, names: ReadonlySet<string>) {
    this.#file = file
    this.#names = names
  }

  /** Follows a node in the order of evaluation; adds to `done` what is set behind it on every path. */
  holds(node: AstNode, done: Set<string>): boolean {
    switch (node.typename) {
      case "NodeList":
        return childrenOf(node).every((child) => this.holds(child, done))
      case "Set":
        return this.#set(node as SetNode, done)
      case "If":
        return this.#branches((node as IfNode).cond, [(node as IfNode).body, (node as IfNode).else_], done)
      case "Switch": {
        const { expr, cases, default: otherwise } = node as SwitchNode
        const tests = cases.every(({ cond }) => this.#reads(cond, done))
        return tests && this.#branches(expr, [...cases.map(({ body }) => body), otherwise], done)
      }
      case "For":
        return this.#loop(node as ForNode, done)
      default:
        return this.#reads(node, done)
    }
  }

  #set({ targets, value, body }: SetNode, done: Set<string>): boolean {
    if (![value, body].every((inner) => inner === null || inner === undefined || this.#reads(inner, done))) return false
    for (const { value: name } of targets) done.add(name)
    return true
  }

  #branches(test: AstNode, branches: readonly (AstNode | null)[], done: Set<string>): boolean {
    if (!this.#reads(test, done)) return false
    const ends = branches.map((branch) => {
      const own = new Set(done)
      return branch === null || this.holds(branch, own) ? own : undefined
    })
    if (ends.includes(undefined)) return false
    for (const name of this.#names) if (ends.every((end) => end?.has(name))) done.add(name)
    return true
  }

  #loop(node: ForNode, done: ReadonlySet<string>): boolean {
    if (loopNames(node).some((name) => this.#names.has(name)) || !this.#reads(loopSource(node).source, done))
      return false
    return [node.key, node.body, node.else_].every(
      (part) => part === null || part === undefined || this.holds(part, new Set(done)),
    )
  }

  /** True for what sets nothing, and reads only what has been set. */
  #reads(node: AstNode, done: ReadonlySet<string>): boolean {
    const { reads, sets } = this.#file.of(node)
    return sets.size === 0 && [...this.#names].every((name) => done.has(name) || !reads.has(name))
  }
}
