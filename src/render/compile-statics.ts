/** Compiles the static strings of a tagged template: n strings, n − 1 holes that print one value each. */

import { LiveError } from "../errors/live-error.js"
import { inferNamespace } from "./namespace.js"
import type { OpenElement } from "./open-elements.js"
import { refusal } from "./places.js"
import type { Namespace, Template } from "./template.js"
import { afterExpression, type Piece, TemplateBuilder } from "./template-builder.js"
import { initialState, Mode, type TokenizerState } from "./tokenizer-state.js"

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
  const builder = new TemplateBuilder<number>(initialState(options.namespace ?? inferNamespace(strings)), source, {
    pathsThrough(_hole, from) {
      const problem = refusal(from)
      if (problem !== undefined) refuse(problem)
      return [afterExpression(from)]
    },
    becameRegion: (_hole, at) => refuse(describePlace(at)),
    standsUnquoted: (_hole, at) =>
      refuse(`in the value of "${at.attribute?.name}" without quotes: write ${at.attribute?.name}="…"`),
    repeatsAttribute: (name) =>
      name !== undefined && refuse(`in a second "${name}" of one tag: browsers take the first`),
  })
  strings.forEach((text, index) => {
    if (index > 0) builder.hole(index - 1)
    builder.text(text)
  })
  const { template, slots, balanced } = builder.finish()
  if (!balanced)
    throw new LiveError("LV_TEMPLATE_UNBALANCED", { template: source, excerpt, open: openNames(builder.end.open) })
  return { template, slots }
}

function describePlace({ mode, open, closing }: TokenizerState): string {
  if (mode === Mode.tagOpen || mode === Mode.endTagOpen || mode === Mode.tagName) return "in the name of a tag"
  if (closing) return "in an end tag"
  if (mode === Mode.doctype) return "in a doctype"
  if (mode >= Mode.markup && mode < Mode.raw) return "in a comment"
  return `in <${open.name}>`
}

/** Names of the elements left open, outermost first. */
export function openNames(top: OpenElement): string[] {
  const names: string[] = []
  for (let node: OpenElement | null = top; node !== null; node = node.parent)
    if (node.name !== "") names.unshift(node.name)
  return names
}
