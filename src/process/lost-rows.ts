/** Tells the app's people that a view mounts anew, because rows of its streams were needed that nobody has any more. */

import type { Logger } from "../telemetry/logger.js"
import type { ViewDefinition } from "../view/definition.js"

/** Says so, unless the view gives the rows itself. */
export function reportLostRows({ name: view, restream }: ViewDefinition, id: string, logger: Logger): void {
  if (restream !== undefined) return
  logger.warn(
    `The page lacks rows of a stream of the view "${view}", which mounts anew: it has no \`restream(name, socket)\` that gives them.`,
    { view, id },
  )
}
