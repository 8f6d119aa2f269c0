/**
 * What the lazily loaded parts of the DOM half (`client/features/`) use of it and what they must share with it: classes
 * that are asked for by `instanceof`, what remembers something, and longer functions that the core has anyway. It is handed over, not
 * imported: a bundler would put modules that both import into a file of their own, for which every page would wait. Of modules without
 * state whose functions are small or the core's (`nodes/members.ts`) the build gives each part a copy (`scripts/lazy-copies.mjs`).
 */

import { ignore } from "./nodes/ignored.js"
import { keepLeaving, letGo } from "./nodes/leaving.js"
import { moveNode } from "./nodes/moves.js"
import { disown, portals, rootOf } from "./nodes/root-of.js"
import { writeText } from "./nodes/text.js"
import { bringIn, changed, note, takeOut, watchWrites, willWrite } from "./nodes/write-log.js"
import { writeAttribute, writeClass, writeStyle } from "./templates/attributes.js"
import { boundary, findComment, findElement, joined, overPost } from "./templates/siblings.js"
import {
  Broken,
  enclose,
  LiveList,
  Markup,
  nodesUpTo,
  Shadow,
  SlotRange,
  TemplateInstance,
} from "./templates/template-instance.js"
import { parseFragment, trusted } from "./templates/trusted-html.js"

export interface Toolbox {
  readonly Broken: typeof Broken
  readonly LiveList: typeof LiveList
  readonly Markup: typeof Markup
  readonly Shadow: typeof Shadow
  readonly SlotRange: typeof SlotRange
  readonly TemplateInstance: typeof TemplateInstance
  readonly boundary: typeof boundary
  readonly bringIn: typeof bringIn
  readonly changed: typeof changed
  readonly disown: typeof disown
  readonly enclose: typeof enclose
  readonly findComment: typeof findComment
  readonly findElement: typeof findElement
  readonly ignore: typeof ignore
  readonly joined: typeof joined
  readonly keepLeaving: typeof keepLeaving
  readonly letGo: typeof letGo
  readonly moveNode: typeof moveNode
  readonly nodesUpTo: typeof nodesUpTo
  readonly note: typeof note
  readonly overPost: typeof overPost
  readonly parseFragment: typeof parseFragment
  readonly portals: typeof portals
  readonly rootOf: typeof rootOf
  readonly takeOut: typeof takeOut
  readonly trusted: typeof trusted
  readonly watchWrites: typeof watchWrites
  readonly willWrite: typeof willWrite
  readonly writeAttribute: typeof writeAttribute
  readonly writeClass: typeof writeClass
  readonly writeStyle: typeof writeStyle
  readonly writeText: typeof writeText
}

export const toolbox: Toolbox = {
  Broken,
  LiveList,
  Markup,
  Shadow,
  SlotRange,
  TemplateInstance,
  boundary,
  bringIn,
  changed,
  disown,
  enclose,
  findComment,
  findElement,
  ignore,
  joined,
  keepLeaving,
  letGo,
  moveNode,
  nodesUpTo,
  note,
  overPost,
  parseFragment,
  portals,
  rootOf,
  takeOut,
  trusted,
  watchWrites,
  willWrite,
  writeAttribute,
  writeClass,
  writeStyle,
  writeText,
}
