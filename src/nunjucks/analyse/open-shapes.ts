/**
 * Numbers for stacks of open elements: those with the same names in the same order have the same number, so whatever is
 * read in one of them is read alike in the others. The elements themselves are other objects at each place.
 */

import type { OpenElement } from "../../html/elements/open-elements.js"

export class OpenShapes {
  readonly #known = new WeakMap<OpenElement, number>()
  readonly #numbers = new Map<string, number>()

  of(element: OpenElement): number {
    const known = this.#known.get(element)
    if (known !== undefined) return known
    const { name, namespace, content, parent, inShadow, inScript } = element
    const shape = `${parent === null ? "" : this.of(parent)} ${namespace} ${content} ${name} ${inShadow} ${inScript}`
    const number = this.#numbers.get(shape) ?? this.#numbers.size
    this.#numbers.set(shape, number)
    this.#known.set(element, number)
    return number
  }
}
