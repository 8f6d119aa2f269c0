/** `{{ live("counter") }}` in a template: is there a view of that name? */

import type { CallNode } from "../../nunjucks/internals/internals.js"
import { closest } from "../../util/closest.js"
import type { Scope } from "./scope.js"
import type { Translation } from "./translation.js"
import { literalNames } from "./written-values.js"

/** Reports the views that a call names and nobody has registered, as far as the names are written down. */
export function checkLiveCall({ args }: CallNode, scope: Scope, to: Translation): void {
  const [first] = args.children
  for (const { node, text } of first === undefined ? [] : literalNames(first)) {
    if (to.views.includes(text)) continue
    const message = `There is no view "${text}". Register it: \`live.register(…)\`, or \`live.view(path, …)\`.`
    to.report("unknown-view", { node, scope }, message, closest(text, to.views))
  }
}
