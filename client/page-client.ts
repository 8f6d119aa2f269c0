/**
 * Composition root of the browser's half: makes what a page needs and ties it together. It starts and stops what is in one
 * list, and does nothing else.
 */
import { type ClientConfig, ROOT_ATTRIBUTE } from "../src/protocol/markup.js"
import type { MakeConnection } from "./connection/connection.js"
import { LiveDom, type LiveDomDelegate } from "./dom/live-dom.js"
import { getAttribute } from "./dom/nodes/members.js"
import { watchAttributes } from "./dom/templates/attributes.js"
import { TemplateStore } from "./dom/templates/template-store.js"
import { toolbox } from "./dom/toolbox.js"
import { PageObserver } from "./events/observers/page-observer.js"
import { PageEvents } from "./events/page-events.js"
import { domParts } from "./features/dom-parts.js"
import { Registry } from "./features/registry.js"
import { type FeatureTools, featureTable, type Parts } from "./features/table.js"
import { ConnectionKeeper } from "./page/connection-keeper.js"
import { takeEffects } from "./page/effects.js"
import { joinsBegin, joinsOver } from "./page/navigation.js"
import { pageLife } from "./page/page-life.js"
import { pageTokens } from "./page/page-tokens.js"
import { Problems } from "./page/problems.js"
import { areSnapshotsKept } from "./page/snapshots.js"
import { complain } from "./util/console.js"
import { ClientView } from "./view/client-view.js"
import { FormsGate } from "./view/forms-gate.js"
import { ViewChannels } from "./view/view-channel.js"
import type { ViewPage } from "./view/view-page.js"
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

/** In ms: for so long the first join waits for what knows the snapshots of a page that was shown before. */
const PATIENCE = 2_000

/** What starts and stops with the page. */
interface Started {
  start?(): unknown
  stop?(): unknown
}

export class PageClient {
  readonly #registry: Registry<Parts>
  readonly #views: Views
  readonly #makeView: (root: HTMLElement) => ClientView
  readonly #keeper: ConnectionKeeper
  readonly #isDevelopment: boolean
  readonly #list: readonly Started[]

  constructor({ config, makeConnection, params, visit }: PageClientParts) {
    const { prefix, development } = config
    // Each is handed what was made before it. What the first three ask of later ones, they ask when all is made.
    const views = new Views(() => navigation.use(joinsOver))
    const warn = (text: string, node?: Node): void => problems.warn(text, node)
    const tools: FeatureTools = {
      prefix,
      toolbox,
      get notices() {
        return features.notices
      },
      get navigation() {
        return features.navigation
      },
      views,
      get pages() {
        return features.pages
      },
      get repair() {
        return features.repair
      },
      get outbox() {
        return features.outbox
      },
      get patches() {
        return features.patches
      },
      rootsChanged: () => {
        registry.pageConnects(development)
        this.start()
        life.pageWritten()
      },
      visit,
      warn,
      viewOf(element) {
        const root = toolbox.rootOf(element)
        return root === null ? undefined : views.of(root)
      },
      runCommands: (list, event) => features.commands.use((commands) => commands.runList(list, event)),
      happened: (element, binding) => events.elements.happened(element, binding),
      userDid: (element, binding) => events.elements.userDid(element, binding),
      // Each waits for the part, in order.
      pageLoading: (isLoading) =>
        navigation.use(({ loading }) => (isLoading ? loading.start({ kind: "element" }) : loading.stop("element"))),
    }
    const registry = new Registry(featureTable(tools))
    const { features } = registry
    const { navigation } = features
    const keeper = new ConnectionKeeper({
      makeConnection,
      views,
      ...features,
      sightChanged: () => channels.sightChanged(),
      leave: () => channels.leave(),
    })
    const problems = new Problems({ development, views, ...features })
    const gate = new FormsGate(features.forms, prefix)
    const events = new PageEvents(prefix, views, features, gate)
    const templates = new TemplateStore({ prefix, arrived: (text) => registry.templateArrived(text) })
    watchAttributes((name) => registry.attributeCame(name))
    const channels = new ViewChannels(keeper.connection, templates, gate)
    const life = pageLife({ views, events, ...features })
    const parts = domParts(features)
    const page: ViewPage = {
      problems,
      life,
      recovery: features.usedControls,
      outbox: features.outbox,
      tokens: pageTokens(features.renewal, keeper),
      joinParams: () => params?.(),
      makeDom: (root, view) => {
        const delegate: LiveDomDelegate = {
          requestValues: (paths) => view.requestValues(paths),
          written: life.pageWritten,
          warn,
        }
        return new LiveDom(root, templates, delegate, { prefix, development, parts })
      },
      effectsArrived: (effects, view) => takeEffects(effects, view, { ...features, visit, views }),
    }

    this.#isDevelopment = development
    this.#registry = registry
    this.#views = views
    this.#makeView = (root) => new ClientView(root, channels.of(getAttribute(root, ROOT_ATTRIBUTE) ?? ""), page)
    this.#keeper = keeper
    this.#list = [
      { start: () => registry.pageConnects(development) },
      {
        start: () =>
          features.forms.get().catch(() => {
            complain("Forms could not be loaded: they post.")
            events.formsMissing()
            // What waits for it may wait for long.
            navigation.use(joinsOver)
          }),
      },
      events,
      new PageObserver(document, keeper),
      { start: () => features.patches.part?.start(), stop: () => features.patches.part?.stop() },
      { stop: () => views.all.forEach((view) => events.leaveToPost(view)) },
      { start: () => views.areAwaited && navigation.use(joinsBegin) },
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
    this.#registry.pageStarts(this.#isDevelopment)
    if (!this.#views.find(this.#makeView)) return
    if (!this.#keeper.isStarted) for (const one of this.#list) one.start?.()
    const { snapshots } = this.#registry.features
    const open = (): void => this.#keeper.tryToConnect()
    if (!areSnapshotsKept() || snapshots.part !== undefined) return open()
    // They are to be there before the first join, which does not wait for them for long.
    snapshots.use(open)
    setTimeout(open, PATIENCE)
  }

  /** Closes the connection; `start` brings the views back. Meanwhile forms and buttons post. */
  stop(): void {
    if (this.#keeper.isStarted) for (const one of this.#list) one.stop?.()
  }
}
