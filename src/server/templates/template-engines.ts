/** Decides who renders a template, by its name: nunjucks, tracked, or an engine of the host. */

import { LiveError } from "../../errors/live-error.js"
import type { HostEngine, HostExchange } from "../../http/host/host-exchange.js"
import type { KnownHost } from "../../http/host/known-host.js"
import type { TemplateRenderer } from "../../http/layout.js"
import { functionRenderer } from "../../render/function-renderer.js"
import { regionRenderer } from "../../render/region-renderer.js"
import type { Renderer } from "../../render/renderer.js"
import { type RenderSetting, renderSetting } from "../../render/values/render-setting.js"
import { withFlashOf } from "../../util/flash.js"
import type { ViewDefinition } from "../../view/definition.js"
import type { ResolvedOptions } from "../options/resolve-options.js"
import { AppLocals } from "./app-locals.js"
import { RequestNames } from "./request-names.js"
import { TemplateChanges } from "./template-changes.js"
import { nameOf } from "./template-names.js"
import { TrackedNunjucks } from "./tracked-nunjucks.js"
import { ViewRenderer } from "./view-renderer.js"

/** The template engines of one app. */
export class TemplateEngines implements TemplateRenderer {
  readonly nunjucks: TrackedNunjucks
  readonly changes: TemplateChanges
  /** What stands in the locals of requests; noted in development only. */
  readonly requestNames: RequestNames = new RequestNames()
  readonly #options: ResolvedOptions
  readonly #setting: RenderSetting
  readonly #locals: AppLocals
  readonly #given: HostEngine | undefined
  readonly #host: KnownHost

  constructor(options: ResolvedOptions, host: KnownHost) {
    const { prefix, development, render, locals, views, logger } = options
    this.#options = options
    this.#setting = renderSetting(prefix, development)
    this.#locals = new AppLocals(locals, host)
    this.#host = host
    this.#given = render === undefined ? undefined : givenEngine(render)
    this.nunjucks = new TrackedNunjucks({
      options,
      host,
      locals: this.#locals,
      whereIs: (name) => this.requestNames.hint(name),
      found: (folders) => this.changes.watch(folders),
    })
    this.changes = new TemplateChanges({
      folders: [views ?? []].flat(),
      logger,
      reload: () => this.nunjucks.reload(),
    })
  }

  /** Makes the renderer of a view. */
  rendererOf(definition: ViewDefinition): Renderer {
    const { name, render, template = name } = definition
    return new ViewRenderer(this.#setting, () =>
      render === undefined ? this.#loadRenderer(name, template) : functionRenderer(render),
    )
  }

  async #loadRenderer(view: string, template: string): Promise<Renderer> {
    if (this.#tracks(template)) return (await this.nunjucks.engine()).renderer(template, view)
    const engine = this.#given ?? this.#host.app?.engine
    if (engine === undefined) throw new LiveError("LV_NO_ENGINE", { template })
    this.changes.watch(this.#host.app?.viewFolders ?? [])
    return regionRenderer((assigns) => this.#renderRegion(engine, view, template, assigns), template)
  }

  /**
   * The nunjucks environment that renders a view's template, tracked, with all that its templates see; undefined if
   * another engine does.
   */
  async environmentOf(template: string): Promise<object | undefined> {
    return this.#tracks(template) ? this.nunjucks.inspected() : undefined
  }

  /** Renders a template that is not a view. */
  async render(name: string, locals: object, exchange: HostExchange): Promise<string> {
    const host = this.#given ?? exchange.engine
    const isHosts = host !== undefined && this.#leavesToHost(name, host)
    if (isHosts && this.#given === undefined) {
      const own = Object.entries(this.#locals.own ?? {}).filter(([key]) => !(key in exchange.locals))
      return host.render(name, { ...Object.fromEntries(own), ...locals })
    }
    if (!isHosts && nameOf(name) === "another engine") throw new LiveError("LV_NO_ENGINE", { template: name })
    const renderer = isHosts ? host : await this.nunjucks.engine()
    // Those of the request are looked at late: what is around the host's rendering may add to them.
    const render = async (given: object): Promise<string> =>
      renderer.render(name, { ...exchange.app.locals, ...this.#locals.own, ...exchange.locals, ...given })
    return exchange.renderBy(render, name, locals)
  }

  #renderRegion(engine: HostEngine, view: string, template: string, assigns: object): Promise<string> {
    // An app's engine that puts a layout around what it renders would do so with the view, too: its layout is ours. And
    // it adds what the app's templates see by itself.
    const others = engine === this.#given ? this.#locals.all : { ...this.#locals.own, layout: false }
    const render = (values: object): Promise<string> =>
      engine.render(template, withFlashOf(assigns, { ...others, ...values }))
    const { development, logger } = this.#options
    if (!development) return render(assigns)
    const known = withFlashOf(assigns, { ...this.#locals.all, ...assigns })
    return this.requestNames.watch(render, known, {
      view,
      template,
      warn: (code, text) => logger.warn(text, { code }),
    })
  }

  #leavesToHost(name: string, host: HostEngine): boolean {
    const claim = host.claims(name)
    if (claim !== "unknown") return claim === "yes"
    return !this.nunjucks.isConfigured || nameOf(name) === "another engine"
  }

  #tracks(name: string): boolean {
    const whose = nameOf(name)
    if (whose !== "open") return whose === "nunjucks"
    const { app } = this.#host
    if (this.nunjucks.isConfigured || app?.nunjucks !== undefined) return true
    return this.#given === undefined && app?.engine?.claims(name) !== "yes"
  }
}

function givenEngine(render: (name: string, locals: object) => string | Promise<string>): HostEngine {
  return { claims: () => "unknown", render: async (name, locals) => render(name, locals) }
}
