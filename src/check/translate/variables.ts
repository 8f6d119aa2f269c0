/** Names of variables in the generated code, and those that stand for one thing wherever it is named. */

import type { ComponentDefinition } from "../../component/definition.js"
import type { GeneratedCode } from "../sources/generated-code.js"

export class Variables {
  readonly #code: GeneratedCode
  /** Code with the type of a component's function. */
  readonly #component: (component: ComponentDefinition) => string
  readonly #hoisted = new Map<unknown, string>()
  #ids = 0

  constructor(code: GeneratedCode, component: (component: ComponentDefinition) => string) {
    this.#code = code
    this.#component = component
  }

  /** A variable's name that no other has. */
  newId(name: string): string {
    return `$${name.replace(/[^\w$]/g, "_")}_${this.#ids++}`
  }

  /** The variable for an assign that may be missing: one for all places, so that conditions narrow it. */
  optionalId(name: string): string {
    return this.#constant(`optional ${name}`, name, () => `__lm.optional(__a, ${JSON.stringify(name)})`)
  }

  /** The variable for a global, or for the assign of that name, which counts where assigns are seen. */
  globalId(name: string, code: string, seesAssigns: boolean): string {
    return this.#constant(`global ${name} ${seesAssigns}`, name, () =>
      seesAssigns ? `__lm.assignOr(__a, ${JSON.stringify(name)}, ${code})` : code,
    )
  }

  /** The variable for a component's function. */
  componentId(component: ComponentDefinition): string {
    return this.#constant(component, component.name, () => this.#component(component))
  }

  /** A variable of the whole code: the same each time. */
  #constant(key: unknown, name: string, code: () => string): string {
    const known = this.#hoisted.get(key)
    if (known !== undefined) return known
    const id = this.newId(name)
    this.#hoisted.set(key, id)
    this.#code.hoist(`const ${id} = ${code()}`)
    return id
  }
}
