/** What the fault suite breaks lines with does what it says: over plain HTTP and over WebSockets. */
import { createServer, type Server as HttpServer, type IncomingMessage, request } from "node:http"
import type { AddressInfo } from "node:net"
import { WebSocket, WebSocketServer } from "ws"
import { type Fault, FaultProxy } from "../support/fault-proxy.js"

let http: HttpServer
let sockets: WebSocketServer
let proxy: FaultProxy
/** What the server was told, and how its lines ended. */
let heard: string[]

beforeEach(async () => {
  heard = []
  http = createServer((incoming, outgoing) => {
    let body = ""
    incoming.on("data", (chunk: Buffer) => (body += chunk.toString()))
    incoming.on("end", () => {
      heard.push(`${incoming.method} ${body}`)
      outgoing.end(`answer to ${body}`)
    })
  })
  sockets = new WebSocketServer({ server: http })
  sockets.on("connection", (socket) => {
    socket.on("error", () => {})
    socket.on("message", (data: Buffer) => {
      heard.push(data.toString().slice(0, 20))
      socket.send(`re: ${data.toString()}`)
    })
    socket.on("close", (code) => heard.push(`closed ${code}`))
  })
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening))
  proxy = await FaultProxy.start((http.address() as AddressInfo).port)
})

afterEach(async () => {
  await proxy.stop()
  for (const client of sockets.clients) client.terminate()
  await until(() => sockets.clients.size === 0)
  http.closeAllConnections()
  await new Promise((closed) => http.close(closed))
})

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((turn) => setTimeout(turn, 2))
}

/** A page's WebSocket: what it was told, and the end. */
class Page {
  readonly told: string[] = []
  readonly socket = new WebSocket(proxy.url.replace("http", "ws"))
  isOver = false

  constructor() {
    this.socket.on("message", (data: Buffer) => this.told.push(data.toString().slice(0, 20)))
    this.socket.on("error", () => {})
    this.socket.on("close", () => (this.isOver = true))
  }

  async say(...texts: string[]): Promise<void> {
    await until(() => this.socket.readyState !== WebSocket.CONNECTING)
    for (const text of texts) this.socket.send(text)
  }
}

/** Resolves with the answer's body, or the error's code. */
function post(body: string): Promise<string> {
  return new Promise((done) => {
    const sent = request(proxy.url, { method: "POST" }, (answer: IncomingMessage) => {
      let text = ""
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()))
      answer.on("end", () => done(text))
      answer.on("error", () => done("cut"))
    })
    sent.on("error", () => done("cut"))
    sent.end(body)
  })
}

it("passes all that comes, of any size, as long as nothing is armed", async () => {
  const page = new Page()
  await page.say("a", `b${"x".repeat(70_000)}`, `c${"y".repeat(300)}`)
  await until(() => page.told.length === 3)
  expect(page.told.map((text) => text.slice(0, 5))).toEqual(["re: a", "re: b", "re: c"])
  expect(await post("hello")).toBe("answer to hello")
  page.socket.close()
  await until(() => page.isOver && heard.includes("closed 1005"))
  await until(() => proxy.lines <= 1)
})

describe.each<[Fault["does"], heard: string[], told: string[]]>([
  ["reset", ["a"], ["re: a"]],
  ["end", ["a"], ["re: a"]],
  ["half, then reset", ["a"], ["re: a"]],
  ["half, then end", ["a"], ["re: a"]],
  ["whole, then reset", ["a", "b"], ["re: a"]],
  ["whole, then end", ["a", "b"], ["re: a"]],
])("%s", (does, expected, told) => {
  it("strikes at the message that was named, and ends the line for both sides", async () => {
    const page = new Page()
    proxy.arm({ direction: "to server", at: { messages: 1 }, does, of: "websocket" })
    await page.say("a")
    await until(() => page.told.length === 1)
    await page.say("b", "c")
    await until(() => page.isOver && heard.some((what) => what.startsWith("closed")))
    expect(heard.filter((what) => !what.startsWith("closed"))).toEqual(expected)
    // The answer to what arrived whole may still have found its way.
    expect(page.told.slice(0, 1)).toEqual(told)
    expect(proxy.struck).toEqual([`${does} to server: b`])
    expect(proxy.lines).toBe(0)
  })

  it("strikes an answer by its text, and what was asked for is done", async () => {
    const page = new Page()
    proxy.arm({ direction: "to client", at: { text: /^re: b/ }, does })
    await page.say("a", "b", "c")
    await until(() => page.isOver && heard.some((what) => what.startsWith("closed")))
    expect(heard.slice(0, 2)).toEqual(["a", "b"])
    expect(page.told).toEqual(does.startsWith("whole") ? ["re: a", "re: b"] : ["re: a"])
  })
})

it("cuts within a message at the byte that was named", async () => {
  const page = new Page()
  await page.say("a")
  await until(() => page.told.length === 1)
  proxy.arm({ direction: "to client", at: { bytes: 3 }, does: "half, then end" })
  const bytes = new Promise<number>((done) => {
    const { _socket: line } = page.socket as unknown as { readonly _socket: { readonly bytesRead: number } }
    const before = line.bytesRead
    page.socket.once("close", () => done(line.bytesRead - before))
  })
  await page.say("b")
  expect(await bytes).toBe(3)
})

it("repeats frames, and requests of HTTP", async () => {
  const page = new Page()
  await page.say("a")
  proxy.arm({ direction: "to server", at: { text: /^b/ }, does: "repeat" })
  proxy.arm({ direction: "to client", at: { text: /re: c/ }, does: "repeat" })
  await page.say("b", "c")
  await until(() => page.told.length === 5)
  expect(page.told).toEqual(["re: a", "re: b", "re: b", "re: c", "re: c"])
  proxy.arm({ direction: "to server", at: { messages: 0 }, does: "repeat", of: "http" })
  expect(await post("hello")).toBe("answer to hello")
  await until(() => heard.filter((what) => what === "POST hello").length === 2)
})

it("holds one direction or both, in order, on new lines too", async () => {
  const page = new Page()
  await page.say("a")
  await until(() => page.told.length === 1)
  proxy.hold("to client")
  await page.say("b", "c")
  await until(() => heard.length === 3)
  const other = new Page()
  proxy.hold("to server")
  await page.say("d")
  await new Promise((turn) => setTimeout(turn, 20))
  expect([heard, page.told, other.socket.readyState]).toEqual([["a", "b", "c"], ["re: a"], WebSocket.CONNECTING])
  proxy.release()
  await other.say("e")
  await until(() => page.told.length === 4 && other.told.length === 1)
  expect(page.told).toEqual(["re: a", "re: b", "re: c", "re: d"])
})

it("holds from a message on, or delays it", async () => {
  const page = new Page()
  proxy.arm({ direction: "to server", at: { text: /^b/ }, does: "hold" })
  await page.say("a", "b", "c")
  await until(() => page.told.length === 1)
  proxy.release()
  await until(() => page.told.length === 3)
  proxy.arm({ direction: "to client", at: { text: /^re: d/ }, does: "delay", ms: 30 })
  const sent = Date.now()
  await page.say("d", "e")
  await until(() => page.told.length === 5)
  expect(Date.now() - sent).toBeGreaterThanOrEqual(29)
  expect(page.told).toEqual(["re: a", "re: b", "re: c", "re: d", "re: e"])
})

it("strands the server's side: it does not hear that the page is gone", async () => {
  const page = new Page()
  await page.say("a")
  await until(() => page.told.length === 1)
  proxy.strand()
  await until(() => page.isOver)
  expect([sockets.clients.size, proxy.lines]).toEqual([1, 1])
  proxy.release()
  await until(() => heard.some((what) => what.startsWith("closed")))
  await until(() => proxy.lines === 0)
})

it("refuses new lines, has them hang, and leads them elsewhere", async () => {
  proxy.answers = "refuse"
  expect(await post("a")).toBe("cut")
  proxy.answers = "hang"
  const hanging = post("b")
  await until(() => proxy.lines === 1)
  proxy.heal()
  expect(await hanging).toBe("cut")
  const other = createServer((_request, response) => response.end("another server"))
  await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening))
  proxy.target = (other.address() as AddressInfo).port
  expect(await post("c")).toBe("another server")
  other.closeAllConnections()
  await new Promise((closed) => other.close(closed))
  // Nobody is there.
  expect(await post("d")).toBe("cut")
  expect(heard).toEqual([])
})
