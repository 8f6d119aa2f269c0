/**
 * Function components: declared attributes and slots, and a function of them. In `` html`…` `` they are typed functions,
 * in nunjucks custom tags.
 */

import { LiveError } from "../errors/live-error.js"
import type { HtmlContent } from "../render/values/html.js"
import { inDevelopment } from "../render/values/render-setting.js"
import type { HtmlAttributes } from "../render/values/tag-value.js"
import { Html, isRendered, List, type Rendered } from "../render/values/values.js"
import type { Attribute, AttributeDeclarations, GlobalAttribute, GlobalAttributes, Presence } from "./attribute.js"
import { unknownSlot } from "./check-use.js"
import { defineComponent } from "./define-component.js"
import type { ComponentDefinition } from "./definition.js"
import { Memo } from "./memo.js"
import { type GivenSlot, makeProps, problemWith } from "./props.js"
import type { ManySlot, Slot, SlotDeclarations, SlotEntry, SlotFunction } from "./slot.js"

/** A component: call it in `` html`…` ``, or hand it to the option `components` to use it as a tag in nunjucks. */
export interface Component<A extends AttributeDeclarations = never, S extends SlotDeclarations = never> {
  (...given: ComponentArguments<A, S>): Rendered
  readonly "~component": ComponentDefinition
}

/** Any component, for lists of them. */
export interface AnyComponent {
  readonly "~component": ComponentDefinition
}

/** What a component is made from. */
export interface ComponentOptions<A extends AttributeDeclarations, S extends SlotDeclarations> {
  /** A sentence for {@link describeComponents}. */
  readonly doc?: string
  readonly attrs?: A
  readonly slots?: S
  /**
   * Keeps what was rendered for an attribute that is an object, and gives it back while all attributes are the same
   * references: for items of long lists in `` html`…` ``. In nunjucks every component is skipped so.
   */
  readonly memo?: boolean
  /** Makes the component's HTML. It reads nothing but what it is given: it is not called again for the same. */
  readonly render: (props: ComponentProps<A, S>) => Rendered
}

/** What `render` gets: the attributes by name, the rest under its name, and `slots`. */
export type ComponentProps<A extends AttributeDeclarations, S extends SlotDeclarations> = Flat<
  {
    readonly [K in keyof A]: A[K] extends GlobalAttribute<string> ? HtmlAttributes : ValueOf<A[K]> | Missing<A[K]>
  } & { readonly slots: { readonly [K in keyof S]: SlotProp<S[K]> } }
>

/** What a use gives as attributes. */
export type ComponentAttributes<A extends AttributeDeclarations> = [keyof A] extends [never]
  ? { readonly [name: string]: never }
  : Flat<
      { readonly [K in KeysOf<A, "required">]: ValueOf<A[K]> } & {
        readonly [K in KeysOf<A, "optional" | "default">]?: ValueOf<A[K]> | null | undefined
      } & RestOf<A[keyof A]>
    >

/** What a use gives as content: that of the default slot, or a record of slots. */
export type ComponentContent<S extends SlotDeclarations> =
  | (RequiredSlots<S> extends "default" ? ("default" extends keyof S ? GivenContent<S["default"]> : never) : never)
  | ({ readonly [K in RequiredSlots<S>]: GivenContent<S[K]> } & {
      readonly [K in Exclude<keyof S, RequiredSlots<S>>]?: GivenContent<S[K]> | undefined
    })

/** The parameters of a component in `` html`…` ``. What has nothing that is required may be left out. */
export type ComponentArguments<A extends AttributeDeclarations, S extends SlotDeclarations> = [keyof S] extends [never]
  ? [KeysOf<A, "required">] extends [never]
    ? [attributes?: ComponentAttributes<A>]
    : [attributes: ComponentAttributes<A>]
  : [RequiredSlots<S>] extends [never]
    ? [KeysOf<A, "required">] extends [never]
      ? [attributes?: ComponentAttributes<A>, content?: ComponentContent<S>]
      : [attributes: ComponentAttributes<A>, content?: ComponentContent<S>]
    : [attributes: ComponentAttributes<A>, content: ComponentContent<S>]

type Flat<T> = { [K in keyof T]: T[K] }
type ValueOf<D> = D extends Attribute<infer T, Presence> ? T : never
type Missing<D> = D extends Attribute<infer _T, infer P> ? (P extends "optional" ? undefined : never) : never
type KeysOf<A, P extends Presence> = {
  [K in keyof A]: A[K] extends Attribute<infer _T, infer Own> ? (Own extends P ? K : never) : never
}[keyof A]
type RestOf<D> = [Extract<D, GlobalAttribute<string>>] extends [never]
  ? unknown
  : GlobalAttributes & { readonly [K in NamesOf<D>]?: HtmlAttributes[string] }
type NamesOf<D> = D extends GlobalAttribute<infer N> ? (N extends `${infer Start}*` ? `${Start}${string}` : N) : never

type RequiredSlots<S> = {
  [K in keyof S]: S[K] extends Slot<infer _Arg, infer R> ? ([R] extends [true] ? K : never) : never
}[keyof S]
type SlotProp<D> =
  D extends ManySlot<infer Arg, infer Attrs>
    ? readonly SlotEntry<Arg, Attrs>[]
    : D extends Slot<infer Arg, infer R>
      ? SlotFunction<Arg> | ([R] extends [true] ? never : undefined)
      : never
type GivenContent<D> =
  D extends ManySlot<infer Arg, infer Attrs>
    ? readonly GivenEntry<Arg, Attrs>[]
    : D extends Slot<infer Arg, infer _R>
      ? ContentOf<Arg>
      : never
type GivenEntry<Arg, Attrs> = [Partial<Attrs>] extends [Attrs]
  ? { readonly attrs?: Attrs; readonly content?: ContentOf<Arg> }
  : { readonly attrs: Attrs; readonly content?: ContentOf<Arg> }
type ContentOf<Arg> = [Arg] extends [void] ? HtmlContent : (arg: Arg) => HtmlContent

const NOTHING: object = {}

/**
 * Makes a component.
 *
 * @example
 * ```ts
 * import { attr, component, html, slot } from "livemount"
 *
 * const badge = component("badge", {
 *   attrs: { status: attr.oneOf(["draft", "public"]).required(), rest: attr.global() },
 *   slots: { default: slot.required() },
 *   render: ({ status, rest, slots }) => html`<b class="badge ${status}" ${rest}>${slots.default()}</b>`,
 * })
 * const page = html`<p>${badge({ status: "public", "data-id": 1 }, "Online")}</p>`
 * ```
 *
 * @throws {@link LiveError} LV_COMPONENT_INVALID; LV_COMPONENT_USE when it is called
 */
export function component<A extends AttributeDeclarations = {}, S extends SlotDeclarations = {}>(
  name: string,
  options: ComponentOptions<A, S>,
): Component<A, S> {
  const definition = defineComponent(name, options)
  const memo = options.memo === true ? new Memo(definition.name) : undefined
  const call = (attributes: object = NOTHING, content?: unknown): Rendered => {
    const make = (): Rendered => {
      const given = givenSlots(definition, content)
      // In production only the templates are checked, when they are compiled.
      const problem = inDevelopment()
        ? problemWith(definition, attributes as Record<string, unknown>, given)
        : undefined
      if (problem !== undefined) throw new LiveError("LV_COMPONENT_USE", { problem })
      return definition.render(makeProps(definition, attributes as Record<string, unknown>, given))
    }
    return memo === undefined
      ? make()
      : memo.take(attributes as Record<string, unknown>, content, make, inDevelopment())
  }
  return Object.assign(call as (...given: ComponentArguments<A, S>) => Rendered, { "~component": definition })
}

/** The definition behind what a user gives as a component. */
export function componentDefinitionOf(given: unknown): ComponentDefinition | undefined {
  return typeof given === "function" ? (given as Partial<AnyComponent>)["~component"] : undefined
}

function givenSlots(definition: ComponentDefinition, content: unknown): readonly GivenSlot[] {
  if (content === undefined || content === null) return []
  if (!isRecordOfSlots(content)) return slotsNamed(definition, "default", content)
  return Object.keys(content).flatMap((name) =>
    content[name] === undefined ? [] : slotsNamed(definition, name, content[name]),
  )
}

function slotsNamed(definition: ComponentDefinition, name: string, content: unknown): GivenSlot[] {
  const problem = unknownSlot(definition, name)
  if (problem !== undefined) throw new LiveError("LV_COMPONENT_USE", { problem })
  if (definition.slots.get(name)?.many !== true) return [{ name, attrs: {}, content: asFunction(content) }]
  if (!Array.isArray(content) || isRendered(content)) {
    throw new LiveError("LV_COMPONENT_USE", {
      problem: `the slot "${name}" of the component "${definition.name}" takes a list of { attrs, content }.`,
    })
  }
  return (content as readonly { attrs?: Record<string, unknown>; content?: unknown }[]).map((entry) => ({
    name,
    attrs: entry.attrs ?? {},
    content: asFunction(entry.content),
  }))
}

function asFunction(content: unknown): (arg: unknown) => unknown {
  return typeof content === "function" ? (content as (arg: unknown) => unknown) : () => content
}

function isRecordOfSlots(content: unknown): content is Record<string, unknown> {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return false
  return !(content instanceof Html) && !(content instanceof List)
}
