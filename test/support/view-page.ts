/** One view on a page without a server or a DOM half: both are recorded, and played by the test. */
import { ClientView } from "../../client/view/client-view.js"
import type { Renewal } from "../../client/view/renewal.js"
import { ViewChannel } from "../../client/view/view-channel.js"
import type { ViewDom, ViewDomDelegate } from "../../client/view/view-dom.js"
import type { ViewEvent } from "../../client/view/view-event.js"
import type {
  Outbox,
  RecoveryMaker,
  ViewLife,
  ViewPage,
  ViewProblems,
  ViewTokens,
} from "../../client/view/view-page.js"
import type { WireDiff } from "../../src/protocol/values.js"
import { type FakeChannel, FakeConnection } from "./fake-connection.js"
import { openGate } from "./loaded.js"

/** Records what is written, in order. */
export class RecordingDom implements ViewDom {
  readonly calls: unknown[][] = []
  readonly dirty: Element[] = []
  locks = 0
  isEdited = false
  failsWith: Error | undefined
  delegate: ViewDomDelegate | undefined
  readonly templateIds: string[] = []
  readonly #texts: ReadonlyMap<string, string>

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts
  }

  number(number: number, id: string): void {
    this.calls.push(["number", number, id])
    this.templateIds[number] = id
  }
  frame(work: () => void): void {
    work()
  }
  block(): () => void {
    return () => {}
  }
  missingTemplates(): number[] {
    return [...this.templateIds.keys()].filter((number) => !this.#texts.has(this.templateIds[number] as string))
  }
  bind(diff: WireDiff | undefined): void {
    this.#write("bind", diff)
  }
  replaceAll(diff: WireDiff, ...isAwaited: boolean[]): void {
    this.#write("replaceAll", diff, ...isAwaited)
  }
  write(diff: WireDiff): void {
    this.#write("write", diff)
  }
  lock(): number {
    return ++this.locks
  }
  acknowledge(...values: unknown[]): void {
    this.#write("acknowledge", ...values)
  }
  used(): void {}
  note(): void {}
  unlockAll(): void {
    this.calls.push(["unlockAll"])
  }
  valuesArrived(...values: unknown[]): void {
    this.#write("values", ...values)
  }
  watch(element: Element): void {
    this.calls.push(["watch", element])
  }
  dirtyForms(): Element[] {
    return this.dirty
  }
  edited(): boolean {
    return this.isEdited
  }
  #write(...call: unknown[]): void {
    if (this.failsWith !== undefined) throw this.failsWith
    this.calls.push(call)
  }
}

/** All that a view tells its page, by whatever port. */
type Told = ViewLife & ViewTokens & ViewProblems & Pick<ViewPage, "joinParams" | "effectsArrived">

export interface ViewTestPage {
  readonly view: ClientView
  readonly channel: FakeChannel
  readonly connection: FakeConnection
  readonly dom: RecordingDom
  readonly root: HTMLElement
  readonly button: HTMLElement
  readonly told: { [K in keyof Told]: jest.Mock }
  readonly texts: Map<string, string>
  click(name?: string): ViewEvent
}

export interface ViewPageOptions {
  readonly renewals?: Renewal[]
  readonly params?: Readonly<Record<string, unknown>>
  /** Keeps events while the view is away. */
  readonly outbox?: Outbox
  /** Has forms tell a process that was made anew. */
  readonly recovery?: RecoveryMaker
}

export function viewPage({ renewals = [], params, outbox, recovery }: ViewPageOptions = {}): ViewTestPage {
  document.body.innerHTML =
    '<div id="counter-1" data-live="counter" data-live-token="T1" data-live-templates="A B"><button>+</button></div>'
  const root = document.body.firstElementChild as HTMLElement
  const button = root.firstElementChild as HTMLElement
  const texts = new Map<string, string>()
  const dom = new RecordingDom(texts)
  const told = {
    joinParams: jest.fn(() => params),
    renewToken: jest.fn(() => Promise.resolve(renewals.shift() ?? { kind: "unreachable" })),
    cookieRenewed: jest.fn(),
    viewRecovers: jest.fn(),
    viewJoined: jest.fn(),
    viewLost: jest.fn(),
    eventSent: jest.fn(),
    viewProved: jest.fn(),
    viewGaveUp: jest.fn(),
    eventRefused: jest.fn(),
    eventFailed: jest.fn(),
    effectsArrived: jest.fn(),
    problemArrived: jest.fn(),
    problemOver: jest.fn(),
  } as unknown as ViewTestPage["told"]
  const ports: ViewPage = {
    problems: told,
    tokens: told,
    life: told,
    recovery: { part: recovery },
    outbox: { part: outbox },
    joinParams: told.joinParams,
    effectsArrived: told.effectsArrived,
    makeDom: (_root: HTMLElement, delegate: ViewDomDelegate) => {
      dom.delegate = delegate
      return dom
    },
  }
  const templates = { add: (id: string, text: string) => void texts.set(id, text) }
  const connection = new FakeConnection({
    connectionOpened: () => {},
    connectionLost: () => {},
    connectionRefused: () => {},
  })
  const view = new ClientView(root, new ViewChannel(connection, "counter", templates, openGate), ports)
  view.start()
  const click = (name = "add"): ViewEvent => {
    const event = { name, type: "click", source: button, payload: {}, shown: [button] }
    view.push(event)
    return event
  }
  return {
    view,
    channel: connection.to("counter"),
    connection,
    dom,
    root,
    button,
    told,
    texts,
    click,
  }
}

/** A page whose view is joined as instance 7; with a key, its process is kept for it while it is away. */
export function joinedPage({ key, ...options }: ViewPageOptions & { readonly key?: string } = {}): ViewTestPage {
  const made = viewPage(options)
  made.connection.opened()
  made.channel.answer({ i: 7, ...(key === undefined ? {} : { k: key }) })
  made.dom.calls.length = 0
  return made
}
