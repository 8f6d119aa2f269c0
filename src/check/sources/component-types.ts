/**
 * The types of components, for generated code: that of the function which the app or livemount exports, and for those
 * whose declaration is not found, what the definition itself says.
 */

import type { AttributeSpec } from "../../component/attribute.js"
import { componentDefinitionOf } from "../../component/component.js"
import type { ComponentDefinition } from "../../component/definition.js"
import * as livemount from "../../index.js"
import type { SourceModules } from "./source-modules.js"

/** Where a component's function is. */
interface Place {
  /** As a type, from anywhere. */
  readonly type: string | undefined
  /** The module that declares it, and how it is called there. */
  readonly module?: string
  readonly local?: string | undefined
}

export class ComponentTypes {
  readonly #modules: SourceModules
  readonly #places = new Map<ComponentDefinition, Place>()

  constructor(modules: SourceModules) {
    this.#modules = modules
  }

  /** Code with the type of a component's function, for the copy of a module of the app. */
  codeOf(component: ComponentDefinition, module: string | undefined): string {
    const place = this.#places.get(component) ?? this.#find(component)
    this.#places.set(component, place)
    const local = place.module === module ? place.local : undefined
    const type = place.type === undefined ? "__lm.anything" : `__lm.anything as ${place.type}`
    return `__lm.component(${local ?? type}, __lm.anything as ${specifiedType(component)})`
  }

  #find(component: ComponentDefinition): Place {
    const all = this.#modules.componentsOf(component)
    const exported = all.filter(({ declaration }) => declaration.exported !== undefined)
    const [found, ...others] = exported.length > 0 ? exported : all
    const own = wayTo((other) => other === component)
    if (own === undefined && found !== undefined) {
      // Of two with one name nobody knows which it is.
      if (others.length > 0) return { type: undefined }
      const { path: module, declaration } = found
      const { local, exported: way } = declaration
      const type = way && typeOf(module.replace(/\.([cm]?)tsx?$/, ".$1js").replaceAll("\\", "/"), way)
      return { type, module, local: local && local[0] + membersOf(local.slice(1)) }
    }
    // An app's livemount may be another copy than the one that checks it.
    const same = own ?? wayTo((other) => isLike(other, component))
    return { type: same && typeOf("livemount", same) }
  }
}

/** The names under which livemount exports a component: by its own name, or as a member of an object. */
function wayTo(test: (definition: ComponentDefinition) => boolean): string[] | undefined {
  const isIt = (value: unknown): boolean => {
    const definition = componentDefinitionOf(value)
    return definition !== undefined && test(definition)
  }
  for (const [name, value] of Object.entries(livemount)) {
    if (isIt(value)) return [name]
    const members: object = typeof value === "object" && value !== null ? value : {}
    const member = Object.entries(members).find(([, inner]) => isIt(inner))
    if (member !== undefined) return [name, member[0]]
  }
  return undefined
}

function isLike(one: ComponentDefinition, other: ComponentDefinition): boolean {
  const names = ({ name, attrs, slots }: ComponentDefinition): string =>
    JSON.stringify([name, [...attrs.keys()], [...slots.keys()]])
  return names(one) === names(other)
}

function typeOf(module: string, way: readonly string[]): string {
  return `(typeof import(${JSON.stringify(module)}))${membersOf(way)}`
}

function membersOf(names: readonly string[]): string {
  return names.map((name) => `[${JSON.stringify(name)}]`).join("")
}

/** The type of a function with these attributes and slots, as far as the declarations at run time tell. */
function specifiedType({ attrs, rest, slots }: ComponentDefinition): string {
  const contents = [...slots].map(([name, { many, attrs: own }]): string => {
    const entry = `{ attrs?: ${own === undefined ? "any" : recordOf(own)}; content?: any }`
    return `${JSON.stringify(name)}?: ${many ? `${entry}[]` : "any"}`
  })
  const passing = rest === undefined ? [] : ["[name: string]: any"]
  return `((attributes: ${recordOf(attrs, passing)}, content?: { ${contents.join("; ")} }) => unknown)`
}

/** All are optional: whether they are given is looked at when the template is parsed. */
function recordOf(attrs: ReadonlyMap<string, AttributeSpec>, others: readonly string[] = []): string {
  const members = [...attrs].map(([name, spec]) => `${JSON.stringify(name)}?: ${valueType(spec)} | undefined`)
  return `{ ${[...members, ...others].join("; ")} }`
}

function valueType({ type, values }: AttributeSpec): string {
  if (type === "oneOf") return values.map((value) => JSON.stringify(value)).join(" | ")
  return type
}
