/**
 * Components in a render. A component is skipped whole while its attributes are the same references and the contents of
 * its slots came out the same; else only the slots whose names changed are evaluated, and its `render` is called.
 */

import type { ComponentDefinition } from "../component/definition.js"
import { type GivenSlot, makeProps, problemWith } from "../component/props.js"
import { decodeAttribute } from "../render/escape.js"
import { SafeUrl } from "../render/safe-url.js"
import { Html, isRendered, type Rendered, type Value } from "../render/values.js"
import { toHtml } from "../render/write-html.js"
import { runtime } from "./internals.js"
import { isSafeString } from "./safe-tree.js"

/** What a use of a component says, of its run-time values. */
interface Use {
  readonly component: ComponentDefinition
  readonly checks: boolean
  readonly names: readonly (string | null)[]
  readonly slots: readonly { readonly name: string; readonly attrs: readonly string[] }[]
  readonly urls: readonly number[]
}

/** One use in generated code. */
export interface ComponentPlace extends Use {
  /** Names that the contents of its slots read, as bits. */
  readonly reads: number
  /** The contents of its slots are evaluated in every render. */
  readonly always: boolean
}

/** The content of a slot, in generated code. */
type Body = (arg: unknown, prev: Rendered | undefined, dirty: boolean, mutated: boolean) => Rendered

/** A content that `render` asked for, and what it got. */
interface SlotCall {
  readonly slot: number
  readonly arg: unknown
  readonly tree: Rendered
}

interface Memo {
  readonly place: ComponentPlace
  readonly values: readonly unknown[]
  readonly calls: readonly SlotCall[]
}

type ComponentTree = Rendered & { component?: Memo }

/** The names that changed, and those whose objects may have changed inside, as bits. */
interface Names {
  readonly d: number
  readonly m: number
}

/** The values of one use and the functions of its slots, in generated code. */
interface Given {
  readonly values: readonly unknown[]
  readonly bodies: readonly Body[]
  /** Names that the values read, as bits. */
  readonly reads: number
}

/** The tree of a component; the previous one if nothing it depends on is another. */
export function component(st: Names, place: ComponentPlace, given: Given, old: Value | undefined): Rendered {
  const values = taken(place, given.values)
  const mutated = (st.m & given.reads) !== 0
  const memo = memoAt(place, old)
  const isSame = memo !== undefined && !mutated && sameValues(memo.values, values)
  if (isSame && !place.always && (st.d & place.reads) === 0) return old as Rendered
  const calls = new SlotCalls(given.bodies, memo?.calls ?? [], mutated)
  if (isSame && calls.repeat()) return old as Rendered
  const tree = render(
    place,
    values,
    place.slots.map((_slot, index) => (arg) => calls.take(index, arg)),
  )
  // A tree of its own: what `render` gave may stand in several places.
  const own: ComponentTree = [...tree]
  own.component = { place, values, calls: calls.made }
  return own
}

/** The HTML of a component where nunjucks itself renders. */
export function componentText(
  use: Use,
  values: readonly unknown[],
  contents: readonly ((arg?: unknown) => unknown)[],
): object {
  const functions = contents.map(
    (content) => (arg: unknown) => new Html(String(arg === undefined ? content() : content(arg))),
  )
  return new runtime.SafeString(toHtml(render(use, taken(use, values), functions)))
}

function render(use: Use, values: readonly unknown[], contents: readonly ((arg: unknown) => unknown)[]): Rendered {
  const { component: definition, checks } = use
  const attributes = attributesOf(use, values)
  const slots = slotsOf(use, values, contents)
  const problem = checks ? problemWith(definition, attributes, slots) : undefined
  // An ordinary error: whoever rendered the template adds the place.
  if (problem !== undefined) throw new Error(problem)
  const tree: unknown = definition.render(makeProps(definition, attributes, slots))
  if (!isRendered(tree)) throw new Error(`the component "${definition.name}" did not return html\`…\`.`)
  return tree
}

/** Attributes by name. Those written out win over those of a record. */
function attributesOf({ names }: Use, values: readonly unknown[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  names.forEach((name, index) => {
    if (name === null) Object.assign(attributes, values[index])
  })
  names.forEach((name, index) => {
    if (name !== null) attributes[name] = values[index]
  })
  return attributes
}

function slotsOf(
  { names, slots }: Use,
  values: readonly unknown[],
  contents: readonly ((arg: unknown) => unknown)[],
): GivenSlot[] {
  let next = names.length
  return slots.map(({ name, attrs }, index) => ({
    name,
    attrs: Object.fromEntries(attrs.map((key) => [key, values[next++]])),
    content: contents[index] as (arg: unknown) => unknown,
  }))
}

/** Values as components take them: what is safe in nunjucks is HTML, what is behind `safe_url` an address. */
function taken({ urls }: Use, values: readonly unknown[]): readonly unknown[] {
  return values.map((value, index) => {
    const isSafe = isSafeString(value)
    if (urls.includes(index)) {
      if (isSafe) return new SafeUrl(decodeAttribute(value.toString()))
      return typeof value === "string" ? new SafeUrl(value) : value
    }
    return isSafe ? new Html(value.toString()) : value
  })
}

function memoAt(place: ComponentPlace, old: Value | undefined): Memo | undefined {
  const memo = Array.isArray(old) ? (old as ComponentTree).component : undefined
  return memo?.place === place ? memo : undefined
}

function sameValues(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.every((value, index) => {
    const other = after[index]
    if (value instanceof Html) return other instanceof Html && value.html === other.html
    if (value instanceof SafeUrl) return other instanceof SafeUrl && value.url === other.url
    return value === other
  })
}

/** The contents of one render of a component, each made from the one that was made for the same argument last time. */
class SlotCalls {
  readonly made: SlotCall[] = []
  readonly #bodies: readonly Body[]
  readonly #mutated: boolean
  #last: readonly SlotCall[]
  /** They are of this render already. */
  #isFresh = false
  #byArgument: Map<unknown, SlotCall>[] | undefined

  constructor(bodies: readonly Body[], last: readonly SlotCall[], mutated: boolean) {
    this.#bodies = bodies
    this.#last = last
    this.#mutated = mutated
  }

  /** Makes all contents of last time again; true if they are the same. */
  repeat(): boolean {
    const again = this.#last.map((call) => ({
      ...call,
      tree: this.#body(call.slot)(call.arg, call.tree, false, false),
    }))
    const isSame = again.every(({ tree }, index) => tree === this.#last[index]?.tree)
    this.#last = again
    this.#isFresh = true
    return isSame
  }

  take(slot: number, arg: unknown): Rendered {
    const last = this.#find(slot, arg)
    const isSame = last !== undefined && last.arg === arg
    const tree =
      isSame && this.#isFresh ? last.tree : this.#body(slot)(arg, last?.tree, !isSame || this.#mutated, this.#mutated)
    this.made.push({ slot, arg, tree })
    return tree
  }

  #body(slot: number): Body {
    return this.#bodies[slot] as Body
  }

  #find(slot: number, arg: unknown): SlotCall | undefined {
    const here = this.#last[this.made.length]
    if (here?.slot === slot && here.arg === arg) return here
    this.#byArgument ??= this.#index()
    return this.#byArgument[slot]?.get(arg) ?? (here?.slot === slot ? here : undefined)
  }

  #index(): Map<unknown, SlotCall>[] {
    const maps = this.#bodies.map(() => new Map<unknown, SlotCall>())
    for (const call of this.#last) maps[call.slot]?.set(call.arg, call)
    return maps
  }
}
