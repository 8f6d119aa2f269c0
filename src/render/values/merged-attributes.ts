/**
 * Where a tag of a template literal has a `class` or `style` of its own beside a record of attributes, the two are merged:
 * `<b class="badge" ${rest}>` with `rest = { class: "big" }` is of both classes. The parser would take the first of two
 * equal names, so the record's goes into the attribute, through a hole that is added at the end of its value.
 */

import { inferNamespace } from "../../html/elements/namespace.js"
import { decodeAttribute } from "../../html/text/escape.js"
import { afterExpression } from "../../html/tokenizer/path-states.js"
import { step } from "../../html/tokenizer/tokenizer.js"
import { initialState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { isAttributeRecord, isMergeable, structuredText } from "./attribute-text.js"
import { Html } from "./values.js"

type Merged = "class" | "style"

/** A hole of the completed template: one of the literal's own, or one that was added. */
type Source = number | { readonly name: Merged; readonly from: readonly number[] }

/** A template literal, completed by holes for what is merged. */
export interface MergePlan {
  readonly strings: readonly string[]
  readonly sources: readonly Source[]
}

interface TagSeen {
  readonly identity: object | null
  readonly ends: Map<Merged, { readonly part: number; readonly offset: number }>
  readonly holes: number[]
}

/** The plan of a literal in which something can be merged. */
export function planMerge(strings: readonly string[]): MergePlan | undefined {
  if (!strings.some((text) => /\b(?:class|style)\s*=/i.test(text))) return undefined
  const tags = tagsOf(strings).filter(({ ends, holes }) => ends.size > 0 && holes.length > 0)
  return tags.length === 0 ? undefined : complete(strings, tags)
}

/** The values of the completed template's holes. */
export function mergeHoles({ sources }: MergePlan, holes: readonly unknown[]): readonly unknown[] {
  const own = [...holes]
  const values = sources.map((source) => (typeof source === "number" ? undefined : mergedText(source, holes, own)))
  return sources.map((source, index) => (typeof source === "number" ? own[source] : values[index]))
}

/** The text to be added; takes what is merged out of the records. */
function mergedText(
  { name, from }: Exclude<Source, number>,
  holes: readonly unknown[],
  own: unknown[],
): string | undefined {
  let text = ""
  for (const hole of from) {
    if (!isAttributeRecord(holes[hole])) continue
    const key = Object.keys(holes[hole]).find((given) => given.toLowerCase() === name)
    if (key === undefined) continue
    const value = holes[hole][key]
    const more = value instanceof Html ? decodeAttribute(value.html) : (structuredText(name, value) ?? value)
    // What cannot be a text stays where it is, and is refused there.
    if (typeof more === "object" || typeof more === "function" || typeof more === "symbol") continue
    const { [key]: _merged, ...others } = own[hole] as Record<string, unknown>
    own[hole] = others
    if (isMergeable(more)) text += `${name === "class" ? " " : "; "}${String(more)}`
  }
  return text === "" ? undefined : text
}

function tagsOf(strings: readonly string[]): TagSeen[] {
  const tags: TagSeen[] = []
  let state = initialState(inferNamespace(strings))
  strings.forEach((text, part) => {
    for (let offset = 0; offset < text.length; offset++) {
      step(state, text[offset] as string)
      const name = mergedName(state)
      if (name === undefined) continue
      const { ends } = tagAt(tags, state)
      if (!ends.has(name)) ends.set(name, { part, offset })
    }
    if (part === strings.length - 1) return
    const between = state.mode === Mode.beforeAttributeName || state.mode === Mode.afterAttributeName
    if (between && !state.closing) tagAt(tags, state).holes.push(part)
    state = afterExpression(state)
  })
  return tags
}

/** The name of the attribute whose quoted value has ended right here, if it may be merged. */
function mergedName({ mode, closing, attribute }: TokenizerState): Merged | undefined {
  if (mode !== Mode.afterQuoted || closing) return undefined
  const name = attribute?.name.toLowerCase()
  return name === "class" || name === "style" ? name : undefined
}

function tagAt(tags: TagSeen[], { tagIdentity }: TokenizerState): TagSeen {
  const last = tags.at(-1)
  if (last !== undefined && last.identity === tagIdentity) return last
  const tag: TagSeen = { identity: tagIdentity, ends: new Map(), holes: [] }
  tags.push(tag)
  return tag
}

function complete(given: readonly string[], tags: readonly TagSeen[]): MergePlan {
  const strings: string[] = []
  const sources: Source[] = []
  given.forEach((text, part) => {
    const added = tags
      .flatMap(({ ends, holes }) => [...ends].map(([name, at]) => ({ name, ...at, from: holes })))
      .filter((end) => end.part === part)
      .sort((a, b) => a.offset - b.offset)
    let taken = 0
    for (const { name, offset, from } of added) {
      strings.push(text.slice(taken, offset))
      sources.push({ name, from })
      taken = offset
    }
    strings.push(text.slice(taken))
    if (part < given.length - 1) sources.push(part)
  })
  return { strings, sources }
}
