/**
 * The bound half of a page: instances of templates, and the ranges of nodes that their content slots fill.
 *
 *   TemplateInstance ── nodes[slot] ─┬─ Element      attribute, tag, raw slot: the element it stands on
 *                                    ├─ Text         content slot that holds text: prefix + value + suffix
 *                                    └─ SlotRange    any other content: between two comments (or one and the element's end)
 *                                         └─ content ─┬─ TemplateInstance   nested template
 *                                                     ├─ LiveList   items, each an instance with its first (and last) node
 *                                                     ├─ Text       text that came after something else
 *                                                     ├─ Markup     safe HTML or a region: only its text is known
 *                                                     ├─ Shadow     shared with scripts: the server's is kept beside the page
 *                                                     └─ Broken     the DOM did not fit; its value is asked for
 *
 * Behind the slots, `nodes` remembers last server values (`SlotPlan.memory`).
 */

import { CLOSE, OPEN } from "../../../src/protocol/markup.js"
import { insertBefore, nextOf } from "../nodes/members.js"
import { type ClientTemplate, contentNamespace, type Namespace } from "./template.js"

/** The attributes a tag slot has set, so far as known: what was there at bind counts as its own. */
export type RememberedTag = Record<string, string | null>

/** What an instance holds per slot, and behind the slots. Undefined: the slot has no place in the DOM. */
export type Entry = Element | Text | SlotRange | RememberedTag | string | null | undefined

/** One template with its nodes. */
export class TemplateInstance {
  readonly template: ClientTemplate
  readonly nodes: Entry[]
  /** Its only element, or the comment in front of it; null for the root's, which begins with its element. */
  start: ChildNode | null = null
  /** Items of lists: where it ends, if that is known (white space behind a single root, the closing comment). */
  end: ChildNode | null = null

  constructor(template: ClientTemplate) {
    this.template = template
    this.nodes = template.blank.slice()
  }
}

/** The items of a list. `template` is null for items of several templates, each of which has a pair of comments. */
export class LiveList {
  readonly template: ClientTemplate | null
  items: TemplateInstance[] = []
  /** White space before the first item of a list of single-root items. */
  lead: Text | null = null

  constructor(template: ClientTemplate | null) {
    this.template = template
  }
}

/** HTML of which the server's text may be known: safe HTML, or a region with the text its splices apply to. */
export class Markup {
  html: string | undefined
  /** A text and its nodes, kept while they are few: the next difference starts from them. */
  tree: { readonly html: string; readonly nodes: DocumentFragment } | undefined

  constructor(html: string | undefined) {
    this.html = html
  }
}

/** Waits for its whole value; differences that come before are dropped. */
export class Broken {
  /** True once the value was asked for. */
  asked = false
}

/**
 * A range that broke twice: other scripts work in it. The server's content is kept beside the page, and differences
 * are applied to the page as in a region.
 */
export class Shadow {
  readonly range: SlotRange
  /** A copy of the parent, with nothing in it but the range. */
  readonly holder: Node

  constructor(range: SlotRange, holder: Node) {
    this.range = range
    this.holder = holder
  }
}

export type Content = TemplateInstance | LiveList | Text | Markup | Broken | Shadow | null

/** The nodes of a content slot: from behind `open` to before `close`, or to the end of the parent. */
export class SlotRange {
  readonly open: Comment
  readonly close: Comment | null
  /** Of what stands in it. The parent may be a fragment, which does not tell. */
  readonly namespace: Namespace
  content: Content = null
  /** How often the page's nodes did not fit. */
  failures = 0

  constructor(open: Comment, close: Comment | null, namespace: Namespace) {
    this.open = open
    this.close = close
    this.namespace = namespace
  }
}

/** The nodes from `first` up to, not including, `end`. */
export function nodesUpTo(first: ChildNode | null, end: Node | null): ChildNode[] {
  const nodes: ChildNode[] = []
  for (let node = first; node !== null && node !== end; node = nextOf(node)) nodes.push(node)
  return nodes
}

export interface Enclosed {
  readonly first: Node | null
  readonly end: Node | null
  /** Of the content, where the parent is a fragment. */
  readonly namespace: Namespace
}

/** Puts a pair of comments around the nodes from `first` up to, not including, `end`. */
export function enclose(parent: Node, { first, end, namespace }: Enclosed): SlotRange {
  const open = new Comment(OPEN)
  const close = new Comment(CLOSE)
  insertBefore(parent, open, first)
  insertBefore(parent, close, end)
  return new SlotRange(open, close, parent instanceof Element ? contentNamespace(parent) : namespace)
}
