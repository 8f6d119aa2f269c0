/** What a schema says is wrong, by the field it is about: each level is read once, however many fields ask. */

import type { StandardSchemaV1 } from "@standard-schema/spec"

/** One issue. */
export interface FormIssue {
  readonly message: string
  /** Names from the outside in; undefined stands for a key that is no text. */
  readonly path: readonly (string | undefined)[]
}

/** The issues of one place: what is about the place itself, and about what is under it. */
export class FormIssues {
  readonly #given: readonly FormIssue[]
  /** How many names of the paths lead here. */
  readonly #depth: number
  #byName: Map<string | undefined, FormIssue[]> | undefined

  constructor(given: readonly FormIssue[], depth: number = 0) {
    this.#given = given
    this.#depth = depth
  }

  get isEmpty(): boolean {
    return this.#given.length === 0
  }

  /** Those under a name, their paths from there on. */
  under(name: string): FormIssues {
    return new FormIssues(this.#names.get(name) ?? [], this.#depth + 1)
  }

  /** Texts of those whose next name is taken; that of an issue about the place itself is undefined. */
  texts(isTaken: (name: string | undefined) => boolean): readonly string[] {
    const taken = this.#given.filter(({ path }) => isTaken(path[this.#depth]))
    return Object.freeze(taken.map(({ message }) => message))
  }

  get #names(): Map<string | undefined, FormIssue[]> {
    if (this.#byName !== undefined) return this.#byName
    const names = new Map<string | undefined, FormIssue[]>()
    for (const issue of this.#given) {
      const name = issue.path[this.#depth]
      const known = names.get(name)
      if (known === undefined) names.set(name, [issue])
      else known.push(issue)
    }
    this.#byName = names
    return names
  }
}

/**
 * Brings issues to the form. A schema of the whole parameters says `["post", "title"]` where one of the post alone says
 * `["title"]`: if all that have a path begin with the form's name, it is left out.
 */
export function placeIssues(issues: readonly StandardSchemaV1.Issue[], as: string | undefined): FormIssues {
  const placed = issues.map(({ message, path = [] }) => ({ message, path: path.map(nameOf) }))
  if (as === undefined || !placed.every(({ path }) => path.length === 0 || path[0] === as))
    return new FormIssues(placed)
  return new FormIssues(placed.map(({ message, path }) => ({ message, path: path.slice(1) })))
}

function nameOf(segment: PropertyKey | StandardSchemaV1.PathSegment): string | undefined {
  const key = typeof segment === "object" ? segment.key : segment
  return typeof key === "symbol" ? undefined : String(key)
}
