/**
 * What the lazily loaded half (`client/morph/`) uses of this one. It is handed over, not imported: a bundler would put
 * modules that both import into a file of their own, for which every page would wait.
 */

import { Broken, enclose, Instance, LiveList, Markup, nodesUpTo, Shadow, SlotRange } from "./instance.js"
import { moveNode, stayingItems } from "./moves.js"
import { portals, rootOf } from "./root-of.js"
import { boundary, findComment, findElement, joined, overPost } from "./siblings.js"
import { contentOf } from "./template.js"
import { writeText } from "./text.js"
import { parseFragment } from "./trusted-html.js"

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
