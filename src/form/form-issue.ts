/** What a schema says is wrong, with the path as names from the form on. */

import type { StandardSchemaV1 } from "@standard-schema/spec"

/** One issue. */
export interface FormIssue {
  readonly message: string
  /** Names from the outside in; undefined stands for a key that is no text. */
  readonly path: readonly (string | undefined)[]
}

/**
 * Brings issues to the form. A schema of the whole parameters says `["post", "title"]` where one of the post alone says
 * `["title"]`: if all that have a path begin with the form's name, it is left out.
 */
export function placeIssues(issues: readonly StandardSchemaV1.Issue[], as: string | undefined): FormIssue[] {
  const placed = issues.map(({ message, path = [] }) => ({ message, path: path.map(nameOf) }))
  if (as === undefined || !placed.every(({ path }) => path.length === 0 || path[0] === as)) return placed
  return placed.map(({ message, path }) => ({ message, path: path.slice(1) }))
}

function nameOf(segment: PropertyKey | StandardSchemaV1.PathSegment): string | undefined {
  const key = typeof segment === "object" ? segment.key : segment
  return typeof key === "symbol" ? undefined : String(key)
}

/** The issues under a name, their paths from there on. */
export function issuesUnder(issues: readonly FormIssue[], key: string): FormIssue[] {
  return issues.flatMap(({ message, path }) => (path[0] === key ? [{ message, path: path.slice(1) }] : []))
}
