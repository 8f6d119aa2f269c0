/**
 * Composition root of the browser's half: finds the page's views, constructs what lives long, and is the delegate that
 * ties it together. Everything is started and stopped in one visible list.
 */
import type { Extras, Problem } from "../src/protocol/frames.js"
import { type ClientConfig, ROOT_ATTRIBUTE, TOKEN_ATTRIBUTE } from "../src/protocol/markup.js"
import type { Connection, ConnectionDelegate, MakeConnection } from "./connection/connection.js"
import { Reconnector, type ReconnectorDelegate } from "./connection/reconnector.js"
import { LiveDom } from "./dom/live-dom.js"
import { findAllInPage, getAttribute, isInPage, isPageHidden } from "./dom/nodes/members.js"
import { TemplateStore } from "./dom/templates/template-store.js"
import { toolbox } from "./dom/toolbox.js"
import { Bindings, type BindingsDelegate } from "./events/bindings.js"
import { ClickObserver } from "./events/observers/click-observer.js"
import { FocusObserver } from "./events/observers/focus-observer.js"
import { InputObserver } from "./events/observers/input-observer.js"
import { KeyObserver } from "./events/observers/key-observer.js"
import { type PageDelegate, PageObserver } from "./events/observers/page-observer.js"
import { SubmitObserver } from "./events/observers/submit-observer.js"
import type { BuiltIns } from "./features/built-ins/built-ins.js"
import { domParts } from "./features/dom-parts.js"
import type * as Overlay from "./features/overlay/overlay.js"
import { Registry } from "./features/registry.js"
import type { Renewal } from "./features/renewal/token-renewal.js"
import { type Features, featureTable } from "./features/table.js"
import { complain } from "./page/console.js"
import { cleanAddress, isInThisPage, ownUrl, ReloadGuard, redirectTarget, type Visit } from "./page/location.js"
import { Notice, type NoticeDelegate } from "./page/notice.js"
import { PageLoading } from "./page/page-loading.js"
import { writeTitle } from "./page/title.js"
import { ClientView, type ClientViewDelegate } from "./view/client-view.js"
import { ViewChannel } from "./view/view-channel.js"
import type { ViewDom, ViewDomDelegate } from "./view/view-dom.js"

/** What a {@link LiveClient} is made of. */
export interface LiveClientParts {
  readonly config: ClientConfig
  readonly makeConnection: MakeConnection
  /** Data for `socket.connectParams`, asked for at each join. */
  readonly params?: () => Readonly<Record<string, unknown>>
  /** Loads another page. */
  readonly visit: Visit
}

export class LiveClient
  implements ClientViewDelegate, BindingsDelegate, ConnectionDelegate, ReconnectorDelegate, PageDelegate, NoticeDelegate
{
  readonly templates: TemplateStore
  readonly #parts: LiveClientParts
  readonly #connection: Connection
  readonly #reconnector: Reconnector
  readonly #registry: Registry<ReturnType<typeof featureTable>>
  readonly #features: Features
  #reopening: ReturnType<typeof setTimeout> | undefined
  readonly #bindings: Bindings
  readonly #notice: Notice
  readonly #pageLoading: PageLoading
  readonly #reloads = new ReloadGuard()
  readonly #observers: readonly { start(): void; stop(): void }[]
  readonly #channels = new Map<string, ViewChannel>()
  readonly #views = new Map<Element, ClientView>()
  /** Views whose roots another script took out of the page: they may come back, and are not the first HTML then. */
  readonly #gone = new WeakMap<Element, ClientView>()
  /** Views whose first join has not been answered. */
  readonly #awaited = new Set<ClientView>()
  #isStarted = false
  #isConnected = false
  #wasConnected = false

  constructor(parts: LiveClientParts) {
    const { prefix } = parts.config
    this.#parts = parts
    this.#registry = new Registry(
      featureTable({
        prefix,
        toolbox,
        adopts: (root, element) => this.#views.get(root)?.adopt(element) ?? false,
        warn: (text, node) => this.#warn(text, node),
      }),
    )
    this.#features = this.#registry.features
    this.#pageLoading = new PageLoading(this.#features.notices)
    this.templates = new TemplateStore({ prefix, arrived: (text) => this.#registry.templateArrived(text) })
    this.#connection = parts.makeConnection(this)
    this.#reconnector = new Reconnector(this)
    this.#notice = new Notice(this, this.#features.notices)
    this.#bindings = new Bindings(prefix, this)
    this.#observers = [
      new ClickObserver(document, this.#bindings),
      new SubmitObserver(document, this.#bindings),
      new InputObserver(document, this.#bindings),
      new KeyObserver(document, this.#bindings),
      new FocusObserver(document, this.#bindings),
      new PageObserver(document, this),
    ]
  }

  /** True while the connection is open. */
  get connected(): boolean {
    return this.#isConnected
  }

  /**
   * Joins the views that stand in the page; called again, those that came since, and leaves those that went. A page
   * without views gets no connection.
   */
  start(): void {
    for (const [root, view] of this.#views) if (!isInPage(root)) this.#removeView(root, view)
    for (const root of findAllInPage<HTMLElement>(`[${ROOT_ATTRIBUTE}][${TOKEN_ATTRIBUTE}]`)) {
      if (!this.#views.has(root)) this.#addView(root)
    }
    if (this.#views.size === 0) return
    if (!this.#isStarted) {
      this.#isStarted = true
      cleanAddress()
      this.#registry.pageConnects(this.#parts.config.development)
      for (const observer of this.#observers) observer.start()
      if (this.#awaited.size > 0) this.#pageLoading.start({ kind: "initial" })
    }
    this.#connection.open()
  }

  /** Closes the connection; `start` brings the views back. Meanwhile forms and buttons post. */
  stop(): void {
    if (!this.#isStarted) return
    this.#isStarted = false
    for (const observer of this.#observers) observer.stop()
    for (const view of this.#views.values()) this.#bindings.leaveToPost(view)
    this.#connection.close()
    this.#reconnector.stop()
    this.#notice.connectionRestored()
  }

  #removeView(root: Element, view: ClientView): void {
    view.stop()
    this.#views.delete(root)
    this.#gone.set(root, view)
    this.#answered(view)
  }

  #addView(root: HTMLElement): void {
    const name = getAttribute(root, ROOT_ATTRIBUTE) ?? ""
    let channel = this.#channels.get(name)
    if (channel === undefined) {
      channel = new ViewChannel(this.#connection, name, this.templates)
      this.#channels.set(name, channel)
    }
    const view = this.#gone.get(root) ?? new ClientView(root, channel, this)
    this.#views.set(root, view)
    this.#awaited.add(view)
    view.start()
  }

  // Bindings delegate

  viewOf(root: Element): ClientView | undefined {
    return this.#views.get(root)
  }

  // Connection and reconnector delegate

  get isHidden(): boolean {
    return isPageHidden()
  }

  tryToConnect(): void {
    if (this.#isStarted) this.#connection.open()
  }

  connectionOpened(): void {
    this.#isConnected = this.#wasConnected = true
    this.#reconnector.connectionOpened()
    this.#notice.connectionRestored()
  }

  connectionLost(): void {
    this.#isConnected = false
    this.#pageLoading.stop("initial")
    if (!this.#isStarted) return
    this.#reconnector.connectionLost()
    // A page that never was connected works without: nothing is missing.
    if (this.#wasConnected) this.#notice.connectionLost()
  }

  // Notice delegate

  noticeShown(): void {
    for (const view of this.#views.values()) view.connectionMissed()
  }

  // Page delegate

  pageResumed(): void {
    this.#notice.pageResumed()
    if (!this.#isConnected) this.#reconnector.now()
  }

  pageHidden(): void {
    this.#notice.pageHidden()
  }

  pageLeft(): void {
    this.#connection.close()
    this.#reconnector.stop()
    this.#notice.pageHidden()
  }

  pageRestored(): void {
    this.#pageLoading.stop("redirect")
    this.pageResumed()
  }

  // View delegate

  makeDom(root: HTMLElement, delegate: ViewDomDelegate): ViewDom {
    const { prefix, development } = this.#parts.config
    return new LiveDom(
      root,
      this.templates,
      {
        requestValues: (paths) => delegate.requestValues(paths),
        patched: () => delegate.patched(),
        warn: (text, node) => this.#warn(text, node),
      },
      { prefix, development, parts: domParts(this.#features) },
    )
  }

  joinParams(): Readonly<Record<string, unknown>> | undefined {
    return this.#parts.params?.()
  }

  async renewToken(root: HTMLElement): Promise<Renewal> {
    try {
      return await (await this.#features.renewal.get()).renew(root, ownUrl())
    } catch {
      return { kind: "unreachable" }
    }
  }

  cookieRenewed(): void {
    // All views of the page were refused for the same cookie and renewed by the same answer: one reconnection for all.
    if (this.#reopening !== undefined) return
    this.#reopening = setTimeout(() => {
      this.#reopening = undefined
      this.#connection.close()
      this.tryToConnect()
    })
  }

  viewJoined(view: ClientView): void {
    this.#answered(view)
    this.viewPatched()
    for (const element of view.dirtyForms) this.#bindings.resendChange(element, view)
  }

  viewProved(): void {
    if ([...this.#views.values()].every(({ isSound }) => isSound)) this.#reloads.clear()
  }

  viewPatched(): void {
    this.#bindings.pagePatched()
    if (this.#features.builtIns.isWanted) this.#features.builtIns.use(pagePatched)
  }

  viewGaveUp(_view: ClientView, { code }: Problem): void {
    // What the user has typed is worth more than a view that may come back. A page that is another one by now
    // (a log-out, a new version of the application) cannot take it anyway.
    const isSame = !/^LV_(TOKEN|PROTOCOL)_/.test(code)
    if (isSame && [...this.#views.values()].some((view) => view.dirtyForms.length > 0)) return
    if (this.#reloads.mayReload()) this.#visit(ownUrl())
  }

  eventRefused(view: ClientView, problem?: Problem): void {
    if (problem === undefined) return this.#notice.show()
    this.problemArrived(problem, view)
    this.eventFailed(view, problem)
  }

  eventFailed(view: ClientView, { code, message }: Problem): void {
    const detail = { code, message, root: getAttribute(view.root, "id") }
    const isOurs = window.dispatchEvent(new CustomEvent("live:event-failed", { detail, cancelable: true }))
    // In development the overlay says it.
    if (isOurs && !this.#parts.config.development) this.#features.notices.use(({ showFailure }) => showFailure(code))
  }

  effectsArrived({ n: title, e: events = [], r: redirect }: Extras, view: ClientView): void {
    if (title !== undefined) writeTitle(title)
    for (const [name, detail] of events) window.dispatchEvent(new CustomEvent(`live:${name}`, { detail }))
    if (redirect === undefined) return
    // Instead of a join, too. The page may stay: what is behind the address can be a download.
    this.#answered(view)
    this.#redirect(redirect.to)
  }

  problemArrived(problem: Problem, view: ClientView): void {
    const name = getAttribute(view.root, ROOT_ATTRIBUTE) ?? ""
    this.#answered(view)
    complain(`${problem.code} in view "${name}": ${problem.message}`, ...(problem.detail ? [problem.detail] : []))
    if (this.#parts.config.development) {
      this.#features.overlay.use((overlay) => overlay.showProblem(problem, name))
    }
  }

  problemOver(): void {
    this.#features.overlay.use(hideProblem)
  }

  #warn(text: string, node?: Node): void {
    if (this.#parts.config.development) complain(text, ...(node === undefined ? [] : [node]))
  }

  #answered(view: ClientView): void {
    if (this.#awaited.delete(view) && this.#awaited.size === 0) this.#pageLoading.stop("initial")
  }

  #redirect(to: string): void {
    const url = redirectTarget(to)
    if (url === undefined)
      complain(`Refused a redirect to ${JSON.stringify(to)}: not a path of this site, not http(s).`)
    // A view that redirects to its own page at each join would never end; the user will.
    else if (url !== ownUrl() || navigator.userActivation?.isActive || this.#reloads.mayReload()) this.#visit(url)
    else complain(`The view redirects to its own page again and again: ${url}`)
  }

  #visit(url: string): void {
    this.#pageLoading.start({ kind: "redirect", to: url })
    this.#parts.visit(url)
    if (isInThisPage(url)) this.#pageLoading.stop("redirect")
  }
}

function hideProblem(overlay: typeof Overlay): void {
  overlay.hideProblem()
}

/** One function, so that it waits once for the part. */
function pagePatched(builtIns: BuiltIns): void {
  builtIns.pagePatched()
}
