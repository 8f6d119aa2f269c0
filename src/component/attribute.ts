/** Declarations of a component's attributes: `attr.string()`, `.required()`, `.default(value)`, and `attr.global()`. */

import type { AttributeValue } from "../render/values/attribute-text.js"
import { isBinding } from "../render/values/render-setting.js"

/** A value that can be written into a template as it is. */
export type Literal = string | number | boolean

/** Whether a use of the component has to give an attribute. */
export type Presence = "optional" | "required" | "default"

/** What is known of a declared attribute when the program runs. */
export interface AttributeSpec {
  /** "any": only TypeScript knows more. */
  readonly type: "string" | "number" | "boolean" | "oneOf" | "any"
  /** The values of "oneOf". */
  readonly values: readonly Literal[]
  readonly presence: Presence
  readonly default: unknown
  readonly doc: string | undefined
}

/** A declared attribute. Its methods give a new declaration. */
export interface Attribute<T, P extends Presence = "optional"> {
  /** Every use has to give it. */
  required(): Attribute<T, "required">
  /** What it is in uses that do not give it. */
  default(value: T): Attribute<T, "default">
  /** A sentence for {@link describeComponents}. */
  doc(text: string): Attribute<T, P>
  readonly "~attribute": AttributeSpec
  /** Only in types. */
  readonly "~type"?: T
  /** Only in types. */
  readonly "~presence"?: P
}

/** The rest: attributes that pass through to an element. `N` are further names. */
export interface GlobalAttribute<N extends string = never> {
  readonly "~global": { readonly names: readonly string[] }
  /** Only in types. */
  readonly "~names"?: N
}

/** Attributes of a component by name. */
export interface AttributeDeclarations {
  readonly [name: string]: Attribute<unknown, Presence> | GlobalAttribute<string>
}

/** What {@link attr} offers. */
export interface AttributeTypes {
  string(): Attribute<string>
  number(): Attribute<number>
  boolean(): Attribute<boolean>
  /** One of these values. */
  oneOf<const V extends Literal>(values: readonly V[]): Attribute<V>
  /** Any value; TypeScript checks that it is a `T`. */
  of(): Attribute<unknown>
  of<T>(): Attribute<T>
  /**
   * All the attributes that any element may have (`id`, `class`, `title`, `role`, …, `aria-*`, `data-*`, `live-*`), and
   * those named here (`"form"`; `"x-*"` for all that begin with `x-`), as one record for a hole between attributes.
   */
  global(): GlobalAttribute
  global<const N extends string>(names: readonly N[]): GlobalAttribute<N>
}

/** Declares the attributes of a {@link component}. */
export const attr: AttributeTypes = {
  string: () => declare({ type: "string" }),
  number: () => declare({ type: "number" }),
  boolean: () => declare({ type: "boolean" }),
  oneOf: (values) => declare({ type: "oneOf", values }),
  of: <T>() => declare<T, "optional">({ type: "any" }),
  global: (names: readonly string[] = []) => ({ "~global": { names } }),
}

function declare<T, P extends Presence>(given: Partial<AttributeSpec>): Attribute<T, P> {
  const spec: AttributeSpec = {
    type: "any",
    values: [],
    presence: "optional",
    default: undefined,
    doc: undefined,
    ...given,
  }
  return {
    required: () => declare({ ...spec, presence: "required", default: undefined }),
    default: (value) => declare({ ...spec, presence: "default", default: value }),
    doc: (text) => declare({ ...spec, doc: text }),
    "~attribute": spec,
  }
}

const globalNames: ReadonlySet<string> = new Set([
  "accesskey",
  "autocapitalize",
  "autofocus",
  "class",
  "contenteditable",
  "dir",
  "draggable",
  "enterkeyhint",
  "exportparts",
  "hidden",
  "id",
  "inert",
  "inputmode",
  "is",
  "itemid",
  "itemprop",
  "itemref",
  "itemscope",
  "itemtype",
  "lang",
  "part",
  "popover",
  "role",
  "slot",
  "spellcheck",
  "style",
  "tabindex",
  "title",
  "translate",
])

/** Attributes that any element may have. */
export interface GlobalAttributes {
  readonly accesskey?: AttributeValue
  readonly autocapitalize?: AttributeValue
  readonly autofocus?: AttributeValue
  readonly class?: AttributeValue
  readonly contenteditable?: AttributeValue
  readonly dir?: AttributeValue
  readonly draggable?: AttributeValue
  readonly enterkeyhint?: AttributeValue
  readonly exportparts?: AttributeValue
  readonly hidden?: AttributeValue
  readonly id?: AttributeValue
  readonly inert?: AttributeValue
  readonly inputmode?: AttributeValue
  readonly is?: AttributeValue
  readonly itemid?: AttributeValue
  readonly itemprop?: AttributeValue
  readonly itemref?: AttributeValue
  readonly itemscope?: AttributeValue
  readonly itemtype?: AttributeValue
  readonly lang?: AttributeValue
  readonly part?: AttributeValue
  readonly popover?: AttributeValue
  readonly role?: AttributeValue
  readonly slot?: AttributeValue
  readonly spellcheck?: AttributeValue
  readonly style?: AttributeValue
  readonly tabindex?: AttributeValue
  readonly title?: AttributeValue
  readonly translate?: AttributeValue
  readonly [name: `aria-${string}`]: AttributeValue
  readonly [name: `data-${string}`]: AttributeValue
  readonly [name: `live-${string}`]: AttributeValue
}

/** `aria-*` and `data-*`, for any element. */
const FAMILY = /^(?:aria|data)-./

/** True for an attribute that passes through `attr.global(names)`. */
export function passesThrough(name: string, names: readonly string[]): boolean {
  if (globalNames.has(name) || FAMILY.test(name) || isBinding(name)) return true
  return names.some((known) =>
    known.endsWith("*") ? name.length >= known.length && name.startsWith(known.slice(0, -1)) : known === name,
  )
}

/** All names that pass through, for "did you mean". */
export function namesThatPass(names: readonly string[]): string[] {
  return [...globalNames, ...names.filter((name) => !name.endsWith("*"))]
}
