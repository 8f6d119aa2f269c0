/**
 * What hooks and the client know of each other. It stands in one place of the page, and not in a module: hooks may come
 * from `/live/hooks.js`, from a bundle, or from both, and before the client or after it.
 */

/** The callbacks of a hook, as the client calls them. */
export interface HookCallbacks {
  mounted(): unknown
  beforeUpdate(): unknown
  updated(): unknown
  destroyed(): unknown
  disconnected(): unknown
  reconnected(): unknown
}

/** What makes a hook. */
export type HookClass = new () => HookCallbacks

/** What a hook has of the client. */
export interface HookHost {
  readonly element: Element
  pushEvent(name: string, payload: unknown): Promise<unknown>
  pushEventTo(target: string | Element, name: string, payload: unknown): Promise<PromiseSettledResult<unknown>[]>
  handleEvent(name: string, callback: (payload: unknown) => unknown): () => void
}

/** All names in it are public (`scripts/public-names.mjs`): another version of the client may have made it. */
export interface HookRegistry {
  readonly classes: Map<string, HookClass>
  /** Told when there are more classes. */
  readonly listeners: Set<() => void>
  /** Of the hook that is being made: its class may have a constructor of its own. */
  host: HookHost | undefined
}

const KEY = Symbol.for("livemount.hooks")

/** That of this page: made by who comes first. */
export function hookRegistry(): HookRegistry {
  const page = globalThis as { [KEY]?: HookRegistry }
  page[KEY] ??= { classes: new Map(), listeners: new Set(), host: undefined }
  return page[KEY]
}
