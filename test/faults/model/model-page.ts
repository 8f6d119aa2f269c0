/** A page of the model: the browser's half from the channel up, over a tree in place of a DOM; and what it has told of each event. */
import { EventOutbox } from "../../../client/features/standby/outbox.js"
import { ClientView } from "../../../client/view/client-view.js"
import { ViewChannel } from "../../../client/view/view-channel.js"
import type { ViewDomDelegate } from "../../../client/view/view-dom.js"
import type { ViewPage } from "../../../client/view/view-page.js"
import type { Extras } from "../../../src/protocol/frames.js"
import type { WireNested } from "../../../src/protocol/values.js"
import { wireNested } from "../../../src/render/diff/wire-value.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { openGate } from "../../support/loaded.js"
import type { SignedPage } from "../../support/signed-page.js"
import type { Shown } from "./counting-view.js"
import { ShownTree } from "./shown-tree.js"
import { type Enter, Line, WireConnection } from "./wire.js"

/** What a page has told of an event: `failed` with the code of what went wrong. */
export type Fate = "under way" | "done" | "refused" | "lost" | `failed: ${string}`

/** How an event was made: by a hook, which has a promise, or by an element, which shows a class. */
export type Maker = "hook" | "element" | "queueing element" | "retrying element"

export interface MadeEvent {
  readonly id: number
  readonly name: string
  readonly by: Maker
  fate: Fate
  /** What its answer has returned; a hook's only. */
  value?: unknown
  /** How often its fate was told. */
  told: number
  /** The run that was shown when it was made. */
  readonly run: string
}

export class ModelPage {
  readonly connection: WireConnection
  readonly events: MadeEvent[] = []
  /** What the view has said by page events, in order. */
  readonly said: unknown[] = []
  readonly problems: string[] = []
  readonly #view: ClientView
  readonly #channel: ViewChannel
  readonly #root: HTMLElement
  readonly #texts = new Map<string, string>()
  #dom: ShownTree | undefined
  /** What has become of the event that was over last. */
  #over: Fate = "done"
  /** The run that it showed when it last was at rest, as long as nothing may have ended it. */
  keptRun: string | undefined
  /** It would be loaded anew. */
  hasGivenUp = false

  constructor({ token, cookie, templates, rendered }: SignedPage, enter: Enter) {
    this.#root = document.createElement("div")
    const attributes = { "data-live": "counting", "data-live-token": token, "data-live-templates": templates.join(" ") }
    for (const [name, value] of Object.entries({ id: "root", ...attributes })) this.#root.setAttribute(name, value)
    document.body.append(this.#root)
    const table = new TemplateTable()
    const first = wireNested(rendered, table)
    this.connection = new WireConnection(
      { connectionOpened: () => {}, connectionLost: () => {}, connectionRefused: () => {} },
      (connection) => new Line(connection, `livemount=${cookie}`, enter),
    )
    const texts = { add: (id: string, text: string) => void this.#texts.set(id, text) }
    this.#channel = new ViewChannel(this.connection, "counting", texts, openGate)
    this.#view = new ClientView(this.#root, this.#channel, this.#ports(first, table.ids))
  }

  get isReady(): boolean {
    return this.#view.readiness === "ready"
  }

  get isJoined(): boolean {
    return this.#view.seat !== undefined
  }

  get hasEventsUnderWay(): boolean {
    return this.events.some(({ fate }) => fate === "under way")
  }

  start(): void {
    this.#view.start()
    this.connection.open()
  }

  leave(): void {
    this.#view.stop()
  }

  close(): void {
    this.#root.remove()
    this.connection.close()
  }

  make(id: number, name: string, by: Maker): void {
    const event: MadeEvent = { id, name, by, fate: "under way", told: 0, run: this.shown.run }
    this.events.push(event)
    const element = document.createElement("button")
    if (by === "queueing element") element.setAttribute("live-offline", "queue")
    this.#root.append(element)
    const told = (fate: Fate): void => {
      event.fate = fate
      event.told += 1
      element.remove()
    }
    const shown = [element]
    const twice = by === "retrying element" ? { id: `${id}` } : {}
    const pushed = { name, type: "click", source: element, payload: { id }, shown, ...twice }
    if (by === "hook") {
      this.#view.push({
        ...pushed,
        settled(fate, problem, value) {
          event.value = value
          const isDone = fate === "answered" && problem === undefined
          told(isDone ? "done" : problem === undefined ? (fate as Fate) : `failed: ${problem.code}`)
        },
      })
      return
    }
    // What it shows when it is over; a class of a refusal comes with that, or a notice.
    const over = (): void => {
      this.#over = "done"
      queueMicrotask(() => told(element.classList.contains("live-refused") ? "refused" : this.#over))
    }
    this.#view.push({ ...pushed, over })
  }

  /** Asks for a slot's value anew. */
  askAnew(slot: number): void {
    if (this.isReady) this.#dom?.ask(slot)
  }

  get shown(): Shown {
    const [, run, count, infos, branch, log, rows] = this.#dom?.tree ?? []
    const [template = "", number] = branch as unknown as [string, string]
    const word = /even|odd/.exec(this.#texts.get(template) ?? "")?.[0] ?? "?"
    return {
      run: String(run),
      count: String(count),
      infos: String(infos),
      branch: `${word} ${number}`,
      log: itemsOf(log),
      rows: itemsOf(rows),
    }
  }

  #ports(first: WireNested, ids: readonly string[]): ViewPage {
    const nothing = (): void => {}
    const ports = {
      makeDom: (_root: HTMLElement, delegate: ViewDomDelegate) => {
        this.#dom = new ShownTree(first, ids, this.#texts, delegate)
        return this.#dom
      },
      recovery: { part: undefined },
      outbox: { part: new EventOutbox({ prefix: "live-", notices: {} }) },
      joinParams: () => undefined,
      effectsArrived: (extras: Extras) => {
        for (const [, id] of extras.e ?? []) this.said.push(id)
      },
      problems: {
        problemArrived: ({ code, message, detail = "" }) => this.problems.push(`${code} ${message} ${detail}`),
        problemOver: nothing,
        eventRefused: nothing,
        eventFailed: (_view, { code }) => {
          this.#over = `failed: ${code}`
        },
      },
      tokens: { renewToken: () => Promise.resolve({ kind: "unreachable" }), cookieRenewed: nothing },
      life: {
        viewRecovers: nothing,
        viewJoined: nothing,
        viewLost: nothing,
        eventShown: nothing,
        eventSent: nothing,
        viewProved: nothing,
        viewGaveUp: () => {
          this.hasGivenUp = true
        },
      },
    } satisfies ViewPage
    return ports
  }
}

function itemsOf(list: unknown): string[] {
  return (list as { i?: string[][] }).i?.map(([text = ""]) => text) ?? []
}
