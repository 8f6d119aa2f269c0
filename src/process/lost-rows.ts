/** Tells the app's people that a view mounts anew, because rows of its streams were needed that nobody has any more. */

import type { ViewDefinition } from "../view/definition.js"
import type { ProcessFacts } from "./unit/unit-owner.js"

/** Says so, unless the view gives the rows itself. */
export function reportLostRows({ restream }: ViewDefinition, { view, id, services }: ProcessFacts): void {
  if (restream !== undefined) return
  services.logger.warn(
    `The page lacks rows of a stream of the view "${view}", which mounts anew: it has no \`restream(name, socket)\` that gives them.`,
    { view, id },
  )
}
