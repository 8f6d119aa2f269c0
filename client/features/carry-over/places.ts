/**
 * Finds a form or control again after the page around it was made anew, or stands for something else: by what it is
 * called and what it tells, the surest first. What cannot be told from its like is told by its order.
 */

import { POST_ATTRIBUTE } from "../../../src/protocol/markup.js"
import { elementsOf, isCheckable } from "../../dom/nodes/control-kinds.js"
import { attributesOf, getAttribute } from "../../dom/nodes/members.js"

/** Texts that tell an element from its like; the first says most, each of the others is enough where it is the only one. */
export type KeysOf = (element: Element) => readonly string[]

export interface Place {
  readonly keys: readonly string[]
  /** Which one of those with the same first key. */
  readonly order: number
  /** For each key: no other has it. */
  readonly only: readonly boolean[]
}

export function placeOf(element: Element, like: readonly Element[], keysOf: KeysOf): Place {
  const keys = keysOf(element)
  const others = keys.map((key, level) => like.filter((other) => keysOf(other)[level] === key))
  return {
    keys,
    order: others[0]?.indexOf(element) ?? 0,
    only: others.map(({ length }) => length === 1),
  }
}

/** `last`: the element that was at this place, which is taken if it still stands for the same. */
export function findAt(place: Place, last: Element, like: readonly Element[], keysOf: KeysOf): Element | undefined {
  for (const [level, key] of place.keys.entries()) {
    const found = like.filter((element) => keysOf(element)[level] === key)
    if (level === 0) {
      if (found.includes(last)) return last
      const same = found[place.order] ?? (found.length === 1 ? found[0] : undefined)
      if (same !== undefined) return same
    } else if (place.only[level] && found.length === 1) return found[0]
  }
  return undefined
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
