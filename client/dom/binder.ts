/**
 * Binds templates to nodes that are there: walks a template's steps and the live DOM in lockstep, once, stepping over
 * what other scripts put in. Where the two disagree, the innermost range around it is marked as broken; the rest binds.
 */

import { LIST, OPEN, SOLE_LIST } from "../../src/protocol/markup.js"
import { type BrokenPlace, Mismatch } from "./broken-place.js"
import { ListBinder } from "./list-binder.js"
import { attributesOf, firstChildOf, getAttribute, insertBefore, nextOf, nodeNameOf } from "./nodes/members.js"
import {
  boundary,
  closeOf,
  findComment,
  findElement,
  isOpening,
  isText,
  joined,
  overPost,
  startsNext,
} from "./templates/siblings.js"
import {
  type ClientTemplate,
  contentNamespace,
  contentOf,
  type ElementStep,
  type Level,
  type Namespace,
  type SlotPlan,
  type Step,
} from "./templates/template.js"
import {
  Broken,
  enclose,
  Markup,
  type RememberedTag,
  SlotRange,
  TemplateInstance,
} from "./templates/template-instance.js"

/**
 * What does not fit although no script has touched it, by parent and what is missing in it: a range whose end the parser
 * has put elsewhere, so that it may pass for the end of another one, and elements that it has put in front of their table.
 * All is made anew then: a part of it would leave them where they are, and there they would be twice.
 */
const MOVED = /}-->|^t(able|body|foot|head|r)<(?!t[dhr]>)/i

/** Other elements end where one begins that may not stand in them: a list without a comment at its end ends behind them. */
const HOLDS_LISTS = /^([dou]l|div|tbody)$/i

/** What the binder needs to know. */
export interface BinderDelegate {
  template(number: number, namespace: Namespace): ClientTemplate
  /** A control or option was found to which a slot gives this: names of state, perhaps among others. */
  controlBound(element: Element, names: string): void
  /** There is a list. */
  listBound(): void
  rangeBroke(place: BrokenPlace): void
}

export class Binder {
  readonly #delegate: BinderDelegate
  readonly #lists: ListBinder

  constructor(delegate: BinderDelegate) {
    this.#delegate = delegate
    this.#lists = new ListBinder(this, delegate)
  }

  /**
   * Binds an instance to the children of `parent` from `first` on, and returns it.
   *
   * @throws Mismatch if the nodes do not fit outside of any range.
   */
  bind(template: ClientTemplate, parent: Node, first: ChildNode | null): TemplateInstance {
    const instance = new TemplateInstance(template)
    this.level(instance, template.level, parent, first)
    return instance
  }

  /** Binds a row of siblings and returns the node behind the last one used. */
  level(instance: TemplateInstance, { steps, used }: Level, parent: Node, first: ChildNode | null): ChildNode | null {
    let node = first
    for (let i = 0; i < used; i++) {
      const step = steps[i] as Step
      if (step.kind === "element") {
        const element = findElement(step, node)
        if (element === undefined) throw new Mismatch(`<${step.name}>`, node, parent)
        this.element(instance, step, element)
        node = nextOf(element)
      } else if (step.kind === "slot") {
        node = this.#slot(instance, step.slot, { parent, node, next: steps[i + 1] })
      } else if (step.kind === "comment") {
        const comment = findComment(step.data, node)
        // Separators have to be there; of the author's comments proxies may have taken some out.
        if (comment === undefined && step.data === "") throw new Mismatch("<!---->", node, parent)
        if (comment !== undefined) node = comment.nextSibling
      } else if (node instanceof Text) {
        node = joined(node).nextSibling
      }
    }
    return node
  }

  /** Binds the slots of an element, and what stands in it. */
  element(instance: TemplateInstance, step: ElementStep, element: Element): void {
    for (const slot of step.slots) {
      instance.nodes[slot] = element
      const plan = instance.template.slots[slot] as SlotPlan
      if (plan.memory >= 0) {
        instance.nodes[plan.memory] =
          plan.kind === "tag" ? attributesBeside(element, plan) : getAttribute(element, plan.name)
      }
      if (plan.control && !plan.frozen) {
        const own = plan.kind === "tag" ? Object.keys(instance.nodes[plan.memory] as RememberedTag).join(" ") : ""
        this.#delegate.controlBound(element, `${plan.states} ${own}`)
      }
    }
    // Frozen content is not the server's any more; its slots stay without a node.
    if (step.children === undefined || step.frozen) return
    const content = contentOf(element)
    this.level(instance, step.children, content, firstChildOf(content))
  }

  #slot(instance: TemplateInstance, slot: number, place: Place): ChildNode | null {
    const { parent, next } = place
    const plan = instance.template.slots[slot] as SlotPlan
    let node = overPost(place.node)
    const text = isText(node) ? joined(node) : undefined
    const marker = text === undefined ? node : text.nextSibling
    if (isOpening(marker)) {
      const range = this.#range(marker, parent)
      instance.nodes[slot] = range
      node = range.close === null ? null : range.close.nextSibling
      return node instanceof Text ? joined(node).nextSibling : node
    }
    if (text !== undefined) {
      instance.nodes[slot] = text
      return text.nextSibling
    }
    if (node !== null && !startsNext(next, node)) {
      // An element where only text can stand, as page translators leave it: the place is this slot's own.
      const end = boundary(next, node)
      if (end === undefined) throw new Mismatch("text", node, parent)
      const range = enclose(parent, { first: node, end, namespace: instance.template.namespace })
      instance.nodes[slot] = range
      this.#break(range, new Mismatch("text", node, parent))
      return end
    }
    const created = new Text(plan.prefix + plan.suffix)
    insertBefore(parent, created, node)
    instance.nodes[slot] = created
    return node
  }

  #range(open: Comment, parent: Node): SlotRange {
    const { data } = open
    if (data.startsWith(SOLE_LIST)) {
      const range = new SlotRange(open, null, contentNamespace(parent))
      this.#guarded(range, () => this.#lists.bindSole(range, parent))
      return range
    }
    // A list is as long as the page; its end is looked for only when it is needed.
    const close = closeOf(open)
    if (close === undefined) throw new Mismatch("<!--}-->", null, parent)
    const range = new SlotRange(open, close, contentNamespace(parent))
    if (data === OPEN) {
      if (open.nextSibling !== close) range.content = new Markup(undefined)
    } else if (data[1] === LIST) {
      this.#guarded(range, () => this.#lists.bind(range, parent, data.slice(2)))
    } else {
      this.#guarded(range, () => this.#nested(range, parent, Number(data.slice(1))))
    }
    return range
  }

  #nested(range: SlotRange, parent: Node, number: number): void {
    const template = this.#delegate.template(number, range.namespace)
    const instance = this.bind(template, parent, range.open.nextSibling)
    instance.start = range.open
    range.content = instance
  }

  /** Confines a mismatch in it to the range. */
  #guarded(range: SlotRange, bind: () => void): void {
    try {
      bind()
    } catch (error) {
      if (!(error instanceof Mismatch) || isMoved(error.place, range)) throw error
      this.#break(range, error)
    }
  }

  #break(range: SlotRange, { place }: Mismatch): void {
    range.content = new Broken()
    range.failures++
    this.#delegate.rangeBroke(place)
  }
}

function isMoved({ parent, expected }: BrokenPlace, { open, close }: SlotRange): boolean {
  return MOVED.test(nodeNameOf(parent) + expected) || (!close && !HOLDS_LISTS.test(nodeNameOf(open.parentNode as Node)))
}

interface Place {
  readonly parent: Node
  readonly node: ChildNode | null
  /** The step behind the slot. */
  readonly next: Step | undefined
}

/** What a tag slot has set, taken together with what scripts set before the bind. */
function attributesBeside(element: Element, { taken }: SlotPlan): RememberedTag {
  const own: RememberedTag = {}
  for (const { name, value } of Array.from(attributesOf(element))) if (taken?.has(name) !== true) own[name] = value
  return own
}
