/** What the rooms of this part have of the page. */
import type { Toolbox } from "../../dom/toolbox.js"
import type { PageView } from "../../view/view-page.js"

/** A view whose first HTML is bound, or not yet. */
export interface BoundView extends PageView {
  readonly isBound: boolean
}

/** What these bindings have of the page. */
export interface BindingTools {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly toolbox: Pick<Toolbox, "disown" | "keepLeaving" | "portals" | "takeOut" | "watchWrites">
  /** The view that an element belongs to. */
  viewOf(element: Element): BoundView | undefined
  /** Sends the event of a binding, or runs its commands; returns what their transitions are over with. */
  happened(element: Element, binding: string): Promise<unknown> | undefined
  /** The same for what the user does, as often as the element wants to know. */
  userDid(element: Element, binding: string): void
  warn(text: string, node: Node): void
}

/** The same, of elements. */
export interface Bound extends BindingTools {
  /** The elements of the page with this binding, or those of one view. */
  elements(binding: string, view?: BoundView): Element[]
}
