/** Binds the items of lists, by how the server has marked them: counted, separated, or in pairs. */

import { LIST } from "../../src/protocol/markup.js"
import { Mismatch } from "./broken-place.js"
import { insertBefore, nextOf } from "./nodes/members.js"
import { closeOf, findComment, findElement, isOpening, joined } from "./templates/siblings.js"
import {
  type ClientTemplate,
  contentNamespace,
  type ElementStep,
  type Level,
  type Namespace,
} from "./templates/template.js"
import { LiveList, type SlotRange, TemplateInstance } from "./templates/template-instance.js"

/** Binds what stands in items. */
export interface ItemBinder {
  bind(template: ClientTemplate, parent: Node, first: ChildNode | null): TemplateInstance
  /** Returns the node behind the last one used. */
  level(instance: TemplateInstance, level: Level, parent: Node, first: ChildNode | null): ChildNode | null
  element(instance: TemplateInstance, step: ElementStep, element: Element): void
}

export interface ListBinderDelegate {
  template(number: number, namespace: Namespace): ClientTemplate
  /** There is a list. */
  listBound(): void
}

export class ListBinder {
  readonly #binder: ItemBinder
  readonly #delegate: ListBinderDelegate

  constructor(binder: ItemBinder, delegate: ListBinderDelegate) {
    this.#binder = binder
    this.#delegate = delegate
  }

  /** `<!--#7*1000-->`: that many single-root items, to the end of the element. */
  bindSole(range: SlotRange, parent: Node): void {
    const [number = 0, count = 0] = range.open.data.slice(1).split(LIST).map(Number)
    const list = new LiveList(this.#delegate.template(number, range.namespace))
    this.#singles(list, parent, range.open.nextSibling, { count, end: null })
    this.#bound(range, list)
  }

  /** A list with an end; `number`: of the template of its items, empty where they are of several. */
  bind(range: SlotRange, parent: Node, number: string): void {
    const template = number === "" ? null : this.#delegate.template(Number(number), range.namespace)
    const list = new LiveList(template)
    const { close } = range
    const first = range.open.nextSibling
    if (template === null) this.#pairs(list, parent, first, close)
    else if (template.root === undefined) this.#separated(list, template, parent, { first, close })
    else this.#singles(list, parent, first, { count: Number.POSITIVE_INFINITY, end: close })
    this.#bound(range, list)
  }

  #bound(range: SlotRange, list: LiveList): void {
    range.content = list
    this.#delegate.listBound()
  }

  /** Single-root items: `count` of them, or as many as there are before `end`. */
  #singles(
    list: LiveList,
    parent: Node,
    first: ChildNode | null,
    { count, end }: { count: number; end: Node | null },
  ): void {
    const template = list.template as ClientTemplate
    const step = template.level.steps.find((candidate) => candidate.kind === "element") as ElementStep
    const gap = template.lead !== "" || template.trail !== ""
    let node = first
    if (node instanceof Text && gap) {
      list.lead = joined(node)
      node = node.nextSibling
    }
    for (let i = 0; i < count; i++) {
      const element = findElement(step, node, end)
      if (element === undefined) {
        if (count === Number.POSITIVE_INFINITY) return
        throw new Mismatch(`item ${i} of ${count}`, node, parent)
      }
      const item = new TemplateInstance(template)
      item.start = element
      this.#binder.element(item, step, element)
      node = nextOf(element)
      if (gap) {
        if (node instanceof Text) item.end = joined(node)
        else insertBefore(parent, (item.end = new Text("")), node)
        node = (item.end as Text).nextSibling
      }
      list.items.push(item)
    }
  }

  /** Items with a `<!---->` before each. */
  #separated(
    list: LiveList,
    template: ClientTemplate,
    parent: Node,
    place: { first: ChildNode | null; close: Node | null },
  ): void {
    let node = place.first
    while (node !== place.close) {
      const separator = findComment("", node)
      if (separator === undefined) throw new Mismatch("an item", node, parent)
      const item = new TemplateInstance(template)
      item.start = separator
      // The last step is back before `close` at the latest: it steps over no marker.
      node = this.#binder.level(item, template.level, parent, separator.nextSibling)
      while (node !== place.close && node !== null && !(node instanceof Comment && node.data === ""))
        node = nextOf(node)
      list.items.push(item)
    }
  }

  /** Items of several templates, each in its own pair. */
  #pairs(list: LiveList, parent: Node, first: ChildNode | null, close: Node | null): void {
    let node = first
    while (node !== close) {
      if (!isOpening(node)) throw new Mismatch("an item", node, parent)
      const end = closeOf(node)
      if (end === undefined) throw new Mismatch("<!--}-->", null, parent)
      const template = this.#delegate.template(Number(node.data.slice(1)), contentNamespace(parent))
      const item = this.#binder.bind(template, parent, node.nextSibling)
      item.start = node
      item.end = end
      list.items.push(item)
      node = end.nextSibling
    }
  }
}
