/**
 * Engine.IO's polling by itself: what a request carries, and what follows from how it ends.
 *
 * @jest-environment node
 */
import type { Line, LineOwner } from "../../../../client/connection/slim/line.js"
import { PollingLine } from "../../../../client/connection/slim/polling-line.js"

const HANDSHAKE = '0{"sid":"me","upgrades":["websocket"],"pingInterval":1,"pingTimeout":1,"maxPayload":20}'

interface Request {
  readonly method: string
  readonly url: string
  readonly body: string | null
  readonly answer: (text: string, status?: number) => Promise<void>
  readonly fail: () => Promise<void>
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done))

class Owner implements LineOwner {
  readonly heard: unknown[] = []
  lineReceived(packet: string): void {
    this.heard.push(packet)
  }
  lineEnded(details?: unknown): void {
    this.heard.push(["ended", (details as { description?: number } | undefined)?.description])
  }
}

let requests: Request[]
let webSocket: { owner: LineOwner; sent: string[]; isClosed: boolean; url: string } | undefined
let owner: Owner
let line: PollingLine

function openWebSocket(url: URL, of: LineOwner, first = ""): Line {
  const opened = { owner: of, sent: [first], isClosed: false, url: url.href }
  webSocket = opened
  return {
    transport: "websocket",
    send: (packet) => opened.sent.push(packet),
    close: () => {
      opened.isClosed = true
    },
  }
}

/** The last that is under way. */
const last = (method: string): Request => requests.findLast((request) => request.method === method) as Request
const bodies = (): (string | null)[] => requests.filter(({ method }) => method === "POST").map(({ body }) => body)

beforeEach(() => {
  requests = []
  webSocket = undefined
  globalThis.fetch = (url, { method = "GET", body = null } = {}) =>
    new Promise((answered, failed) => {
      const answer = (text: string, status = 200): Promise<void> => {
        answered(new Response(text, { status }))
        return turn()
      }
      const fail = (): Promise<void> => {
        failed(new TypeError("no network"))
        return turn()
      }
      requests.push({ method, url: String(url), body: body as string | null, answer, fail })
    })
  owner = new Owner()
  line = new PollingLine(new URL("http://app.test/socket/?EIO=4"), owner, openWebSocket)
})

describe("a line that polls", () => {
  it("asks again as soon as it is answered, in its session, and tells packet by packet", async () => {
    await last("GET").answer(HANDSHAKE)
    await last("GET").answer("4a\x1e4b")
    expect(owner.heard).toEqual([HANDSHAKE, "4a", "4b"])
    const urls = requests.map(({ url }) => url.replace(/0\.\d+/, "N"))
    expect(urls).toEqual([
      "http://app.test/socket/?EIO=4&transport=polling&t=N",
      "http://app.test/socket/?EIO=4&sid=me&transport=polling&t=N",
      "http://app.test/socket/?EIO=4&sid=me&transport=polling&t=N",
    ])
  })

  it("says one thing after the other, as much at once as the server takes, which is bytes", async () => {
    await last("GET").answer(HANDSHAKE)
    for (const packet of ["4first", "4123456", "4€€€", `4${"x".repeat(30)}`, "4last"]) line.send(packet)
    for (let posts = 1; posts < 5; posts++) {
      expect(bodies()).toHaveLength(posts)
      await last("POST").answer("ok")
    }
    expect(bodies()).toEqual(["4first", "4123456\x1e4€€€", `4${"x".repeat(30)}`, "4last"])
  })

  it("tells the status by which the server refuses", async () => {
    await last("GET").answer(HANDSHAKE)
    line.send("4much")
    await last("POST").answer("", 413)
    await last("GET").fail()
    line.send("4more")
    expect(owner.heard).toEqual([HANDSHAKE, ["ended", 413]])
    expect(bodies()).toEqual(["4much"])
  })

  it("says that it closes, after what waits, also when the server has only just answered", async () => {
    line.close()
    await last("GET").answer(HANDSHAKE)
    expect(bodies()).toEqual(["1"])
    expect(webSocket).toBeUndefined()
    await last("POST").answer("ok")
    expect(requests).toHaveLength(2)
  })

  it("ends when the server says so, and says nothing more", async () => {
    await last("GET").answer(HANDSHAKE)
    await last("GET").answer("1")
    line.close()
    expect(owner.heard).toEqual([HANDSHAKE, ["ended", undefined]])
    expect([requests.length, webSocket?.isClosed]).toEqual([2, true])
  })
})

describe("a line, whatever it is", () => {
  const OTHER = '0{"sid":"another","upgrades":["websocket"],"pingInterval":1,"pingTimeout":1,"maxPayload":5}'
  const opened = (): Promise<void> => last("GET").answer(HANDSHAKE)
  const paused = async (): Promise<void> => {
    await opened()
    line.send("4before")
    webSocket?.owner.lineReceived("3probe")
  }
  const ways = {
    opening: async () => {},
    polling: opened,
    pausing: paused,
    upgraded: async () => {
      await paused()
      await last("POST").answer("ok")
      await last("GET").answer("6")
    },
    closing: async () => {
      await opened()
      line.close()
    },
    closed: async () => {
      await opened()
      await last("GET").answer("1")
    },
  }
  type State = keyof typeof ways

  it.each<[State, string[]]>([
    ["polling", ["4€€€", "4a\x1e4b"]],
    ["pausing", ["4before", "4€€€\x1e4a\x1e4b"]],
  ])("has one session, and is given another in vain: %s", async (state, said) => {
    await ways[state]()
    await last("GET").answer(OTHER)
    for (const packet of ["4€€€", "4a", "4b"]) line.send(packet)
    webSocket?.owner.lineEnded()
    await last("POST").answer("ok")
    expect(requests.slice(1).every(({ url }) => url.includes("sid=me&"))).toBe(true)
    // As much at once as the first handshake has said.
    expect(bodies()).toEqual(said)
  })

  it.each<[State, string, unknown[]]>([
    ["polling", "polling", []],
    ["pausing", "polling", []],
    ["upgraded", "websocket", ["4early", ["ended", undefined]]],
    ["closing", "polling", []],
    ["closed", "polling", []],
  ])("hears its WebSocket only once it has changed to it: %s", async (state, transport, heard) => {
    await ways[state]()
    owner.heard.length = 0
    webSocket?.owner.lineReceived("4early")
    expect(line.transport).toBe(transport)
    webSocket?.owner.lineEnded()
    expect(owner.heard).toEqual(heard)
  })

  it.each<[State, boolean]>([
    ["polling", true],
    ["pausing", false],
    ["upgraded", false],
    ["closing", false],
    ["closed", false],
  ])("pauses for its WebSocket only where it polls: %s", async (state, pauses) => {
    await ways[state]()
    const { length } = requests
    webSocket?.owner.lineReceived("3probe")
    line.send("4more")
    const wasSent = requests.length > length || (webSocket?.sent.includes("4more") ?? false)
    expect([wasSent, line.transport]).toEqual([state === "upgraded", state === "upgraded" ? "websocket" : "polling"])
    if (!pauses) return
    await last("GET").answer("6")
    expect([line.transport, webSocket?.sent]).toEqual(["websocket", ["2probe", "5", "4more"]])
  })

  it("tells nothing any more that was closed, whatever the server still says", async () => {
    await ways.closing()
    owner.heard.length = 0
    await last("GET").answer("4late\x1e2")
    await last("POST").fail()
    expect(owner.heard).toEqual([])
  })

  it.each<[State, string[]]>([
    ["opening", []],
    ["polling", ["1"]],
    ["pausing", ["4before"]],
    ["upgraded", ["4before"]],
    ["closing", ["1"]],
    ["closed", []],
  ])("is closed once: %s", async (state, said) => {
    await ways[state]()
    line.close()
    const { length } = requests
    line.close()
    expect([requests.length, bodies()]).toEqual([length, said])
    webSocket?.owner.lineReceived("3probe")
    expect(line.transport).toBe("polling")
  })
})

describe("a line that changes to a WebSocket", () => {
  /** It answers, while one request of each kind is under way. */
  async function pause(): Promise<void> {
    await last("GET").answer(HANDSHAKE)
    line.send("4before")
    webSocket?.owner.lineReceived("3probe")
    line.send("4within")
  }

  it("goes on by it when no request is under way any more", async () => {
    await pause()
    await last("POST").answer("ok")
    expect([line.transport, webSocket?.sent]).toEqual(["polling", ["2probe"]])
    await last("GET").answer("6")
    line.send("4after")
    expect([line.transport, webSocket?.sent]).toEqual(["websocket", ["2probe", "5", "4within", "4after"]])
    webSocket?.owner.lineReceived("4told")
    webSocket?.owner.lineEnded()
    expect(owner.heard).toEqual([HANDSHAKE, "6", "4told", ["ended", undefined]])
    expect([requests.length, webSocket?.url]).toEqual([3, "http://app.test/socket/?EIO=4&sid=me"])
  })

  it("stays with requests where it ends before, at once or later", async () => {
    await pause()
    await last("GET").answer("4told")
    webSocket?.owner.lineEnded()
    webSocket?.owner.lineReceived("4stray")
    await last("POST").answer("ok")
    expect([line.transport, bodies(), owner.heard]).toEqual(["polling", ["4before", "4within"], [HANDSHAKE, "4told"]])
    expect(requests.filter(({ method }) => method === "GET")).toHaveLength(3)
  })

  it("can be closed within: what waits goes by a request, and the WebSocket is let go", async () => {
    await pause()
    line.close()
    await last("POST").answer("ok")
    expect([bodies(), webSocket?.isClosed]).toEqual([["4before", "4within\x1e1"], true])
    webSocket?.owner.lineEnded()
    await last("POST").answer("ok")
    await last("GET").answer("6")
    expect(requests).toHaveLength(4)
  })
})
