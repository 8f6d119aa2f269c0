/**
 * Finds a form or control again after the page around it was made anew, or stands for something else: by what it is
 * called and what it tells, the surest first. What cannot be told from its like is told by the id around it, as rows have
 * one, else by its order.
 */

import { POST_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { elementsOf, isCheckable } from "../../dom/nodes/control-kinds.js"
import { attributesOf, closest, getAttribute, parentOf } from "../../dom/nodes/members.js"

/** Texts that tell an element from its like; the first says most, each of the others is enough where it is the only one. */
export type KeysOf = (element: Element) => readonly string[]

export interface Place {
  readonly keys: readonly string[]
  /** The id around it. */
  readonly row: string | null
  /** Those around all with the same first key. */
  readonly rows: ReadonlySet<string | null>
  /** Which one it is of these in its row, and of all these. */
  readonly orderInRow: number
  readonly order: number
  /** For each key: no other has it. */
  readonly only: readonly boolean[]
}

export function placeOf(element: Element, like: readonly Element[], keysOf: KeysOf): Place {
  const keys = keysOf(element)
  const others = keys.map((key, level) => like.filter((other) => keysOf(other)[level] === key))
  const same = others[0] ?? []
  const row = rowOf(element)
  return {
    keys,
    row,
    rows: new Set(same.map(rowOf)),
    orderInRow: same.filter((other) => rowOf(other) === row).indexOf(element),
    order: same.indexOf(element),
    only: others.map(({ length }) => length === 1),
  }
}

/** `last`: the element that was at this place, which is taken if it still stands for the same. */
export function findAt(place: Place, last: Element, like: readonly Element[], keysOf: KeysOf): Element | undefined {
  for (const [level, key] of place.keys.entries()) {
    const found = like.filter((element) => keysOf(element)[level] === key)
    if (level === 0) {
      const same = among(found, last, place)
      if (same !== undefined) return same
    } else if (place.only[level] && found.length === 1) return found[0]
  }
  return undefined
}

/** One of these, which are alike: that of its own row. If that is gone while others are there it is none of theirs. */
function among(found: readonly Element[], last: Element, { row, rows, orderInRow, order }: Place): Element | undefined {
  const inRow = found.filter((element) => rowOf(element) === row)
  if (inRow.length > 0) return inOrder(inRow, last, orderInRow)
  return found.some((element) => rows.has(rowOf(element))) ? undefined : inOrder(found, last, order)
}

function inOrder(found: readonly Element[], last: Element, order: number): Element | undefined {
  return found.includes(last) ? last : (found[order] ?? (found.length === 1 ? found[0] : undefined))
}

function rowOf(element: Element): string | null {
  const parent = parentOf(element)
  const row = parent instanceof Element ? closest(parent, "[id]") : null
  return row === null ? null : getAttribute(row, "id")
}

/** Of forms, by the prefix of the binding attributes. Hidden fields and values of the binding tell rows apart. */
export function formKeys(prefix: string): KeysOf {
  return (form) => {
    const own = `${getAttribute(form, "id")} ${getAttribute(form, "name")}`
    const told = `${own} ${bindingsOf(form, prefix)}`
    const hidden = elementsOf(form as HTMLFormElement).filter(
      (field) => (field as HTMLInputElement).type === "hidden" && !field.hasAttribute(POST_ATTRIBUTE),
    ) as HTMLInputElement[]
    return [`${told} ${JSON.stringify(hidden.map(({ name, value }) => [name, value]))}`, told, own]
  }
}

/** Of the controls of a form, or of those of none. */
export function controlKeys(prefix: string): KeysOf {
  return (control) => {
    const id = control.getAttribute("id")
    const name = control.getAttribute("name")
    const own = `${name} ${isCheckable(control) ? `${control.type} ${control.value}` : ""}`
    const keys = [`${own} ${id} ${bindingsOf(control, prefix)}`]
    if (name !== null) keys.push(own)
    if (id !== null) keys.push(`#${id}`)
    return keys
  }
}

function bindingsOf(element: Element, prefix: string): string {
  const bindings = Array.from(attributesOf(element)).filter(({ name }) => name.startsWith(prefix))
  return JSON.stringify(bindings.map(({ name, value }) => [name, value]).sort())
}
