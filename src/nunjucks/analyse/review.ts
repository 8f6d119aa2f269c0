/** Looks a parsed file over before it is compiled: what can be said early is said with the line it stands on. */

import { RESERVED_LETTER, reservedName } from "../../html/tokenizer/reserved-marks.js"
import { feed } from "../../html/tokenizer/tokenizer.js"
import { initialState, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { HOLE } from "../../protocol/markup.js"
import { closest } from "../../util/closest.js"
import type { AstNode, CallNode, Environment, IsNode, ListNode, ValueNode } from "../internals/internals.js"
import { symbolName, walk } from "../parse/ast.js"

export interface Reviewer {
  readonly env: Environment
  refuse(node: AstNode, problem: string): never
  warn(node: AstNode, code: string, problem: string): void
}

export function reviewFile(root: ListNode, reviewer: Reviewer): void {
  const state = initialState()
  walk(root, (node) => {
    if (node.typename === "TemplateData") reviewText(node as ValueNode, state, reviewer)
    else if (node.typename === "Filter") {
      const name = symbolName((node as CallNode).name) ?? ""
      if (reviewer.env.asyncFilters.includes(name))
        reviewer.refuse(node, `the filter "${name}" is asynchronous. ${REMEDY}`)
      lookUp(node, "filter", name, reviewer)
    } else if (node.typename in asynchronous) {
      reviewer.refuse(node, `${asynchronous[node.typename]} is asynchronous. ${REMEDY}`)
    } else if (node.typename === "Is") {
      const { right } = node as IsNode
      lookUp(node, "test", right.name?.value ?? String(right.value), reviewer)
    }
  })
}

const REMEDY = "Templates of live views are rendered in one go: load the data in `mount` and hand it over as an assign."

const asynchronous: Readonly<Record<string, string>> = {
  IfAsync: '"ifAsync"',
  AsyncEach: '"asyncEach"',
  AsyncAll: '"asyncAll"',
  CallExtensionAsync: "the tag of this extension",
}

const documentTags: ReadonlySet<string> = new Set(["html", "head", "body"])

/** A live view is a part of a page. `state` is where the text before this one ended. */
function reviewText(node: ValueNode, state: TokenizerState, reviewer: Reviewer): void {
  const text = node.value as string
  if (text.includes(HOLE)) reviewer.refuse(node, RESERVED_LETTER)
  feed(state, text, {
    startTag(name, attributes) {
      const reserved = reservedName(attributes)
      if (reserved !== undefined) reviewer.refuse(node, reserved)
      if (!documentTags.has(name) || state.open.content !== "html") return
      reviewer.refuse(
        node,
        `<${name}> belongs to the layout; a live view's template is only what stands inside of the page.`,
      )
    },
  })
}

/** nunjucks notices a wrong name only when it gets there, which in a branch may be much later. */
function lookUp(node: AstNode, kind: "filter" | "test", name: string, reviewer: Reviewer): void {
  const known = kind === "filter" ? reviewer.env.filters : reviewer.env.tests
  if (name in known) return
  const similar = closest(name, Object.keys(known))
  const suggestion = similar === undefined ? "" : ` Did you mean "${similar}"?`
  reviewer.warn(node, "LV_UNKNOWN_NAME", `there is no ${kind} "${name}".${suggestion}`)
}
