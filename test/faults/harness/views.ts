/** The views of the fault suite: they count, append, patch, hold a form, and write down what they do. */
import { html, type LiveView, liveView, type Stream, stream, topic } from "../../../src/index.js"
import type { JournalWriter } from "./journal.js"

export interface FaultViews {
  readonly counting: LiveView
  /** Two of it stand on a page of the host's own. */
  readonly island: LiveView
  readonly other: LiveView
}

interface Assigns {
  run: string
  done: readonly string[]
  infos: number
  page: string
  text: string
  rows: Stream<{ id: string }>
}

/** What processes of one app tell their views over the bus. */
export const news = topic<unknown>("news")

/** Ids and labels of the islands of a page. */
export const SIDES = ["left", "right"] as const

/** How many of the last ids stand in the list that is no stream. */
export const LAST = 4

/**
 * @param build - Which build of the app it is: another one has other templates.
 * @param hearsNews - There is a bus: views subscribe to what comes by it.
 */
export function faultViews(journal: JournalWriter, build: string, hearsNews: boolean): FaultViews {
  let runs = 0
  const begin = (): string => {
    const run = `${process.pid}-${++runs}`
    journal.write({ kind: "mounted", at: run })
    return run
  }
  const counted = (id: string, socket: CountingSocket): string => {
    const { run, done } = socket.assigns
    journal.write({ kind: "done", at: run, id })
    socket.assign("done", [...done, id])
    socket.stream("rows").insert({ id })
    return id
  }
  const begun = ({ id }: { readonly id?: unknown }, { assigns: { run } }: CountingSocket): string => {
    journal.write({ kind: "begun", at: run, id: String(id) })
    return String(id)
  }

  const counting = liveView<Assigns, unknown>({
    name: "counting",
    layout: false,
    persist: ["done", "text"],
    restore({ done = [], text = "" }, socket) {
      journal.write({ kind: "restored", at: socket.assigns.run, done, text })
      socket.assign({ done, text })
      socket.stream("rows").reset(done.map((id) => ({ id })))
    },
    mount(_params, _session, socket) {
      if (hearsNews) socket.subscribe(news)
      return {
        run: begin(),
        done: [],
        infos: 0,
        page: "0",
        text: "",
        rows: stream<{ id: string }>([], { key: ({ id }) => id }),
      }
    },
    handleParams({ page }, _uri, socket) {
      const { run } = socket.assigns
      journal.write({ kind: "page", at: run, page: String(page ?? "0") })
      socket.assign("page", String(page ?? "0"))
    },
    render: (assigns) => (build === "one" ? first(assigns) : second(assigns)),
    events: {
      count: (params, socket) => counted(begun(params, socket), socket),
      async wait(params, socket) {
        const id = begun(params, socket)
        await new Promise((done) => setTimeout(done, 15))
        return counted(id, socket)
      },
      patch(params, socket) {
        begun(params, socket)
        socket.pushPatch(`?page=${Number(socket.assigns.page) + 1}`)
      },
      typed({ text }, socket) {
        const { run } = socket.assigns
        journal.write({ kind: "typed", at: run, text: String(text) })
        socket.assign("text", String(text))
      },
      sent: (params, socket) => counted(begun(params, socket), socket),
    },
    handleInfo(_message, socket) {
      const { run, infos } = socket.assigns
      journal.write({ kind: "info", at: run })
      socket.assign("infos", infos + 1)
    },
    restream: (_name, { assigns }) => assigns.done.map((id) => ({ id })),
  })

  const other = liveView({
    name: "other",
    layout: false,
    mount: () => ({}),
    render: () => html`<p class="other">Another view.</p><a href="/counting" live-navigate>back</a>`,
  })

  const island = liveView<{ run: string; done: readonly string[]; label: string }>({
    name: "island",
    layout: false,
    persist: ["done"],
    restore({ done = [] }, socket) {
      journal.write({ kind: "restored", at: socket.assigns.run, done, text: "" })
      socket.assign({ done })
    },
    mount: (_params, session) => ({ run: begin(), done: [], label: String((session as { label?: unknown }).label) }),
    render: ({ run, done, label }) =>
      html`<i>${run}</i><b>${done.length}</b><ol>${done.map((id) => html`<li>${id}</li>`)}</ol>
        <button live-click="count">${label}</button>`,
    events: {
      count({ id }, socket) {
        const { run, done } = socket.assigns
        journal.write({ kind: "begun", at: run, id: String(id) })
        journal.write({ kind: "done", at: run, id: String(id) })
        socket.assign("done", [...done, String(id)])
      },
    },
  })
  return { counting, island, other }
}

type CountingSocket = Parameters<NonNullable<Parameters<typeof liveView<Assigns, unknown>>[0]["handleInfo"]>>[1]

function content({ run, done, infos, page, text, rows }: Assigns) {
  return html`<div id="pusher" live-hook="Pusher"></div><i>${run}</i><b>${done.length}</b><u>${infos}</u><em>${page}</em>
    <p>${done.length % 2 === 0 ? html`even ${done.length}` : html`odd ${done.length}`}</p>
    <ul>${done.slice(-LAST).map((id) => html`<li>${id}</li>`)}</ul>
    <ol>${rows.map(({ id }) => html`<li>${id}</li>`)}</ol>
    <form live-change="typed" live-submit="sent">
      <input name="text" value="${text}"><input type="hidden" name="id"><button>send</button>
    </form>
    <s>${text}</s>
    <a href="?page=7" live-patch>page 7</a><a href="/other" live-navigate>other</a>`
}

const first = (assigns: Assigns) => html`<main class="one">
  <button live-click="count">count</button><button live-click="wait">wait</button><button live-click="patch">patch</button>
  <button live-click="count" live-retry>again</button>
  ${content(assigns)}</main>`

const second = (assigns: Assigns) => html`<main class="two"><h2>A later build</h2>
  <button live-click="count">count</button><button live-click="wait">wait</button><button live-click="patch">patch</button>
  <button live-click="count" live-retry>again</button>
  ${content(assigns)}</main>`
