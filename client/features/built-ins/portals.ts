/**
 * Portals: the one element in the template of each stands at the end of another element, its target. Slots hold their
 * nodes, so what a view writes finds them there; `root-of.ts` knows whose they are.
 *
 *   <template data-live-portal="#dialogs">     ◄─── home again, when the template leaves the page
 *     <div>…</div>  ───────────────────────────►  <div id="dialogs">… <div data-live="view">…</div></div>
 */
import { PORTAL_ATTRIBUTE, ROOT_ATTRIBUTE } from "../../../src/protocol/markup.js"
import {
  contains,
  findInPage,
  getAttribute,
  inOrder,
  isInPage,
  remove,
  removeAttribute,
  setAttribute,
} from "../../dom/nodes/members.js"
import type { Toolbox } from "../../dom/toolbox.js"

/** A view, as its portals know it. */
export interface PortalView {
  /** It takes an element for its own; false if it is not bound yet. */
  adopt(element: Element): boolean
}

/** What portals need of their owner. */
export interface PortalsDelegate {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  /** Handed over, not imported: see there. */
  readonly toolbox: Pick<Toolbox, "moveNode" | "portals" | "rootOf">
  /** The view of this root. */
  viewOf(root: Element): PortalView | undefined
  /** Says something that a developer should know. */
  warn(text: string, node: Node): void
}

/** Portals within portals: more must be a mistake. */
const DEEPEST = 5

interface Portal {
  /** The element that stands, or stood, at the target. */
  wrapper: Element | undefined
  /** By what the target was found. */
  selector: string | null
  /** What was warned of last. */
  warned: string
}

export class Portals {
  readonly #delegate: PortalsDelegate
  readonly #moved: (wrapper: Element) => void
  readonly #portals = new Map<HTMLTemplateElement, Portal>()
  /** Wrappers that their view follows: once is enough. */
  readonly #adopted = new WeakSet<Element>()
  /** The root, or what is left to other scripts. */
  readonly #owners: string
  readonly #found = new Set<HTMLTemplateElement>()

  /** `moved` is told of each element that now stands at its target: there may be portals in it. */
  constructor(delegate: PortalsDelegate, moved: (wrapper: Element) => void) {
    this.#delegate = delegate
    this.#moved = moved
    this.#owners = `[${ROOT_ATTRIBUTE}],[${delegate.prefix}update=ignore]`
  }

  /** A template stands in the page; it may be a known one that was moved. */
  found(template: HTMLTemplateElement): void {
    if (!this.#portals.has(template)) this.#found.add(template)
  }

  /** Puts each wrapper where it belongs now. Costs little where all of them are. */
  update(): void {
    this.#takeFound()
    // Those that come with what is moved here are reached too: a map is walked to its end, as it is then.
    for (const [template, portal] of this.#portals) {
      if (template.isConnected) this.#place(template, portal)
      else this.#takeHome(template, portal)
      this.#takeFound()
    }
  }

  /** In the order of the page, which is their order at a target that they share. */
  #takeFound(): void {
    if (this.#found.size === 0) return
    const found = inOrder(this.#found)
    this.#found.clear()
    for (const template of found) this.#portals.set(template, { wrapper: undefined, selector: null, warned: "" })
  }

  #place(template: HTMLTemplateElement, portal: Portal): void {
    const wrapper = this.#freshWrapper(template, portal) ?? portal.wrapper
    const selector = template.getAttribute(PORTAL_ATTRIBUTE)
    if (!wrapper || selector === null) return
    if (wrapper === portal.wrapper && isInPage(wrapper) && portal.selector === selector) return
    const root = this.#rootOf(template)
    const target = root && this.#knownTarget(template, portal, this.#target(selector, wrapper))
    if (!root || !target || !this.#adopts(root, wrapper)) return
    portal.wrapper = wrapper
    portal.selector = selector
    this.#move({ template, wrapper, root, target })
  }

  /** What stands in the template, if anything does. Of a region's template that was filled anew the old wrapper goes. */
  #freshWrapper(template: HTMLTemplateElement, portal: Portal): Element | null {
    const fresh = template.content.firstElementChild
    if (fresh !== null && portal.wrapper !== undefined) this.#part(template, portal.wrapper)
    if (fresh !== null) portal.wrapper = undefined
    return fresh
  }

  #move({ template, wrapper, root, target }: Record<"template" | "wrapper" | "root" | "target", Element>): void {
    const { moveNode, portals } = this.#delegate.toolbox
    portals.set(wrapper, template)
    portals.set(template, wrapper)
    setAttribute(wrapper, ROOT_ATTRIBUTE, getAttribute(root, ROOT_ATTRIBUTE) ?? "")
    // From one target to another with the focus, and what else the browser can keep.
    moveNode(target, wrapper, null)
    this.#moved(wrapper)
  }

  /** The target, if a portal may be shown there. Why not is said once. */
  #knownTarget(template: Element, portal: Portal, target: Element | undefined): Element | undefined {
    const problem = this.#problem(template, target, template.getAttribute(PORTAL_ATTRIBUTE) as string)
    if (problem === undefined) return target
    if (portal.warned !== problem) this.#delegate.warn(problem, template)
    portal.warned = problem
    return undefined
  }

  /** False while the view that it belongs to cannot take it for its own. */
  #adopts(root: Element, wrapper: Element): boolean {
    if (this.#adopted.has(wrapper)) return true
    if (this.#delegate.viewOf(root)?.adopt(wrapper) !== true) return false
    this.#adopted.add(wrapper)
    return true
  }

  /** The template has left the page. Should it come back, all is in it as it was. */
  #takeHome(template: HTMLTemplateElement, { wrapper }: Portal): void {
    this.#portals.delete(template)
    if (wrapper === undefined) return
    this.#part(template, wrapper)
    removeAttribute(wrapper, ROOT_ATTRIBUTE)
    if (template.content.firstElementChild === null) template.content.append(wrapper)
  }

  #part(template: HTMLTemplateElement, wrapper: Element): void {
    const { portals } = this.#delegate.toolbox
    portals.delete(wrapper)
    portals.delete(template)
    remove(wrapper)
  }

  /** The root of the view that a template belongs to. What is left to other scripts belongs to none. */
  #rootOf(template: Element): Element | null {
    const owner = template.closest(this.#owners)
    return owner && getAttribute(owner, `${this.#delegate.prefix}update`) === "ignore"
      ? null
      : this.#delegate.toolbox.rootOf(template)
  }

  #target(selector: string, wrapper: Element): Element | undefined {
    try {
      const target = findInPage(selector)
      return target === null || contains(wrapper, target) ? undefined : target
    } catch {
      // No selector at all.
      return undefined
    }
  }

  #problem(template: Element, target: Element | undefined, selector: string): string | undefined {
    if (target === undefined) return `No element matches ${JSON.stringify(selector)}: this portal is not shown.`
    return this.#depth(template) > DEEPEST
      ? `More than ${DEEPEST} portals within each other: this one is not shown.`
      : undefined
  }

  #depth(template: Element): number {
    const wrapper = template.closest(`[${ROOT_ATTRIBUTE}]`)
    const outer = wrapper && this.#delegate.toolbox.portals.get(wrapper)
    return outer ? this.#depth(outer) + 1 : 1
  }
}
