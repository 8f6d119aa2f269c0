/**
 * Plans one level of a template: the content of a file, a block, a macro, a branch or a loop body becomes static text,
 * slots, and silent steps between them.
 */

import { booleanAttributes } from "../../html/elements/html-names.js"
import type { OpenElement } from "../../html/elements/open-elements.js"
import { describeReference } from "../../html/text/open-reference.js"
import { describePlace } from "../../html/tokenizer/describe-place.js"
import { copyState, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import { TemplateBuilder } from "../../render/template/template-builder.js"
import type { Plan } from "../../render/template/template-plan.js"
import type { AstNode, ForNode, IfNode, ListNode, SwitchNode, ValueNode } from "../internals/internals.js"
import { printedTexts } from "../parse/static-texts.js"
import type { FileFacts } from "./facts.js"
import type { Paths } from "./paths.js"

/** Told of what a developer should know; once per place. */
export interface LevelListener {
  region(node: AstNode, where: string, reason: string): void
  /** The parser makes several elements of one that a value stands in. */
  scattered(element: OpenElement, node: AstNode): void
  unquoted(node: AstNode, attribute: string): void
  /** The value of an attribute that is there or not begins with it. */
  switched(node: AstNode, attribute: string): void
}

export interface LevelOptions {
  readonly file: FileFacts
  readonly paths: Paths
  readonly listener: LevelListener
  /** For messages: file and line. */
  readonly source: string
}

export function planLevel(nodes: readonly AstNode[], start: TokenizerState, options: LevelOptions): Plan<AstNode> {
  const { file, paths, listener } = options
  const builder = new TemplateBuilder<AstNode>(start, {
    pathsThrough: (node, from) => {
      if (beginsSwitch(from)) listener.switched(node, from.attribute?.name ?? "")
      return paths.throughHole(node, from, file)
    },
    becameRegion: (node, at, reference) =>
      listener.region(
        node,
        describePlace(at),
        reference === "" ? reasonFor(node, at) : `it stands ${describeReference(reference)}`,
      ),
    scattered: (element, node) => listener.scattered(element, node),
    standsUnquoted: (node, at) => listener.unquoted(node, at.attribute?.name ?? ""),
    repeatsAttribute: () => true,
    textsIn: printedTexts,
  })
  addTo(builder, nodes)
  return builder.finish(options.source)
}

function beginsSwitch({ mode, attribute, closing }: TokenizerState): boolean {
  if ((mode !== Mode.doubleQuoted && mode !== Mode.singleQuoted) || closing || attribute === null) return false
  return attribute.value === "" && booleanAttributes.has(attribute.name.toLowerCase())
}

/** Where nested content begins that stands in a content slot. */
export function insideSlot(place: TokenizerState): TokenizerState {
  return copyState(place)
}

/** True for a node that prints nothing, whatever happens. */
export function isSilent(node: AstNode): boolean {
  if (node.typename === "Output") return (node as ListNode).children.every(isEmptyText)
  return silent.has(node.typename) || branchesOf(node)?.every(isSilent) === true
}

const silent: ReadonlySet<string> = new Set(["Set", "Macro", "Import", "FromImport", "Extends"])

function isEmptyText(node: AstNode): boolean {
  return node.typename === "TemplateData" && (node as ValueNode).value === ""
}

/** What of a node may be rendered in its place; undefined for one that is no choice between parts of the template. */
function branchesOf(node: AstNode): readonly AstNode[] | undefined {
  switch (node.typename) {
    case "NodeList":
      return (node as ListNode).children
    case "If":
    case "For": {
      const { body, else_ } = node as IfNode | ForNode
      return else_ === null ? [body] : [body, else_]
    }
    case "Switch": {
      const { cases, default: otherwise } = node as SwitchNode
      const bodies: AstNode[] = cases.map((branch) => branch.body)
      return otherwise === null ? bodies : [...bodies, otherwise]
    }
    default:
      return undefined
  }
}

function addTo(builder: TemplateBuilder<AstNode>, nodes: readonly AstNode[]): void {
  for (const node of nodes) {
    if (node.typename === "NodeList" || node.typename === "Output") addTo(builder, (node as ListNode).children)
    else if (node.typename === "TemplateData") builder.text((node as ValueNode).value as string)
    else if (isSilent(node)) builder.silent(node)
    else builder.hole(node)
  }
}

function reasonFor(node: AstNode, { open }: TokenizerState): string {
  const statement = statements[node.typename]
  if (statement === undefined) return "no value can be updated there by itself"
  if (open.name === "table")
    return `what ${statement} prints does not belong directly into <table>. Write <tbody> around it`
  return `${statement} does not close all it opens, or closes more. Put both tags into each branch, or use a macro with caller()`
}

const statements: Readonly<Record<string, string>> = {
  If: "the `if`",
  For: "the `for` (also an <li> or <td> without its end tag counts)",
  Switch: "the `switch`",
  Include: "the included file",
  Block: "the block",
  FunCall: "the macro",
}
