/**
 * Decides who renders a template, by its name: nunjucks, tracked, or an engine of the host. nunjucks is an optional
 * peer, so it is loaded when the first template needs it.
 */

import { extname } from "node:path"
import { LiveError } from "../../errors/live-error.js"
import { memberOf, messageOf } from "../../errors/thrown.js"
import type { HostEngine, HostExchange } from "../../http/host/host-exchange.js"
import type { KnownHost } from "../../http/host/known-host.js"
import type { TemplateRenderer } from "../../http/layout.js"
import type * as NunjucksModule from "../../nunjucks/engine.js"
import type { NunjucksEngine } from "../../nunjucks/engine.js"
import { functionRenderer } from "../../render/function-renderer.js"
import { regionRenderer } from "../../render/region-renderer.js"
import type { Renderer } from "../../render/renderer.js"
import { type RenderSetting, rendering, renderSetting } from "../../render/values/render-setting.js"
import type { ViewDefinition } from "../../view/definition.js"
import type { ResolvedOptions } from "../options/live-options.js"
import { RequestNames } from "./request-names.js"
import { TemplateWatcher } from "./template-watcher.js"
import { LazyRenderer } from "./view-renderer.js"

/** Names that are nunjucks' whatever else the host has. */
const NUNJUCKS = new Set([".njk", ".nunjucks", ".j2", ".jinja", ".jinja2"])
/** Names that are nunjucks' where nobody else wants them. */
const OPEN = new Set(["", ".html", ".htm"])

/** The template engines of one app. */
export class TemplateEngines implements TemplateRenderer {
  readonly #options: ResolvedOptions
  readonly #setting: RenderSetting
  readonly #given: HostEngine | undefined
  readonly #host: KnownHost
  #nunjucks: Promise<NunjucksEngine> | undefined
  /** Told when templates have changed. */
  readonly #listeners = new Set<() => void>()
  #watcher: TemplateWatcher | undefined
  /** What stands in the locals of requests; noted in development only. */
  readonly requestNames: RequestNames = new RequestNames()
  /** The host's environment that has the components' tags. */
  #prepared: object | undefined
  #inspected: object | undefined

  constructor(options: ResolvedOptions, host: KnownHost) {
    this.#options = options
    this.#setting = renderSetting(options.prefix, options.development)
    this.#host = host
    this.#given = options.render === undefined ? undefined : givenEngine(options.render)
  }

  /** Makes the renderer of a view. */
  rendererOf(definition: ViewDefinition): Renderer {
    const renderer = this.#rendererOf(definition)
    return {
      render: (assigns, changes, previous) =>
        rendering(this.#setting, () => renderer.render(assigns, changes, previous)),
    }
  }

  #rendererOf({ name, render, template }: ViewDefinition): Renderer {
    if (render !== undefined) return functionRenderer(render)
    const file = template ?? name
    return new LazyRenderer(async () => {
      if (this.#tracks(file)) return (await this.#engine()).renderer(file, name)
      const host = this.#given ?? this.#host.app?.engine
      if (host === undefined) throw new LiveError("LV_NO_ENGINE", { template: file })
      for (const folder of this.#host.app?.viewFolders ?? []) this.#watcher?.add(folder)
      return regionRenderer((assigns) => this.#renderRegion(host, name, file, assigns), file)
    })
  }

  /**
   * Calls the listener whenever templates have changed, after they are read again. Returns what ends that. Folders are
   * watched as long as somebody listens: only while an app is developed.
   */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#watcher ??= new TemplateWatcher(() => void this.#changed())
    for (const folder of [this.#options.views ?? []].flat()) this.#watcher.add(folder)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#watcher?.close()
      this.#watcher = undefined
    }
  }

  /**
   * The nunjucks environment that renders a view's template, tracked, with all that its templates see; undefined if
   * another engine does.
   */
  async environmentOf(name: string): Promise<object | undefined> {
    if (!this.#tracks(name)) return undefined
    const { environment } = await this.#engine()
    // One object: who asks may compare by it.
    this.#inspected ??= Object.create(environment, {
      globals: {
        get: () => ({ ...(environment as unknown as { readonly globals: object }).globals, ...this.#locals }),
      },
    }) as object
    return this.#inspected
  }

  /**
   * Pages of the host may have components' tags in them, so an environment of its own is given them before it renders
   * anything. Undefined: there is none, or it has them.
   */
  prepare(): Promise<void> | undefined {
    const own = this.#host.app?.nunjucks
    const environment = own ?? this.#options.templates
    if (environment === undefined || this.#prepared === environment) return undefined
    return this.#engine().then((engine) => {
      if (environment !== engine.environment) engine.lendTags(environment)
      this.#prepared = environment
    })
  }

  #renderRegion(host: HostEngine, view: string, file: string, assigns: object): Promise<string> {
    // An app's engine that puts a layout around what it renders would do so with the view, too: its layout is ours. And
    // it adds what the app's templates see by itself.
    const others = host === this.#given ? this.#locals : { ...this.#options.locals, layout: false }
    const render = (values: object): Promise<string> => host.render(file, { ...others, ...values })
    const { development, logger } = this.#options
    if (!development) return render(assigns)
    const known = { ...this.#locals, ...assigns }
    return this.requestNames.watch((values) => render(values), known, {
      view,
      template: file,
      warn: (code, text) => logger.warn(text, { code }),
    })
  }

  /** What all templates see, whatever the request. Asked for at each render, and most apps have one of the two at most. */
  get #locals(): object {
    const ofApp = this.#host.app?.locals
    const own = this.#options.locals
    return ofApp === undefined || own === undefined ? (ofApp ?? own ?? NO_LOCALS) : { ...ofApp, ...own }
  }

  async render(name: string, locals: object, exchange: HostExchange): Promise<string> {
    const host = this.#given ?? exchange.engine
    const isHosts = host !== undefined && this.#leavesToHost(name, host)
    if (isHosts && this.#given === undefined) {
      const own = Object.entries(this.#options.locals ?? {}).filter(([key]) => !(key in exchange.locals))
      return host.render(name, { ...Object.fromEntries(own), ...locals })
    }
    const extension = extname(name).toLowerCase()
    if (!isHosts && !NUNJUCKS.has(extension) && !OPEN.has(extension))
      throw new LiveError("LV_NO_ENGINE", { template: name })
    const renderer = isHosts ? host : await this.#engine()
    // Those of the request are looked at late: what is around the host's rendering may add to them.
    const render = async (given: object): Promise<string> =>
      renderer.render(name, { ...exchange.app.locals, ...this.#options.locals, ...exchange.locals, ...given })
    return exchange.renderBy(render, name, locals)
  }

  /** nunjucks was given to us, so it is ours to use. */
  get #isConfigured(): boolean {
    return this.#options.views !== undefined || this.#options.templates !== undefined
  }

  #leavesToHost(name: string, host: HostEngine): boolean {
    const claim = host.claims(name)
    if (claim !== "unknown") return claim === "yes"
    const extension = extname(name).toLowerCase()
    return !(this.#isConfigured && (NUNJUCKS.has(extension) || OPEN.has(extension)))
  }

  #tracks(name: string): boolean {
    const extension = extname(name).toLowerCase()
    if (NUNJUCKS.has(extension)) return true
    if (!OPEN.has(extension)) return false
    if (this.#isConfigured || this.#host.app?.nunjucks !== undefined) return true
    return this.#given === undefined && this.#host.app?.engine?.claims(name) !== "yes"
  }

  async #changed(): Promise<void> {
    // One that could not be loaded has nothing to read again.
    const engine = await this.#nunjucks?.catch(() => undefined)
    try {
      engine?.reload()
      for (const listener of Array.from(this.#listeners)) listener()
    } catch (error) {
      this.#options.logger.error("Templates that have changed could not be read again.", { error })
    }
  }

  #engine(): Promise<NunjucksEngine> {
    this.#nunjucks ??= this.#loadEngine()
    return this.#nunjucks
  }

  async #loadEngine(): Promise<NunjucksEngine> {
    const { views, templates, impure, components, development, prefix, logger } = this.#options
    const environment = templates ?? (views === undefined ? this.#host.app?.nunjucks : undefined)
    const { createNunjucksEngine } = await importEngine()
    const engine = createNunjucksEngine({
      ...(environment === undefined ? { views: views ?? "views" } : { environment: environment as never }),
      ...(impure === undefined ? {} : { impure }),
      ...(components === undefined ? {} : { components }),
      locals: () => this.#locals,
      whereIs: (name) => this.requestNames.hint(name),
      development,
      prefix,
      warn: (code, text) => logger.warn(text, { code }),
    })
    for (const folder of engine.folders) this.#watcher?.add(folder)
    return engine
  }
}

function givenEngine(render: (name: string, locals: object) => string | Promise<string>): HostEngine {
  return { claims: () => "unknown", render: async (name, locals) => render(name, locals) }
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

const NO_LOCALS = {}
