/** The params of a view whose declaration names a schema for them. */

import type { StandardSchemaV1 } from "@standard-schema/spec"
import { LiveError } from "../errors/live-error.js"
import { isThenable } from "../util/thenable.js"
import type { ViewDefinition } from "./definition.js"
import { describeIssue } from "./event.js"
import type { Params } from "./socket.js"

/** What the schema makes of params, or why they do not pass: then the view has no such page. */
export type CheckedParams = Params | LiveError<"LV_PARAMS_INVALID">

/** Checks params. Those of a view without a schema are as they came; what an asynchronous schema makes of them comes later. */
export function checkParams(definition: ViewDefinition, params: Params): CheckedParams | Promise<CheckedParams> {
  const { name: view, paramsSchema } = definition
  if (paramsSchema === undefined) return params
  const result = paramsSchema["~standard"].validate(params)
  return isThenable(result) ? Promise.resolve(result).then((later) => outcome(later, view)) : outcome(result, view)
}

function outcome(result: StandardSchemaV1.Result<unknown>, view: string): CheckedParams {
  if (result.issues === undefined) return result.value as Params
  return new LiveError("LV_PARAMS_INVALID", { view, issues: result.issues.map(describeIssue) })
}
