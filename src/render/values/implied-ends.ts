/**
 * What a tree would close of the elements around it though it stands in another template: a `<div>` in what is put into a `<p>`.
 * Where nobody knows before the render what is put there, the tree is looked at then. Kinds of elements are bits
 * (`closable-kinds.ts`).
 */

import { closedByTag, IN_FOREIGN, reachedFrom } from "../../html/elements/closable-kinds.js"
import { feed } from "../../html/tokenizer/tokenizer.js"
import { initialState } from "../../html/tokenizer/tokenizer-state.js"
import type { Template } from "../template/template.js"
import { List, Region, type Rendered, type Value } from "./values.js"

const none = 0

/** What a text would close around it, and what may be closed by something behind each of its parts. */
interface Outline {
  readonly closes: number
  readonly reached: readonly number[]
  /** All kinds that matter anywhere in it. */
  readonly all: number
}

const outlines = new WeakMap<Template, Outline>()

function outlineOf(template: Template): Outline {
  let outline = outlines.get(template)
  if (outline === undefined) outlines.set(template, (outline = readOutline(template)))
  return outline
}

function readOutline({ statics, slots, namespace }: Template): Outline {
  const state = initialState(namespace)
  let closes = none
  const reached: number[] = []
  const startTag = (name: string): void => {
    const open = reachedFrom(state.open)
    if (open !== none) closes |= closedByTag(name, open)
  }
  statics.forEach((text, part) => {
    feed(state, text, { startTag, endTag: () => undefined })
    const slot = slots[part]
    if (slot !== undefined)
      reached.push(slot.kind === "content" || slot.kind === "region" ? reachedFrom(state.open) : none)
  })
  return { closes, reached, all: reached.reduce((bits, more) => bits | more, closes) }
}

/**
 * Which of these kinds of elements a value would close that are open around it.
 *
 * @param among - Bits, as `closableAt` gives them.
 * @returns Bits; 0 for texts, and for what closes nothing.
 */
export function closedBy(value: Value, among: number): number {
  if (Array.isArray(value)) return closedByTree(value, among)
  if (value instanceof List) return closedByList(value, among)
  return value instanceof Region ? closedByText(value.html) & among & ~IN_FOREIGN : none
}

function closedByTree(tree: Rendered, among: number): number {
  const { closes, reached, all } = outlineOf(tree[0])
  if ((all & among) === none) return none
  let found = closes & among
  for (const [index, bits] of reached.entries()) {
    const rest = bits & among
    const value = tree[index + 1] as Value
    if (rest !== none && typeof value === "object") found |= closedBy(value, rest)
  }
  return found
}

function closedByList({ items: all, template }: List, among: number): number {
  if (template !== null && (outlineOf(template).all & among) === none) return none
  return all.reduce((bits, item) => bits | closedByTree(item, among), none)
}

function closedByText(html: string): number {
  return readOutline({ statics: [html], slots: [], namespace: "html" } as unknown as Template).closes
}
