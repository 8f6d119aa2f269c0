/**
 * Composition root of the browser's half: makes what a page needs and ties it together. It starts and stops what is in one
 * list, and does nothing else.
 */
import type { ClientConfig } from "../src/protocol/markup.js"
import type { MakeConnection } from "./connection/connection.js"
import { LiveDom, type LiveDomDelegate } from "./dom/live-dom.js"
import { TemplateStore } from "./dom/templates/template-store.js"
import { toolbox } from "./dom/toolbox.js"
import { PageObserver } from "./events/observers/page-observer.js"
import { PageEvents } from "./events/page-events.js"
import { domParts } from "./features/dom-parts.js"
import { Registry } from "./features/registry.js"
import { type FeatureTools, featureTable } from "./features/table.js"
import { ConnectionKeeper } from "./page/connection-keeper.js"
import { takeEffects } from "./page/effects.js"
import { joinsBegin, joinsOver } from "./page/navigation.js"
import { Problems } from "./page/problems.js"
import { Tokens } from "./page/tokens.js"
import { viewLife } from "./page/view-life.js"
import type { PageView, ViewPage } from "./view/view-page.js"
import { Views } from "./view/views.js"

/** What a {@link PageClient} is made of. */
export interface PageClientParts {
  readonly config: ClientConfig
  readonly makeConnection: MakeConnection
  /** Data for `socket.connectParams`, asked for at each join. */
  readonly params?: () => Readonly<Record<string, unknown>>
  /** Loads another page. */
  visit(url: string): void
}

/** What starts and stops with the page. */
interface Started {
  start?(): unknown
  stop?(): unknown
}

export class PageClient {
  readonly #views: Views
  readonly #keeper: ConnectionKeeper
  readonly #list: readonly Started[]

  constructor({ config, makeConnection, params, visit }: PageClientParts) {
    const { prefix, development } = config
    const warn = (text: string, node?: Node): void => problems.warn(text, node)
    const answered = (view: PageView): void => views.answered(view)
    const missed = (): void => views.missed()
    const adopts = (root: Element, element: Element): boolean => views.of(root)?.adopt(element) ?? false
    const notices: FeatureTools["notices"] = { use: (work) => features.notices.use(work) }
    const registry = new Registry(featureTable({ prefix, toolbox, notices, visit, adopts, warn, noticeShown: missed }))
    const { features } = registry
    const parts = domParts(features)
    const keeper = new ConnectionKeeper({ makeConnection, missed, ...features })
    const problems = new Problems({
      development,
      notices: features.notices,
      overlay: features.overlay,
      answered,
    })
    const templates = new TemplateStore({ prefix, arrived: (text) => registry.templateArrived(text) })
    const events = new PageEvents(prefix, { viewOf: (root) => views.of(root) }, features.rateLimits)
    const page: ViewPage = {
      problems,
      life: viewLife({ views: () => views, events, ...features }),
      tokens: new Tokens(features.renewal, keeper),
      joinParams: () => params?.(),
      makeDom: (root, view) => {
        const delegate: LiveDomDelegate = {
          requestValues: (paths) => view.requestValues(paths),
          patched: () => view.patched(),
          warn,
        }
        return new LiveDom(root, templates, delegate, { prefix, development, parts })
      },
      effectsArrived: (effects, view) =>
        takeEffects(effects, view, { navigation: features.navigation, visit, answered }),
    }
    const { connection } = keeper
    const views = new Views({ connection, templates, page, allAnswered: () => features.navigation.use(joinsOver) })

    this.#views = views
    this.#keeper = keeper
    this.#list = [
      { start: () => registry.pageConnects(development) },
      events,
      new PageObserver(document, keeper),
      { stop: () => views.all.forEach((view) => events.leaveToPost(view)) },
      { start: () => views.areAwaited && features.navigation.use(joinsBegin) },
      keeper,
    ]
  }

  /** True while the connection is open. */
  get connected(): boolean {
    return this.#keeper.isConnected
  }

  /**
   * Joins the views that stand in the page; called again, those that came since, and leaves those that went. A page
   * without views gets no connection.
   */
  start(): void {
    if (!this.#views.find()) return
    if (!this.#keeper.isStarted) for (const one of this.#list) one.start?.()
    this.#keeper.connection.open()
  }

  /** Closes the connection; `start` brings the views back. Meanwhile forms and buttons post. */
  stop(): void {
    if (this.#keeper.isStarted) for (const one of this.#list) one.stop?.()
  }
}
