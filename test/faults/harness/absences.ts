/**
 * How long a page was away: from the end of a connection by which a view was joined until its view is joined again. Runs in a tab of
 * jsdom, and in one of Chromium; of WebSockets.
 */

/** In ms since 1970: several processes compare them. */
export interface Absence {
  readonly lost: number
  back: number | undefined
}

type Watched = Window & Pick<typeof globalThis, "MutationObserver" | "WebSocket">

/** An answer of socket.io: the first one on a connection is that to a join. */
const ANSWER = /^43/

export class Absences {
  readonly all: Absence[] = []
  #document: Document | undefined
  /** Looks only while the page is away: in a tab of jsdom each record of a mutation costs as much as the mutation. */
  #observer: MutationObserver | undefined
  /** What stood there when the connection was lost. */
  #run = ""
  #isSeenAway = false

  /** Looks at a page from now on: one that was loaded, and whose client does not run yet. */
  watch(window: Watched): void {
    this.#document = window.document
    this.#observer = new window.MutationObserver(() => this.#look())
    if (window.WebSocket !== undefined) this.#watchLines(window)
    if (this.isAway) this.#observe()
  }

  /** It is away. */
  get isAway(): boolean {
    const last = this.all.at(-1)
    return last !== undefined && last.back === undefined
  }

  #watchLines(window: Watched): void {
    const end = (): void => this.#lost()
    class Line extends window.WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols ?? [])
        let isJoined = false
        this.addEventListener("message", ({ data }) => (isJoined ||= ANSWER.test(String(data))))
        this.addEventListener("close", () => isJoined && end())
      }
    }
    Object.assign(window, { WebSocket: Line })
  }

  #lost(): void {
    if (this.isAway) return
    this.all.push({ lost: Date.now(), back: undefined })
    this.#run = this.#shown
    this.#isSeenAway = false
    this.#observe()
    this.#look()
  }

  #observe(): void {
    const of = { subtree: true, attributeFilter: ["class"], childList: true, characterData: true }
    if (this.#document !== undefined) this.#observer?.observe(this.#document, of)
  }

  #look(): void {
    const last = this.all.at(-1)
    if (last === undefined || last.back !== undefined) return
    const isConnected = (this.#document?.querySelector("[data-live=counting].live-connected") ?? null) !== null
    // A page that moves to another server shows nothing of that: its view is another run then.
    if (!isConnected) this.#isSeenAway = true
    else if (this.#isSeenAway || this.#shown !== this.#run) {
      last.back = Date.now()
      this.#observer?.disconnect()
    }
  }

  get #shown(): string {
    return this.#document?.querySelector("[data-live=counting] i")?.textContent ?? ""
  }
}
