/**
 * The attributes of one start tag, as far as their names can be known when a template is compiled: which of them may have
 * the same name, so that the parser takes one and drops the other.
 */

import { HOLE } from "../../protocol/markup.js"
import type { AttributeToken, TokenizerState } from "./tokenizer-state.js"

/** A point in what the builder has read. */
export interface Position {
  /** Index into the log and, if a text stands there, offset into it. */
  readonly entry: number
  readonly offset: number
}

export function isBehind(candidate: Position, position: Position): boolean {
  if (candidate.entry !== position.entry) return candidate.entry > position.entry
  return candidate.offset > position.offset
}

/** An attribute of the start tag being read, or a hole that brings some. */
export interface TagPart {
  readonly at: Position
  readonly kind: "static" | "attribute" | "tag"
  /** Names it has or may have; undefined: any. */
  readonly names: readonly string[] | undefined
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

/** True for a slot that holds a value without quotes, so that a slash at its end belongs to it. */
export function isUnquoted(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && "quote" in entry && entry.quote === "unquoted"
}
