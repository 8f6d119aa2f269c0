/**
 * Components in a render. A component is skipped whole while its attributes are the same references and the contents of
 * its slots came out the same; else only the slots whose names changed are evaluated, and its `render` is called.
 */

import type { ComponentDefinition } from "../../component/definition.js"
import { type GivenSlot, makeProps, problemWith } from "../../component/props.js"
import { decodeAttribute } from "../../html/text/escape.js"
import { SafeUrl } from "../../html/text/safe-url.js"
import { Html, isRendered, type Rendered, type Value } from "../../render/values/values.js"
import { toHtml } from "../../render/write/write-html.js"
import { runtime } from "../internals/internals.js"
import type { PlainSlot } from "./plain-slots.js"
import { isSafeString } from "./safe-tree.js"
import { countLoop } from "./tracked-list.js"

/** What a use of a component says of its attributes. */
interface Use {
  readonly component: ComponentDefinition
  readonly checks: boolean
  readonly names: readonly (string | null)[]
  /** Which values are behind the filter `safe_url`. */
  readonly urls: readonly number[]
}

/** What a slot says of its attributes. */
interface SlotPlace {
  readonly name: string
  readonly attrs: readonly string[]
  readonly urls: readonly number[]
}

/** One use in generated code. */
export interface ComponentPlace extends Use {
  readonly slots: readonly SlotPlace[]
  /** The slots that are given, if that is the same in each render: each once, and without attributes. */
  readonly fixed: readonly GivenAt[]
  /** Names that the contents of its slots read, as bits. */
  readonly reads: number
  /** The contents of its slots are evaluated in every render. */
  readonly always: boolean
}

/** A slot that is given, in generated code. */
export interface GivenAt {
  /** Index of its place. */
  readonly at: number
  readonly values: readonly unknown[]
  /** Values that the loops around it have in this round. */
  readonly own: readonly unknown[]
}

/** What the content of a slot is made of. */
interface Round {
  readonly arg: unknown
  readonly own: readonly unknown[]
}

/** The content of a slot, in generated code. `before` is what `prev` was made of; undefined: nothing is the same. */
type Body = (round: Round, prev: Rendered | undefined, before: Round | undefined, mutated: boolean) => Rendered

/** A content that `render` asked for, and what it got. */
interface SlotCall extends Round {
  /** Index into the slots given. */
  readonly slot: number
  /** Index of its place. */
  readonly at: number
  readonly tree: Rendered
}

interface Memo {
  readonly place: ComponentPlace
  readonly values: readonly unknown[]
  readonly slots: readonly GivenAt[]
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
  readonly slots: readonly GivenAt[]
  readonly bodies: readonly Body[]
  /** Names that the values read, and the statements around the slots, as bits. */
  readonly reads: number
}

/** The tree of a component; the previous one if nothing it depends on is another. */
export function componentTree(st: Names, place: ComponentPlace, given: Given, old: Value | undefined): Rendered {
  const values = taken(place, given.values)
  const slots = given.slots === place.fixed ? place.fixed : given.slots.map((slot) => slotTaken(place, slot))
  const mutated = (st.m & given.reads) !== 0
  const memo = memoAt(place, old)
  const isSame = memo !== undefined && !mutated && sameValues(memo.values, values) && sameSlots(memo.slots, slots)
  if (isSame && !place.always && (st.d & place.reads) === 0) return old as Rendered
  const calls = new SlotCalls({ bodies: given.bodies, slots, mutated }, memo?.calls ?? [])
  if (isSame && calls.repeat()) return old as Rendered
  const contents = slots.map(
    ({ at, values: own }, index): GivenSlot =>
      slotOf(place.slots[at] as SlotPlace, own, (arg) => calls.take(index, arg)),
  )
  const tree = render(place, values, contents)
  // A tree of its own: what `render` gave may stand in several places.
  const own: ComponentTree = [...tree]
  own.component = { place, values, slots, calls: calls.made }
  return own
}

/** The HTML of a component where nunjucks itself renders. */
export function componentText(use: Use, values: readonly unknown[], slots: readonly PlainSlot[]): object {
  const contents = slots.map((slot) =>
    slotOf(slot, taken(slot, slot.values), (arg) => new Html(String(slot.content(arg)))),
  )
  return new runtime.SafeString(toHtml(render(use, taken(use, values), contents)))
}

/** `loop`, for the content of a slot. */
export function loopAt(index: number, length: number): object {
  const loop = {}
  countLoop(loop, index, length)
  return loop
}

function render(use: Use, values: readonly unknown[], slots: readonly GivenSlot[]): Rendered {
  const { component: definition, checks } = use
  const attributes = attributesOf(use, values)
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

function slotOf(
  { name, attrs }: Pick<SlotPlace, "name" | "attrs">,
  values: readonly unknown[],
  content: (arg: unknown) => unknown,
): GivenSlot {
  return { name, attrs: Object.fromEntries(attrs.map((key, index) => [key, values[index]])), content }
}

function slotTaken({ slots }: ComponentPlace, { at, values, own }: GivenAt): GivenAt {
  return { at, values: taken(slots[at] as SlotPlace, values), own }
}

/** Values as components take them: what is safe in nunjucks is HTML, what is behind `safe_url` an address. */
function taken({ urls }: Pick<Use, "urls">, values: readonly unknown[]): readonly unknown[] {
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

function sameSlots(before: readonly GivenAt[], after: readonly GivenAt[]): boolean {
  if (before === after) return true
  return (
    before.length === after.length &&
    before.every(({ at, values, own }, index) => {
      const other = after[index] as GivenAt
      return at === other.at && sameValues(values, other.values) && sameValues(own, other.own)
    })
  )
}

function sameValues(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.every((value, index) => {
    const other = after[index]
    if (value instanceof Html) return other instanceof Html && value.html === other.html
    if (value instanceof SafeUrl) return other instanceof SafeUrl && value.url === other.url
    return value === other
  })
}

interface Contents {
  readonly bodies: readonly Body[]
  readonly slots: readonly GivenAt[]
  readonly mutated: boolean
}

/** The contents of one render of a component, each made from the one that was made for the same argument last time. */
class SlotCalls {
  readonly made: SlotCall[] = []
  readonly #contents: Contents
  #last: readonly SlotCall[]
  /** They are of this render already. */
  #isFresh = false
  #byArgument: Map<unknown, SlotCall>[] | undefined

  constructor(contents: Contents, last: readonly SlotCall[]) {
    this.#contents = contents
    this.#last = last
  }

  /** Makes all contents of last time again; true if they are the same. */
  repeat(): boolean {
    const again = this.#last.map((call) => ({ ...call, tree: this.#body(call.at)(call, call.tree, call, false) }))
    const isSame = again.every(({ tree }, index) => tree === this.#last[index]?.tree)
    this.#last = again
    this.#isFresh = true
    return isSame
  }

  take(slot: number, arg: unknown): Rendered {
    const { slots, mutated } = this.#contents
    const { at, own } = slots[slot] as GivenAt
    const found = this.#find(slot, arg)
    const last = found?.at === at ? found : undefined
    const isKnown = this.#isFresh && last !== undefined && last.arg === arg
    const tree = isKnown ? last.tree : this.#body(at)({ arg, own }, last?.tree, mutated ? undefined : last, mutated)
    this.made.push({ slot, at, arg, own, tree })
    return tree
  }

  #body(at: number): Body {
    return this.#contents.bodies[at] as Body
  }

  #find(slot: number, arg: unknown): SlotCall | undefined {
    const here = this.#last[this.made.length]
    if (here?.slot === slot && here.arg === arg) return here
    this.#byArgument ??= this.#index()
    return this.#byArgument[slot]?.get(arg) ?? (here?.slot === slot ? here : undefined)
  }

  #index(): Map<unknown, SlotCall>[] {
    const maps: Map<unknown, SlotCall>[] = []
    for (const call of this.#last) {
      maps[call.slot] ??= new Map()
      maps[call.slot]?.set(call.arg, call)
    }
    return maps
  }
}
