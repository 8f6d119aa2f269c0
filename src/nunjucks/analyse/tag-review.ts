/**
 * Looks for tags that are not closed, close nothing, or are nested wrongly, in all that a view's template brings to the
 * page: its parent's text with its own blocks, included files, macros where they are called. Made in development and by
 * the check.
 */

import { push } from "../../html/elements/open-elements.js"
import { describePlace } from "../../html/tokenizer/describe-place.js"
import { OPEN_NOSCRIPT, openNoscripts } from "../../html/tokenizer/noscript.js"
import { isRaw, Mode, type TokenizerState } from "../../html/tokenizer/tokenizer-state.js"
import type {
  AstNode,
  BlockNode,
  CaptureNode,
  MacroNode,
  SetNode,
  TemplateRefNode,
  ValueNode,
} from "../internals/internals.js"
import { literalText, walk } from "../parse/ast.js"
import { isComponent } from "../parse/component-tag.js"
import { startOf } from "../parse/static-texts.js"
import { placeInText, type TemplatePlace } from "../parse/template-errors.js"
import type { FileFacts } from "./facts.js"
import { Paths, type PathWatcher, type WatchedBlock } from "./paths.js"
import { PlaceNotes } from "./place-notes.js"
import { TagLedger, VIEW } from "./tag-ledger.js"

/** A tag that is a mistake, and where. */
export interface MistakenTag {
  readonly place: TemplatePlace
  readonly problem: string
}

export function reviewTags(view: FileFacts): MistakenTag[] {
  const review = new TagReview()
  review.readView(view)
  return review.found()
}

class TagReview {
  readonly #files = new Map<AstNode, FileFacts>()
  readonly #found: MistakenTag[] = []

  /** In source order. */
  found(): MistakenTag[] {
    return this.#found.sort(({ place: a }, { place: b }) =>
      a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
    )
  }

  /** What stands on the page, then what may come there by ways that nobody knows before the render. */
  readView(view: FileFacts): void {
    const blocks = new Map<string, WatchedBlock[]>()
    const page = outermost(view, blocks)
    if (page !== undefined) this.#read([page.root], page, { isWhole: true, blocks })
    for (const file of reachableFrom(view)) {
      this.#readNoscripts(file)
      for (const body of partsOf(file.root)) {
        if (!this.#wasRead(body)) this.#read([body], file, { isWhole: false, blocks })
      }
    }
  }

  #read(
    nodes: readonly AstNode[],
    file: FileFacts,
    { isWhole, blocks }: { isWhole: boolean; blocks: ReadonlyMap<string, readonly WatchedBlock[]> },
  ): void {
    const ledger = new TagLedger(isWhole)
    let isKnown = true
    const watcher: PathWatcher = {
      listener: ledger.listener,
      reads: (node, of) => this.#files.set(node, of),
      misses: () => (isKnown = false),
      unknown: ({ open }) => ledger.unknown(open),
      blockFor: (node, of) => blocks.get(node.name.value)?.[0] ?? { node, file: of },
      blockBehind: (node) => {
        const chain = blocks.get(node.name.value) ?? []
        return chain[chain.findIndex((block) => block.node === node) + 1]
      },
    }
    const start = startOf(nodes)
    // Only what stands in an element can be known to be out of place.
    if (isWhole && start.open.content === "html") start.open = push(start.open, VIEW)
    const unheard = (): void => undefined
    const notes = new PlaceNotes({ file, refused: unheard, computed: unheard, endless: watcher.misses })
    const paths = new Paths(notes, watcher)
    const ends = nodes.reduce<readonly TokenizerState[]>(
      (states, node) => states.flatMap((state) => paths.through(node, state, file)),
      [start],
    )
    if (!isKnown) return
    if (isWhole) this.#readEnds(ends, ledger)
    for (const { at, problem } of ledger.faults()) this.#tell(at.text as AstNode, at.offset, problem)
  }

  #readNoscripts(file: FileFacts): void {
    const texts: { readonly node: ValueNode; readonly begin: number }[] = []
    let all = ""
    walk(file.root, (node) => {
      if (node.typename !== "TemplateData") return true
      texts.push({ node: node as ValueNode, begin: all.length })
      all += (node as ValueNode).value as string
      return true
    })
    for (const offset of openNoscripts(all)) {
      const text = texts.findLast(({ begin }) => begin <= offset)
      if (text === undefined) continue
      this.#found.push({ place: placeInText(file, text.node, offset - text.begin), problem: OPEN_NOSCRIPT })
    }
  }

  #readEnds(ends: readonly TokenizerState[], ledger: TagLedger): void {
    for (const { open } of ends) {
      for (let node = open; node.parent !== null; node = node.parent) ledger.dropped(node, "")
    }
    const [last] = ends
    // Of a text that goes on to the end the element is told.
    if (last === undefined || last.at === null || ends.some(({ mode }) => mode === Mode.data || isRaw(mode))) return
    this.#tell(last.at.text as AstNode, last.at.offset, `the template ends ${describePlace(last)}.`)
  }

  #tell(node: AstNode, offset: number, problem: string): void {
    const file = this.#files.get(node)
    if (file === undefined) return
    const place = placeInText(file, node as ValueNode, offset)
    this.#found.push({ place, problem })
  }

  #wasRead(part: AstNode): boolean {
    let wasRead = false
    walk(part, (node) => {
      if (this.#files.has(node)) wasRead = true
      return !wasRead
    })
    return wasRead
  }
}

/** The file whose text is the page's, and the blocks for each name, the one that stands there first. */
function outermost(file: FileFacts, blocks: Map<string, WatchedBlock[]>): FileFacts | undefined {
  const files: FileFacts[] = []
  for (let at: FileFacts | undefined = file; at !== undefined; ) {
    if (files.includes(at)) return undefined
    files.push(at)
    const current: FileFacts = at
    walk(current.root, (node) => {
      if (node.typename === "Block") {
        const block = node as BlockNode
        blocks.set(block.name.value, [...(blocks.get(block.name.value) ?? []), { node: block, file: current }])
      }
      return true
    })
    let extended: TemplateRefNode | undefined
    walk(current.root, (node) => {
      if (node.typename === "Extends") extended = node as TemplateRefNode
      return true
    })
    if (extended === undefined) return current
    const name = literalText(extended.template)
    at = name === undefined ? undefined : current.otherFile(name)
  }
  return undefined
}

/** The file, and all that it and those name. */
function reachableFrom(view: FileFacts): Set<FileFacts> {
  const files = new Set([view])
  // What is added on the way is come to as well.
  for (const file of files) {
    walk(file.root, (node) => {
      if (!naming.has(node.typename)) return true
      const name = literalText((node as TemplateRefNode).template)
      const other = name === undefined ? undefined : file.otherFile(name)
      if (other !== undefined) files.add(other)
      return true
    })
  }
  return files
}

const naming: ReadonlySet<string> = new Set(["Include", "Extends", "Import", "FromImport"])

/** Parts of a file that are compiled by themselves. */
function partsOf(root: AstNode): AstNode[] {
  const parts: AstNode[] = []
  walk(root, (node) => {
    if (node.typename === "Macro" || node.typename === "Caller") parts.push((node as MacroNode).body)
    else if (node.typename === "Block") parts.push((node as BlockNode).body)
    else if (node.typename === "Capture") parts.push((node as CaptureNode).body)
    else if (node.typename === "Set" && (node as SetNode).body !== undefined)
      parts.push((node as SetNode).body as AstNode)
    else if (isComponent(node)) parts.push(...node.slots.map(({ body }) => body.body))
    return true
  })
  return parts
}
