/** The tracked nunjucks engine of an app. nunjucks is an optional peer, so it is loaded when the first template needs it. */

import { LiveError } from "../../errors/live-error.js"
import { memberOf, messageOf } from "../../errors/thrown.js"
import type { KnownHost } from "../../http/host/known-host.js"
import type * as NunjucksModule from "../../nunjucks/engine.js"
import type { NunjucksEngine } from "../../nunjucks/engine.js"
import type { ResolvedOptions } from "../options/resolve-options.js"
import type { AppLocals } from "./app-locals.js"

/** What {@link TrackedNunjucks} is made of. */
export interface TrackedNunjucksOptions {
  readonly options: ResolvedOptions
  readonly host: KnownHost
  readonly locals: AppLocals
  /** Says of a name that is no assign where its value stands, if it is known. */
  readonly whereIs: (name: string) => string | undefined
  /** Told where the templates are, once that is known. */
  readonly found: (folders: readonly string[]) => void
}

export class TrackedNunjucks {
  readonly #parts: TrackedNunjucksOptions
  #engine: Promise<NunjucksEngine> | undefined
  /** The host's environment that has the components' tags. */
  #prepared: object | undefined
  #inspected: object | undefined

  constructor(parts: TrackedNunjucksOptions) {
    this.#parts = parts
  }

  /** nunjucks was given to us, so it is ours to use. */
  get isConfigured(): boolean {
    const { views, templates } = this.#parts.options
    return views !== undefined || templates !== undefined
  }

  /** @throws {@link LiveError} LV_NUNJUCKS_MISSING */
  engine(): Promise<NunjucksEngine> {
    this.#engine ??= this.#load()
    return this.#engine
  }

  /** Reads templates again. An engine that could not be loaded has nothing to read again. */
  async reload(): Promise<void> {
    const engine = await this.#engine?.catch(() => undefined)
    engine?.reload()
  }

  /**
   * Pages of the host may have components' tags in them, so an environment of its own is given them before it renders
   * anything. Undefined: there is none, or it has them.
   */
  prepare(): Promise<void> | undefined {
    const { options, host } = this.#parts
    const environment = host.app?.nunjucks ?? options.templates
    if (environment === undefined || this.#prepared === environment) return undefined
    return this.engine().then((engine) => {
      if (environment !== engine.environment) engine.lendTags(environment)
      this.#prepared = environment
    })
  }

  /** The environment with all that templates see: what looks at templates is given it. */
  async inspected(): Promise<object> {
    const { environment } = await this.engine()
    const { locals } = this.#parts
    // One object: who asks may compare by it.
    this.#inspected ??= Object.create(environment, {
      globals: {
        get: () => ({ ...(environment as unknown as { readonly globals: object }).globals, ...locals.all }),
      },
    }) as object
    return this.#inspected
  }

  async #load(): Promise<NunjucksEngine> {
    const { options, host, locals, whereIs, found } = this.#parts
    const { views, templates, impure, components, development, prefix, logger } = options
    const environment = templates ?? (views === undefined ? host.app?.nunjucks : undefined)
    const { createNunjucksEngine } = await importEngine()
    const engine = createNunjucksEngine({
      ...(environment === undefined ? { views: views ?? "views" } : { environment: environment as never }),
      ...(impure === undefined ? {} : { impure }),
      ...(components === undefined ? {} : { components }),
      locals: () => locals.all,
      whereIs,
      development,
      prefix,
      warn: (code, text) => logger.warn(text, { code }),
    })
    found(engine.folders)
    return engine
  }
}

async function importEngine(): Promise<typeof NunjucksModule> {
  try {
    return await import("../../nunjucks/engine.js")
  } catch (error) {
    const code = memberOf(error, "code")
    const isMissing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
    if (isMissing && messageOf(error).includes("nunjucks"))
      throw new LiveError("LV_NUNJUCKS_MISSING", {}, { cause: error })
    throw error
  }
}
