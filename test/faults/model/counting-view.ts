/**
 * A view that counts what happens to it, and what has to be shown of that: the reference. What its handlers have done stands in a log that
 * outlives each process.
 */
import { html, type LiveView, liveView, type Stream, stream } from "../../../src/index.js"

/** One mount, and all that was done in it, in order. */
export interface Run {
  readonly number: number
  /** Ids of the events whose handlers have begun. */
  readonly begun: number[]
  /** Of those that have come to their end. */
  readonly done: number[]
  infos: number
}

/** What a page shows of a run. */
export interface Shown {
  readonly run: string
  readonly count: string
  readonly infos: string
  readonly branch: string
  readonly log: readonly string[]
  readonly rows: readonly string[]
}

export class Runs {
  readonly all: Run[] = []
  /** Handlers that wait for it go on. */
  #open: (() => void)[] = []
  readonly view: LiveView = countingView(this)

  begin(): Run {
    const run: Run = { number: this.all.length, begun: [], done: [], infos: 0 }
    this.all.push(run)
    return run
  }

  gate(): Promise<void> {
    return new Promise((open) => this.#open.push(open))
  }

  /** True if handlers wait. */
  get areHeld(): boolean {
    return this.#open.length > 0
  }

  openGate(): void {
    for (const open of this.#open.splice(0)) open()
  }

  /** Runs in which the handler of an event has begun. */
  withEvent(id: number): Run[] {
    return this.all.filter(({ begun }) => begun.includes(id))
  }
}

/** What a page has to show of a run. */
export function shownOf({ number, done, infos }: Run): Shown {
  return {
    run: String(number),
    count: String(done.length),
    infos: String(infos),
    branch: (done.length % 2 === 0 ? "even " : "odd ") + done.length,
    log: done.slice(-LOG).map(String),
    rows: done.map(String),
  }
}

const LOG = 4

interface Assigns {
  run: Run
  count: number
  infos: number
  log: readonly number[]
  rows: Stream<{ id: number }>
}

function countingView(runs: Runs): LiveView {
  return liveView<Assigns>({
    name: "counting",
    mount: () => ({
      run: runs.begin(),
      count: 0,
      infos: 0,
      log: [],
      rows: stream<{ id: number }>([], { key: ({ id }) => id }),
    }),
    render: ({ run, count, infos, log, rows }) => html`
      <i>${run.number}</i><b>${count}</b><u>${infos}</u>
      <p>${count % 2 === 0 ? html`even ${count}` : html`odd ${count}`}</p>
      <ul>${log.map((id) => html`<li>${id}</li>`)}</ul>
      <ol>${rows.map(({ id }) => html`<li>${id}</li>`)}</ol>`,
    events: {
      count({ id }, socket) {
        socket.assigns.run.begun.push(Number(id))
        return counted(Number(id), socket)
      },
      async wait({ id }, socket) {
        socket.assigns.run.begun.push(Number(id))
        await runs.gate()
        return counted(Number(id), socket)
      },
      say({ id }, socket) {
        const { run } = socket.assigns
        run.begun.push(Number(id))
        socket.pushEvent("said", id)
        return id
      },
      fail({ id }, socket) {
        socket.assigns.run.begun.push(Number(id))
        throw new Error("This handler fails.")
      },
    },
    handleInfo(_message, socket) {
      socket.assigns.run.infos += 1
      socket.assign("infos", socket.assigns.run.infos)
    },
    restream: (_rows, { assigns }) => assigns.run.done.map((id) => ({ id })),
  })
}

type CountingSocket = Parameters<NonNullable<Parameters<typeof liveView<Assigns>>[0]["handleInfo"]>>[1]

function counted(id: number, socket: CountingSocket): number {
  const { run } = socket.assigns
  run.done.push(id)
  socket.assign({ count: run.done.length, log: run.done.slice(-LOG) })
  socket.stream("rows").insert({ id })
  socket.pushEvent("said", id)
  return id
}
