/** The slim client's connection over a WebSocket: what a server's packets do in each of its states, also those that none would send. */
import type { ChannelDelegate, ConnectionDelegate } from "../../../../client/connection/connection.js"
import { SlimConnection } from "../../../../client/connection/slim/socket-connection.js"

const HANDSHAKE = '0{"sid":"me","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
const CONNECTED = '40/live/counter,{"sid":"1"}'

class FakeWebSocket {
  readonly readyState = 1
  readonly sent: string[] = []
  isClosed = false
  onmessage: ((message: { readonly data: string }) => void) | undefined
  onclose: ((event: object) => void) | undefined

  constructor() {
    sockets.push(this)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(): void {
    this.isClosed = true
  }

  says(data: string): void {
    this.onmessage?.({ data })
  }
}

let sockets: FakeWebSocket[]
let told: unknown[][]
let connection: SlimConnection

const socket = (): FakeWebSocket => sockets.at(-1) as FakeWebSocket
/** What has come is told a moment later. */
const turn = (): Promise<void> => new Promise((done) => setTimeout(done))

beforeEach(() => {
  globalThis.WebSocket = FakeWebSocket as never
  sockets = []
  told = []
  const recorder = new Proxy(
    {},
    {
      get:
        (_target, name: string) =>
        (...what: unknown[]) =>
          void told.push([name, ...what]),
    },
  ) as ConnectionDelegate & ChannelDelegate
  const address = { socket: "/live/socket", namespace: "/live/", origin: "http://localhost" }
  connection = new SlimConnection(address, recorder)
  connection.channel("counter", recorder)
})
afterEach(() => connection.close())

type State = "opening" | "open" | "entered" | "closed"

const ways: Readonly<Record<State, () => Promise<void>>> = {
  opening: async () => connection.open(),
  open: async () => {
    await ways.opening()
    socket().says(HANDSHAKE)
  },
  entered: async () => {
    await ways.open()
    socket().says(CONNECTED)
    await turn()
  },
  closed: async () => {
    await ways.entered()
    connection.close()
  },
}
const states = Object.keys(ways) as State[]

const inputs = {
  "a handshake": HANDSHAKE,
  "a namespace that is entered": CONNECTED,
  "a message": '42/live/counter,["d",7,{"0":"a"}]',
  "a message that is none": "4no",
  "a ping": "2",
  nothing: "6",
  "a pong": "3probe",
  "an upgrade": "5",
  "an end": "1",
  "what has no type": "",
}
type Input = keyof typeof inputs

const FAILED = [["connectionLost"]]
const LOST = [["channelClosed", false], ["connectionLost"]]
/** Of what no state takes. */
const broken = (ended: readonly unknown[]) => ({
  "a message that is none": ended,
  "a pong": ended,
  "an upgrade": ended,
  "an end": ended,
  "what has no type": ended,
})

/** What is told, and sent. What is not listed changes nothing. */
const FOLLOWS: Readonly<Record<State, Readonly<Partial<Record<Input, readonly unknown[]>>>>> = {
  opening: {
    "a handshake": [["connectionOpened"], "40/live/counter,"],
    "a namespace that is entered": FAILED,
    "a message": FAILED,
    "a ping": FAILED,
    ...broken(FAILED),
  },
  open: {
    "a handshake": LOST,
    "a namespace that is entered": [["channelOpened"]],
    "a ping": ["3"],
    ...broken(LOST),
  },
  entered: {
    "a handshake": LOST,
    "a message": [["frameArrived", 7, 0, { 0: "a" }, undefined]],
    "a ping": ["3"],
    ...broken(LOST),
  },
  closed: {},
}

describe.each(states)("a connection that is %s", (state) => {
  it.each(Object.keys(inputs) as Input[])("is told by the server: %s", async (input) => {
    await ways[state]()
    told.length = 0
    const { sent } = socket()
    sent.length = 0
    socket().says(inputs[input])
    await turn()
    const follows = FOLLOWS[state][input] ?? []
    expect([...told, ...sent]).toEqual(follows)
    const isOver = state === "closed" || follows === LOST || follows === FAILED
    expect([socket().isClosed, sockets.length]).toEqual([isOver, 1])
  })

  it("is opened once, and closed once", async () => {
    await ways[state]()
    told.length = 0
    connection.open()
    connection.open()
    expect([sockets.length, told]).toEqual([state === "closed" ? 2 : 1, []])
    connection.close()
    connection.close()
    expect(told.filter(([what]) => what === "connectionLost")).toHaveLength(1)
  })

  it("hears nothing of the one before", async () => {
    await ways.entered()
    connection.close()
    const before = socket()
    if (state !== "closed") await ways[state]()
    told.length = 0
    for (const packet of Object.values(inputs)) before.says(packet)
    before.onclose?.({})
    await turn()
    expect([told, before.sent.filter((packet) => packet === "3")]).toEqual([[], []])
  })
})
