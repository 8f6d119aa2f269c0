/**
 * A line that begins with requests, and becomes a WebSocket where one gets through: Engine.IO's polling. One request waits for
 * what the server has to say, another takes what the page says, one of each at a time. Loaded when a WebSocket could not be opened.
 *
 * The change: a WebSocket of the same session is asked ("2probe") and answers ("3probe"); then no request is begun any more, and the
 * server answers the one that waits; when none is under way, "5" says that all goes by the WebSocket from here on.
 */
import type { Handshake } from "../../../src/protocol/handshake.js"
import type { Line, LineOwner } from "./line.js"
import type { openWebSocket } from "./websocket-line.js"

/** Between the packets of one request. */
const SEPARATOR = "\x1e"

/** Browsers keep up to 64 KB going for a page that is left, and refuse what is more. */
const SMALL = 2_000

export class PollingLine implements Line {
  readonly #url: URL
  readonly #owner: LineOwner
  readonly #openWebSocket: typeof openWebSocket
  /** "pausing": requests end, for the WebSocket. "closing": what waits is sent, and that this is the end. */
  #state: "opening" | "polling" | "pausing" | "upgraded" | "closing" | "closed" = "opening"
  #webSocket: Line | undefined
  readonly #waiting: string[] = []
  #maxPayload = 0
  /** How many of each are under way, one at most. */
  readonly #underWay = { GET: 0, POST: 0 }

  constructor(url: URL, owner: LineOwner, webSocket: typeof openWebSocket) {
    this.#url = url
    this.#owner = owner
    this.#openWebSocket = webSocket
    this.#request("GET")
  }

  get transport(): string {
    return this.#state === "upgraded" ? "websocket" : "polling"
  }

  send(packet: string): void {
    this.#waiting.push(packet)
    this.#goOn()
  }

  close(): void {
    if (this.#isOver) return
    this.#webSocket?.close()
    this.#state = this.#state === "upgraded" ? "closed" : "closing"
    this.send("1")
  }

  /** Nothing is told any more. */
  get #isOver(): boolean {
    return this.#state === "closing" || this.#state === "closed"
  }

  /** Something has changed: what is to be done next? */
  #goOn(): void {
    const { GET, POST } = this.#underWay
    if (this.#state === "pausing" && GET + POST === 0) {
      this.#state = "upgraded"
      this.#waiting.unshift("5")
    }
    if (this.#state === "upgraded") for (const packet of this.#waiting.splice(0)) this.#webSocket?.send(packet)
    if (this.#state === "polling" && GET === 0) this.#request("GET")
    if (POST === 0) this.#post()
  }

  #post(): void {
    if (this.#waiting.length === 0 || this.#maxPayload === 0) return
    if (this.#state !== "polling" && this.#state !== "closing") return
    const body = this.#batch()
    // What is small also arrives where the page is left meanwhile: that its views are over is said then.
    this.#request("POST", { method: "POST", body, keepalive: body.length < SMALL })
  }

  #request(kind: "GET" | "POST", request?: RequestInit): void {
    this.#underWay[kind] = 1
    // Some caches keep the answers to what looks the same.
    fetch(`${this.#url}&transport=polling&t=${Math.random()}`, { ...request, credentials: "include" })
      .then(async (response) => {
        const text = await response.text()
        if (!response.ok) throw Object.assign(new Error(text), { description: response.status })
        this.#underWay[kind] = 0
        if (kind === "GET") for (const packet of text.split(SEPARATOR)) this.#received(packet)
        this.#goOn()
      })
      .catch((error) => this.#ended(error))
  }

  #received(packet: string): void {
    if (packet === "1") return this.#ended()
    if (packet[0] === "0") this.#opened(packet)
    if (!this.#isOver) this.#owner.lineReceived(packet)
  }

  #opened(packet: string): void {
    // Its session is one.
    if (this.#maxPayload > 0) return
    const { sid, maxPayload, upgrades } = JSON.parse(packet.slice(1)) as Handshake
    this.#url.searchParams.set("sid", sid)
    this.#maxPayload = maxPayload
    if (this.#state !== "opening") return
    this.#state = "polling"
    if (upgrades.length > 0) this.#probe()
  }

  #probe(): void {
    const owner: LineOwner = {
      lineReceived: (packet) => {
        if (this.#state === "upgraded") this.#owner.lineReceived(packet)
        else if (packet === "3probe") this.#change("polling", "pausing")
      },
      lineEnded: (details) => {
        if (this.#state === "upgraded") this.#ended(details)
        else this.#change("pausing", "polling")
      },
    }
    try {
      this.#webSocket = this.#openWebSocket(this.#url, owner, "2probe")
    } catch {
      // It goes on by requests.
    }
  }

  #change(from: "polling" | "pausing", to: "polling" | "pausing"): void {
    if (this.#state !== from) return
    this.#state = to
    this.#goOn()
  }

  #ended(details?: unknown): void {
    const wasTold = this.#isOver
    this.#webSocket?.close()
    this.#state = "closed"
    if (!wasTold) this.#owner.lineEnded(details)
  }

  /** As many as the server takes at once, and one that is larger by itself. */
  #batch(): string {
    let room = this.#maxPayload
    const packets = this.#waiting.findIndex((packet) => (room -= new Blob([packet]).size + SEPARATOR.length) < 0)
    return this.#waiting.splice(0, packets < 0 ? this.#waiting.length : packets || 1).join(SEPARATOR)
  }
}
