/** Compiles the static strings of a tagged template: n strings, n − 1 holes that print one value each. */

import { LiveError } from "../../errors/live-error.js"
import { optionalEnds } from "../../html/elements/html-names.js"
import type { Namespace } from "../../html/elements/namespace.js"
import { inferNamespace } from "../../html/elements/namespace.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { describeReference } from "../../html/text/open-reference.js"
import { describePlace } from "../../html/tokenizer/describe-place.js"
import { OPEN_NOSCRIPT, openNoscripts } from "../../html/tokenizer/noscript.js"
import { afterExpression } from "../../html/tokenizer/path-states.js"
import { holeRefusal } from "../../html/tokenizer/places.js"
import { RESERVED_LETTER, reservedName } from "../../html/tokenizer/reserved-marks.js"
import { initialState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import type { Template } from "./template.js"
import { TemplateBuilder } from "./template-builder.js"
import type { BuilderDelegate, Piece } from "./template-plan.js"

export interface CompileOptions {
  /** Where the content is parsed. By default it is taken from the first start tag: a `<circle>` belongs in an svg. */
  readonly namespace?: Namespace
  /** Where it was written, for messages. */
  readonly source?: string
}

/** A template with the way from holes to slots: a slot's value is made from its pieces, numbers being holes. */
export interface CompiledStatics {
  readonly template: Template
  readonly slots: readonly {
    /** Static text and numbers of holes in turn. A content slot has exactly one hole. */
    readonly pieces: readonly Piece<number>[]
    /** Attribute: the quote around its value, which must not stand in it. */
    readonly quote: string
    /** Tag: names of the other attributes of its tag, which win over it. */
    readonly taken: readonly string[]
    /** Where it begins. */
    readonly place: TokenizerState
  }[]
  /** Holes inside of quotes. */
  readonly quotes: ReadonlyMap<number, string>
}

/**
 * Compiles static strings into a template.
 *
 * @throws {@link LiveError} LV_HOLE_PLACE where a value cannot stand, LV_TEMPLATE_UNBALANCED if an element is left open.
 */
export function compileStatics(strings: readonly string[], options: CompileOptions = {}): Template {
  return compileHoles(strings, options).template
}

/** Like {@link compileStatics}, with the way from holes to slots: several holes of one attribute share a slot. */
export function compileHoles(strings: readonly string[], options: CompileOptions = {}): CompiledStatics {
  const source = options.source ?? "html`…`"
  const excerpt = strings.join("${…}").trim().slice(0, 80)
  const refuse = (place: string): never => {
    throw new LiveError("LV_HOLE_PLACE", { template: source, excerpt, place })
  }
  const quotes = new Map<number, string>()
  const unbalanced = (open: readonly string[]): never => {
    throw new LiveError("LV_TEMPLATE_UNBALANCED", { template: source, excerpt, problem: unbalanceOf(open, stray) })
  }
  if (strings.some((text) => text.includes(HOLE))) refuse(`in this template: ${RESERVED_LETTER}`)
  if (openNoscripts(strings.join(HOLE)).length > 0) refuse(`in this template: ${OPEN_NOSCRIPT}`)
  const dropped: string[] = []
  const stray: string[] = []
  const start = initialState(options.namespace ?? inferNamespace(strings))
  const delegate: BuilderDelegate<number> = {
    pathsThrough(hole, from) {
      if (from.mode === Mode.doubleQuoted) quotes.set(hole, '"')
      else if (from.mode === Mode.singleQuoted) quotes.set(hole, "'")
      const problem = holeRefusal(from)
      if (problem !== undefined) refuse(problem)
      return [afterExpression(from)]
    },
    becameRegion: (_hole, at, reference) => {
      if (dropped.length > 0) unbalanced(dropped)
      refuse(reference === "" ? describePlace(at) : describeReference(reference))
    },
    scattered: (element) =>
      dropped.length === 0 &&
      refuse(
        `in <${element.name}>, which is nested wrongly: browsers make several elements of it. Write both its tags in the same element`,
      ),
    standsUnquoted: (_hole, at) =>
      refuse(`in the value of "${at.attribute?.name}" without quotes: write ${at.attribute?.name}="…"`),
    repeatsAttribute: (name) =>
      name !== undefined && refuse(`in a second "${name}" of one tag: browsers take the first`),
  }
  const builder = new TemplateBuilder<number>(start, delegate, {
    dropped: ({ name }) => {
      if (!optionalEnds.has(name)) dropped.push(name)
    },
    stray: (name) => stray.push(name),
    startTag: (_name, attributes) => {
      const reserved = reservedName(attributes)
      if (reserved !== undefined) refuse(`in this template: ${reserved}`)
    },
  })
  strings.forEach((text, index) => {
    if (index > 0) builder.hole(index - 1)
    builder.text(text)
  })
  const { template, slots, balanced } = builder.finish(source)
  const open = balanced ? dropped : [...new Set([...dropped, ...openNames(builder.end.open)])]
  if (!balanced || open.length > 0 || stray.length > 0) unbalanced(open)
  return { template, slots, quotes }
}

/** What is wrong with the tags, as the end of a sentence. */
function unbalanceOf(open: readonly string[], stray: readonly string[]): string {
  if (open.length > 0) return `leaves ${open.map((name) => `<${name}>`).join(", ")} open`
  if (stray.length > 0) return `closes an element it did not open: ${stray.map((name) => `</${name}>`).join(", ")}`
  return "ends inside a tag, or closes an element it did not open"
}

/** Names of the elements left open, outermost first. */
export function openNames(top: OpenElement): string[] {
  const names: string[] = []
  for (let node: OpenElement | null = top; node !== null; node = node.parent)
    if (node.name !== "") names.unshift(node.name)
  return names
}
