/**
 * The attributes of one start tag, as far as their names can be known when a template is compiled: which of them may have
 * the same name, so that the parser takes one and drops the other.
 */

import type { AttributeToken, TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import type { Position } from "./source-log.js"

/** An attribute of the start tag being read, or a hole that brings some. */
export interface TagPart {
  readonly at: Position
  readonly kind: "static" | "attribute" | "tag"
  /** Names it has or may have; undefined: any. */
  readonly names: readonly string[] | undefined
}

/** The parts of the start tag being read, in order. */
export class TagParts {
  #parts: TagPart[] = []

  /** Another tag begins. */
  clear(): void {
    this.#parts = []
  }

  /** Gives the parts of the tag that ends. */
  finish(): readonly TagPart[] {
    const parts = this.#parts
    this.#parts = []
    return parts
  }

  get first(): TagPart | undefined {
    return this.#parts[0]
  }

  /** The attribute being read. */
  get last(): TagPart | undefined {
    return this.#parts.at(-1)
  }

  /** Of the attributes read so far; `withoutLast`: but for that being read. */
  names(withoutLast: boolean): string[] {
    return namesOf(withoutLast ? this.#parts.slice(0, -1) : this.#parts)
  }

  attributeBegins(at: Position): void {
    this.#parts.push({ at, kind: "static", names: [] })
  }

  /** The name of the attribute being read is known. */
  nameRead(name: string): void {
    const part = this.last
    if (part?.kind === "static" && !name.includes(HOLE)) this.#replaceLast({ ...part, names: [name] })
  }

  /** A hole stands in the value of the attribute being read. */
  valueHasHole(): void {
    const part = this.last
    if (part?.kind === "static") this.#replaceLast({ ...part, kind: "attribute" })
  }

  /** A hole brings attributes of these names; `around`: the attribute being read is a part of it. */
  holeBrings(names: readonly string[] | undefined, at: Position, around: TagPart | undefined): void {
    if (around !== undefined) this.#parts.pop()
    this.#parts.push({ at, kind: "tag", names: names && [...(around?.names ?? []), ...names] })
  }

  #replaceLast(part: TagPart): void {
    this.#parts[this.#parts.length - 1] = part
  }
}

/** The names that are written out. */
export function namesOf(parts: readonly TagPart[]): string[] {
  return parts.flatMap(({ kind, names }) => (kind === "tag" ? [] : (names ?? [])))
}

/** Names of the attributes that the paths through a hole may begin; undefined: any. */
export function namesAdded(
  before: AttributeToken | null,
  paths: readonly TokenizerState[],
): readonly string[] | undefined {
  const names = new Set<string>()
  for (const { attribute } of paths) {
    let node = attribute
    for (; node !== null && node !== before; node = node.previous) {
      if (node.name.includes(HOLE)) return undefined
      names.add(node.name)
    }
    // The name or value that stood before the hole goes on behind it.
    if (node !== before) return undefined
  }
  return [...names]
}

/** From which part on names repeat so that it matters; the name, if it is certain that they do. */
export function firstRepeated(
  parts: readonly TagPart[],
): { readonly from: number; readonly name?: string } | undefined {
  let found: { readonly from: number; readonly name?: string } | undefined
  parts.forEach((later, l) => {
    parts.slice(0, l).forEach((earlier, e) => {
      if (earlier.kind === "tag" ? !mayMeet(earlier, later) : later.kind !== "attribute" || !mayMeet(earlier, later))
        return
      const from = earlier.kind === "tag" ? e : l
      const name = earlier.kind === "tag" ? undefined : later.names?.[0]
      if (found === undefined || from < found.from) found = name === undefined ? { from } : { from, name }
    })
  })
  return found
}

function mayMeet({ names: some }: TagPart, { names: others }: TagPart): boolean {
  if (some === undefined) return others === undefined || others.length > 0
  return others === undefined ? some.length > 0 : others.some((name) => some.includes(name))
}
