/**
 * What the lazily loaded parts (`client/morph/`, `client/carry-over/`) uses of this one. It is handed over, not imported: a bundler would put
 * modules that both import into a file of their own, for which every page would wait.
 */

import {
  chooseValues,
  chosenIn,
  elementsOf,
  formOf,
  hasFocus,
  isCheckable,
  isControl,
  isTextControl,
} from "./nodes/control-kinds.js"
import { moveNode, stayingItems } from "./nodes/moves.js"
import { portals, rootOf } from "./nodes/root-of.js"
import { writeText } from "./nodes/text.js"
import { Broken, enclose, Instance, LiveList, Markup, nodesUpTo, Shadow, SlotRange } from "./templates/instance.js"
import { boundary, findComment, findElement, joined, overPost } from "./templates/siblings.js"
import { contentOf } from "./templates/template.js"
import { parseFragment } from "./templates/trusted-html.js"

/** For what deals with form controls. */
export interface ControlTools {
  readonly chooseValues: typeof chooseValues
  readonly chosenIn: typeof chosenIn
  readonly elementsOf: typeof elementsOf
  readonly formOf: typeof formOf
  readonly hasFocus: typeof hasFocus
  readonly isCheckable: typeof isCheckable
  readonly isControl: typeof isControl
  readonly isTextControl: typeof isTextControl
}

export const controlTools: ControlTools = {
  chooseValues,
  chosenIn,
  elementsOf,
  formOf,
  hasFocus,
  isCheckable,
  isControl,
  isTextControl,
}

export interface Toolbox {
  readonly Broken: typeof Broken
  readonly Instance: typeof Instance
  readonly LiveList: typeof LiveList
  readonly Markup: typeof Markup
  readonly Shadow: typeof Shadow
  readonly SlotRange: typeof SlotRange
  readonly boundary: typeof boundary
  readonly contentOf: typeof contentOf
  readonly enclose: typeof enclose
  readonly findComment: typeof findComment
  readonly findElement: typeof findElement
  readonly joined: typeof joined
  readonly moveNode: typeof moveNode
  readonly nodesUpTo: typeof nodesUpTo
  readonly overPost: typeof overPost
  readonly parseFragment: typeof parseFragment
  readonly portals: typeof portals
  readonly rootOf: typeof rootOf
  readonly stayingItems: typeof stayingItems
  readonly writeText: typeof writeText
}

export const toolbox: Toolbox = {
  Broken,
  Instance,
  LiveList,
  Markup,
  Shadow,
  SlotRange,
  boundary,
  contentOf,
  enclose,
  findComment,
  findElement,
  joined,
  moveNode,
  nodesUpTo,
  overPost,
  parseFragment,
  portals,
  rootOf,
  stayingItems,
  writeText,
}
