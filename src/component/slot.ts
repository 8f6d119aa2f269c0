/** Declarations of a component's slots: `slot()`, `slot.required()`, `slot<Arg>()`, `slot.many<Arg, Attrs>()`. */

import type { HtmlContent } from "../render/values/html.js"
import type { Attribute, AttributeSpec, Presence } from "./attribute.js"

/** What is known of a declared slot when the program runs. */
export interface SlotSpec {
  readonly required: boolean
  readonly many: boolean
  /** Attributes of the slot itself; undefined: any. */
  readonly attrs: ReadonlyMap<string, AttributeSpec> | undefined
  readonly doc: string | undefined
}

/** A declared slot. `Arg` is what the component hands to its content, `void` for nothing. */
export interface Slot<Arg = void, Required extends boolean = boolean> {
  /** A sentence for {@link describeComponents}. */
  doc(text: string): Slot<Arg, Required>
  readonly "~slot": SlotSpec
  readonly "~many": false
  /** Only in types. */
  readonly "~types"?: readonly [arg: Arg, required: Required]
}

/** A slot that may be given several times, each with attributes of its own. */
export interface ManySlot<Arg = void, Attrs extends object = object> {
  /** A sentence for {@link describeComponents}. */
  doc(text: string): ManySlot<Arg, Attrs>
  readonly "~slot": SlotSpec
  readonly "~many": true
  /** Only in types. */
  readonly "~types"?: readonly [arg: Arg, attrs: Attrs]
}

/** Slots of a component by name; "default" is what stands inside of its tag. */
export interface SlotDeclarations {
  readonly [name: string]: Slot<unknown> | ManySlot<unknown>
}

/** Declarations of a many-slot's attributes, for checks of templates. */
export type SlotAttributes<Attrs extends object> = {
  readonly [K in keyof Attrs]-?: Attribute<NonNullable<Attrs[K]>, Presence>
}

/** A many-slot's attributes by what they are declared as: those that are not required may be left out. */
export type DeclaredAttributes<A> = {
  readonly [K in keyof A as A[K] extends Attribute<infer _T, "required"> ? K : never]: DeclaredValue<A[K]>
} & {
  readonly [K in keyof A as A[K] extends Attribute<infer _T, "required"> ? never : K]?: DeclaredValue<A[K]> | undefined
}

type DeclaredValue<D> = D extends Attribute<infer T, Presence> ? T : never

/** What {@link slot} offers. */
export interface SlotTypes {
  /** A slot that a use may leave out. With a type argument its content is a function of it. */
  (): Slot<void, false>
  <Arg>(): Slot<Arg, false>
  /** A slot that every use has to give. */
  required(): Slot<void, true>
  required<Arg>(): Slot<Arg, true>
  /**
   * A slot that may be given any number of times. Its attributes are `Attrs`; declare them as a value too, and templates
   * are checked against them.
   */
  many(): ManySlot
  many<Arg>(): ManySlot<Arg>
  /** Without a type argument nothing is handed to its content, and the attributes are of the types declared. */
  many<A extends Readonly<Record<string, Attribute<unknown, Presence>>>>(
    attrs: A,
  ): ManySlot<void, DeclaredAttributes<A>>
  many<Arg, Attrs extends object>(attrs?: SlotAttributes<Attrs>): ManySlot<Arg, Attrs>
}

/** Declares the slots of a {@link component}. */
export const slot: SlotTypes = Object.assign(() => one(false), {
  required: () => one(true),
  many: (attrs?: Readonly<Record<string, Attribute<unknown, Presence>>>) => many(attrs && specsOf(attrs)),
}) as SlotTypes

function specsOf(attrs: Readonly<Record<string, Attribute<unknown, Presence>>>): SlotSpec["attrs"] {
  return new Map(Object.entries(attrs).map(([name, attribute]) => [name, attribute["~attribute"]]))
}

function one<Required extends boolean>(required: Required, doc?: string): Slot<void, Required> {
  return {
    doc: (text) => one(required, text),
    "~slot": { required, many: false, attrs: undefined, doc },
    "~many": false,
  }
}

function many(attrs: SlotSpec["attrs"], doc?: string): ManySlot {
  return {
    doc: (text) => many(attrs, text),
    "~slot": { required: false, many: true, attrs, doc },
    "~many": true,
  }
}

/** What a component's `render` gets of a slot: a function that gives the content. */
export type SlotFunction<Arg> = [Arg] extends [void] ? () => HtmlContent : (arg: Arg) => HtmlContent

/** What a component's `render` gets for each time a many-slot is given. */
export interface SlotEntry<Arg, Attrs> {
  readonly attrs: Attrs
  readonly content: SlotFunction<Arg>
}
