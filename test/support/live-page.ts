/**
 * A page with one live root, bound by the client's DOM half, and a server that is nothing but a tree of values: renders
 * go through the real writer of marked HTML, the real difference and JSON.
 */

import { LiveDom, type LiveDomDelegate } from "../../client/dom/live-dom.js"
import { PatchRecord } from "../../client/dom/nodes/patch-record.js"
import { watchWrites } from "../../client/dom/nodes/write-log.js"
import type { DomParts } from "../../client/dom/ports.js"
import { TemplateStore } from "../../client/dom/templates/template-store.js"
import type { WireDiff, WirePath } from "../../src/protocol/values.js"
import { diff, wholeValues } from "../../src/render/diff/diff.js"
import { firstDiff } from "../../src/render/diff/first-diff.js"
import { templateById } from "../../src/render/template/template-registry.js"
import { TemplateTable } from "../../src/render/values/template-table.js"
import type { Rendered } from "../../src/render/values/values.js"
import { toHtml, toMarkedHtml } from "../../src/render/write/write-html.js"
import { readPaths } from "../../src/transport/inbound.js"
import { valuesAt } from "../../src/transport/values-at.js"
import { domParts } from "./dom-parts.js"

export interface LivePageOptions {
  /** Changes the page before the client binds to it: what other scripts and the parser do. */
  readonly disturb?: (root: HTMLElement) => void
  /** The render of the join, where it differs from the first HTML. */
  readonly joined?: Rendered
  /** As `joined`, where the join has taken over the process that has made the first HTML. */
  readonly adopted?: Rendered
  /** Keeps requests for values until `answer()`. */
  readonly holdRequests?: boolean
  /** Of the DOM half, where other ones than usual. */
  readonly parts?: DomParts
  /** Told what each frame has done to the page. */
  readonly written?: (record: PatchRecord) => void
}

export class LivePage {
  readonly root: HTMLElement
  readonly dom: LiveDom
  readonly warnings: string[] = []
  readonly requests: (readonly WirePath[])[] = []
  readonly #store = new TemplateStore()
  #table: TemplateTable
  #current: Rendered
  readonly #options: LivePageOptions

  constructor(first: Rendered, options: LivePageOptions = {}) {
    const pageTable = new TemplateTable()
    this.root = document.createElement("div")
    this.root.innerHTML = toMarkedHtml(first, pageTable)
    document.body.replaceChildren(this.root)
    options.disturb?.(this.root)
    this.#options = options
    this.#table = new TemplateTable(pageTable.ids)
    this.#current = options.adopted ?? options.joined ?? first
    const delegate: LiveDomDelegate = {
      requestValues: (paths) => this.#requested(paths),
      warn: (text) => this.warnings.push(text),
      written: (log) => log !== undefined && options.written?.(new PatchRecord(log)),
    }
    if (options.written !== undefined) watchWrites(() => {})
    this.dom = new LiveDom(this.root, this.#store, delegate, {
      prefix: "live-",
      development: true,
      parts: options.parts ?? domParts,
    })
    pageTable.ids.forEach((id, n) => {
      this.#store.add(id, textOf(id))
      this.dom.number(n, id)
    })
    const values = this.#joinDiff(first)
    this.#takeTemplates()
    this.dom.bind(overTheWire(values))
  }

  #joinDiff(first: Rendered): WireDiff | undefined {
    const { joined, adopted } = this.#options
    const after = adopted ?? joined
    const changed = after === undefined ? null : diff(first, after, this.#table)
    if (after === undefined || changed === null) return undefined
    if (adopted !== undefined) return firstDiff(changed, adopted, this.#table)
    return wholeValues(after, Object.keys(changed).map(Number), this.#table)
  }

  get current(): Rendered {
    return this.#current
  }

  /** The server renders again; returns what it sent. */
  update(next: Rendered): WireDiff | null {
    const frame = this.render(next)
    if (frame !== null) this.dom.write(frame)
    return frame
  }

  /** As `update`, but the frame is not delivered yet. */
  render(next: Rendered): WireDiff | null {
    const frame = diff(this.#current, next, this.#table)
    this.#current = next
    this.#takeTemplates()
    return overTheWire(frame)
  }

  /** As `update`, but all values travel whole. */
  whole(next: Rendered): void {
    this.#current = next
    const values = wholeValues(next, undefined, this.#table)
    this.#takeTemplates()
    this.dom.write(overTheWire(values))
  }

  /** What the client loads lazily has come, and done its work. */
  async settled(): Promise<void> {
    // Where there is a real browser, timeouts that follow one another take 4 ms each.
    const { scheduler } = globalThis as { readonly scheduler?: { postTask(task: () => void): Promise<void> } }
    await (scheduler?.postTask(() => undefined) ?? new Promise((resolve) => setTimeout(resolve)))
  }

  /** The connection was lost; the view is mounted again and gives all values. */
  rejoin(next: Rendered): void {
    this.#table = new TemplateTable(this.#table.ids)
    this.#current = next
    const values = wholeValues(next, undefined, this.#table)
    this.#takeTemplates()
    this.dom.replaceAll(overTheWire(values))
  }

  /** Answers the oldest request for values that was held. */
  answer(): void {
    const paths = this.requests.shift()
    if (paths !== undefined) this.#answered(paths)
  }

  #requested(paths: readonly WirePath[]): void {
    if (readPaths(paths) === undefined) throw new Error("The server takes no such request for values.")
    this.requests.push(paths)
    if (this.#options.holdRequests !== true) queueMicrotask(() => this.#answered(paths))
  }

  #answered(paths: readonly WirePath[]): void {
    const { d, e } = valuesAt(this.#current, paths, this.#table)
    this.#takeTemplates(e?.t)
    this.dom.valuesArrived(paths, overTheWire(d))
  }

  #takeTemplates(added = this.#table.takeAdded()): void {
    for (const [n, entry] of Object.entries(added ?? {})) {
      const [id, text] = typeof entry === "string" ? [entry, undefined] : entry
      if (text !== undefined) this.#store.add(id, text)
      this.dom.number(Number(n), id)
    }
  }
}

function textOf(id: string): string {
  const template = templateById(id)
  if (template === undefined) throw new Error(`no template ${id}`)
  return template.text
}

function overTheWire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T)
}

/** The DOM as text: without our comments, empty text nodes and the order of attributes. */
export function contents(node: Node): string {
  return serialised(node)
}

/** What the page should hold: plain HTML of the tree, parsed. */
export function expected(tree: Rendered): string {
  const element = document.createElement("div")
  element.innerHTML = toHtml(tree)
  return contents(element)
}

function serialised(parent: Node): string {
  let text = ""
  for (const node of (parent instanceof HTMLTemplateElement ? parent.content : parent).childNodes) {
    if (node instanceof Text) text += node.data.replace(/[<&]/g, (c) => `&#${c.charCodeAt(0)};`)
    else if (node instanceof Comment) text += isMarker(node.data) ? "" : `<!--${node.data.trim()}-->`
    else if (node instanceof Element) {
      const attributes = [...node.attributes]
        .map(({ name, value }) => ` ${name}=${JSON.stringify(name === "style" ? normalStyle(value) : value)}`)
        .sort()
      const tag = `${node.namespaceURI === "http://www.w3.org/1999/xhtml" ? "" : "x:"}${node.localName}`
      text += `<${tag}${attributes.join("")}>${serialised(node)}</${tag}>`
    }
  }
  return text
}

function isMarker(data: string): boolean {
  return data === "" || /^(?:\{(?:\*?\d*)|\}|#\d+\*\d+)$/.test(data)
}

function normalStyle(value: string): string {
  const { style } = document.createElement("i")
  style.cssText = value
  return style.cssText
    .split(";")
    .map((declaration) => declaration.trim())
    .sort()
    .join(";")
}

/** The DOM operations done by `work`, one short line each. */
export function operations(root: Node, work: () => void): string[] {
  const observer = new MutationObserver(() => undefined)
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
  work()
  const records = observer.takeRecords()
  observer.disconnect()
  return records.flatMap((record) => {
    if (record.type === "attributes") return [`${nameOf(record.target)} @${record.attributeName}`]
    if (record.type === "characterData") return [`text ${JSON.stringify(record.target.nodeValue)}`]
    return [
      ...Array.from(record.removedNodes, (node) => `- ${nameOf(node)}`),
      ...Array.from(record.addedNodes, (node) => `+ ${nameOf(node)}`),
    ]
  })
}

function nameOf(node: Node): string {
  if (node instanceof Element) return node.id === "" ? node.localName : `${node.localName}#${node.id}`
  return node instanceof Text ? JSON.stringify(node.data) : `<!--${node.nodeValue}-->`
}
