/**
 * A template as the browser holds it: nodes to import, and a program of steps that finds its slots, in a clone by
 * hopping, in the live page in lockstep (`binder.ts`).
 *
 *   <li class="a HOLE">Hi <!--$-->!<b>x</b></li>     prototype: <li>Hi !<b>x</b></li>
 *   steps: element li, slots [0] ─┬─ slot 1, prefix "Hi ", suffix "!"
 *                                 └─ element b (static, so not entered)
 */

import { getAttribute, localNameOf, namespaceOf } from "../nodes/members.js"

/** In which namespace a template's nodes are made. */
export type Namespace = "html" | "svg" | "math"

export type SlotPlanKind = "content" | "attribute" | "class" | "style" | "tag" | "raw"

/** What is known of a slot beside its place. */
export interface SlotPlan {
  readonly kind: SlotPlanKind
  /** Attributes: the name, as the parser adjusted it (`viewBox`). */
  readonly name: string
  readonly namespace: string | null
  /** Static text around the value: of the run of text, or of the attribute's value. */
  readonly prefix: string
  readonly suffix: string
  /** Index behind the slots at which an instance remembers the last server value; −1 where the DOM tells it. */
  readonly memory: number
  /** State of a form control: held while its form waits for an answer. */
  readonly control: boolean
  /** Of a control's slot: names of the state that it gives, or may give. */
  readonly states: string
  /** Under `live-update="ignore"`: written when the node is made, never again. */
  readonly frozen: boolean
  /** Tag slots: names that its element's static and attribute slots have, which it may not take. */
  readonly taken: ReadonlySet<string> | undefined
}

export interface ElementStep {
  readonly kind: "element"
  readonly name: string
  /** Static `id` and `name`, by which the live element is told from others; null if it has none. */
  readonly id: string | null
  readonly label: string | null
  /** Attribute, tag and raw slots on it. */
  readonly slots: readonly number[]
  /** What stands in it; undefined if there is no slot, so that it is not entered. */
  readonly children: Level | undefined
  /** `live-update="ignore"`: what stands in it is not the server's any more once it is in the page. */
  readonly frozen: boolean
  /** The range of slots on and in it: low ≤ slot < high. */
  readonly low: number
  readonly high: number
}

export interface TextStep {
  readonly kind: "text"
}

export interface CommentStep {
  readonly kind: "comment"
  readonly data: string
}

export interface SlotStep {
  readonly kind: "slot"
  readonly slot: number
}

export type Step = ElementStep | TextStep | CommentStep | SlotStep

/** The steps of one row of siblings. */
export interface Level {
  readonly steps: readonly Step[]
  /** So many of them lead to slots; the others only bound the last one. */
  readonly used: number
}

export interface ClientTemplate {
  readonly id: string
  readonly namespace: Namespace
  readonly slots: readonly SlotPlan[]
  readonly level: Level
  readonly content: DocumentFragment
  /** The only element at the top, where there is nothing beside it but white space; else undefined. */
  readonly root: Element | undefined
  /** White space before and behind `root`. */
  readonly lead: string
  readonly trail: string
  /** An instance's array before it is bound: slots, then what it remembers. Copied, so that it has the right size. */
  readonly blank: readonly undefined[]
}

/** Elements that hold text alone. */
export const RAW_TEXT: RegExp = /^(?:textarea|title|style|script)$/

const SVG = "http://www.w3.org/2000/svg"
const MATH = "http://www.w3.org/1998/Math/MathML"

/** The namespace that the parser gives to what stands in this node. */
export function contentNamespace(parent: Node): Namespace {
  if (!(parent instanceof Element)) return "html"
  const namespaceURI = namespaceOf(parent)
  const localName = localNameOf(parent)
  if (namespaceURI === SVG) return /^(?:foreignObject|desc|title)$/.test(localName) ? "html" : "svg"
  if (namespaceURI === MATH) {
    const isHtml = /^(?:m[inos]|mtext)$/.test(localName) || /html/i.test(getAttribute(parent, "encoding") ?? "")
    return isHtml ? "html" : "math"
  }
  return "html"
}

/** Where an element's content stands. */
export function contentOf(element: Element): Node {
  // Asked for each element at bind; `instanceof` takes longer.
  return (localNameOf(element) === "template" && (element as HTMLTemplateElement).content) || element
}
