/**
 * What the page's own scripts and the client know of each other. It stands in one place of the page, and not in a module: hooks may come
 * from `/live/hooks.js`, from a bundle, or from both, and before the client or after it.
 */

import type { ClientConfig } from "../../src/protocol/markup.js"

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
export interface HookClient {
  readonly element: Element
  pushEvent(name: string, payload: unknown): Promise<unknown>
  pushEventTo(target: string | Element, name: string, payload: unknown): Promise<PromiseSettledResult<unknown>[]>
  /** Runs a command (`src/protocol/commands.ts`) from the element. */
  command(name: string, options: Readonly<Record<string, unknown>>): void
  handleEvent(name: string, callback: (payload: unknown) => unknown): () => void
}

/** Makes the client of the page. */
export type ClientMaker = (
  config: ClientConfig & { readonly origin?: string },
  params?: () => Readonly<Record<string, unknown>>,
) => { readonly connected: boolean; start(): void; stop(): void }

/** All names in it are public (`scripts/public-names.mjs`): another version of the client may have made it. */
export interface HookRegistry {
  readonly classes: Map<string, HookClass>
  /** Names that were given to two classes, of which nobody has been told. */
  readonly twice: Set<string>
  /** Told when there are more classes, or there is what makes the client. */
  readonly listeners: Set<() => void>
  /** Of the served script, in a page that starts it by hand. */
  make: ClientMaker | undefined
  /** Of the hook that is being made: its class may have a constructor of its own. */
  client: HookClient | undefined
}

const KEY = Symbol.for("livemount.hooks")

/** That of this page: made by who comes first. */
export function hookRegistry(): HookRegistry {
  const page = globalThis as { [KEY]?: HookRegistry }
  page[KEY] ??= { classes: new Map(), twice: new Set(), listeners: new Set(), make: undefined, client: undefined }
  return page[KEY]
}
