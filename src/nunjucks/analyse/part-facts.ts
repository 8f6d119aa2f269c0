/** What is known of a part of a template before it runs, and how it adds up. */

/** Stands for every name. */
export const ANY = "*"

/** Begins a name that is looked up at the top, whatever the loops and parameters around are called. */
const OUTER = "^"

/** A name as it stands in masks. */
export function bareName(name: string): string {
  return name.startsWith(OUTER) ? name.slice(OUTER.length) : name
}

/** What is known of one part. */
export interface Facts {
  /** Names; those read behind the back of loops and parameters, as a macro does, begin with {@link OUTER}. */
  readonly reads: ReadonlySet<string>
  /** Names that may have another value afterwards. */
  readonly sets: ReadonlySet<string>
  /** It must be entered in every render: it sets something, includes, or calls what nobody knows. */
  readonly always: boolean
  /** Evaluated again, it may give something else though all it reads is the same. */
  readonly impure: boolean
  /** Fields of the surrounding `loop` it uses; {@link ANY} when the whole object is. */
  readonly loopFields: ReadonlySet<string>
  /** It looks at scopes at run time, so the loop around it must write them. */
  readonly scopes: boolean
}

/** Facts being collected. Its sets are never changed but replaced, so facts may share them. */
export type Draft = { -readonly [K in keyof Facts]: Facts[K] }

const none: ReadonlySet<string> = new Set()
/** Of a part that does nothing. */
export const nothing: Facts = { reads: none, sets: none, always: false, impure: false, loopFields: none, scopes: false }

/** A name as it is read behind the back of loops and parameters. */
export function outer(name: string): string {
  return name.startsWith(OUTER) ? name : OUTER + name
}

/** Adds what is known of another part. */
export function merge(draft: Draft, facts: Facts): void {
  draft.impure ||= facts.impure
  draft.reads = union(draft.reads, facts.reads)
  draft.sets = union(draft.sets, facts.sets)
  draft.loopFields = union(draft.loopFields, facts.loopFields)
  draft.always ||= facts.always
  draft.scopes ||= facts.scopes
}

/** Both together; one of them itself if it has all of the other. */
export function union(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  if (some.size === 0) return others
  let all: Set<string> | undefined
  for (const name of others) if (!some.has(name)) (all ??= new Set(some)).add(name)
  return all ?? some
}

/** With this name. */
export function including(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.has(name) ? names : new Set(names).add(name)
}
