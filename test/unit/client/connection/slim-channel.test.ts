/**
 * A channel of the slim client by itself: what each thing that happens does in each of its states, and that nothing else can.
 *
 * @jest-environment node
 */
import type { ChannelDelegate } from "../../../../client/connection/connection.js"
import { FrameLimit } from "../../../../client/connection/frame-limit.js"
import * as PacketType from "../../../../client/connection/packet-types.js"
import { SlimChannel } from "../../../../client/connection/slim/slim-channel.js"
import { encodePacket, type Packet } from "../../../../src/protocol/packet.js"

type State = "closed" | "opening" | "open"

const NAMESPACE = "/live/counter"
const packet = (type: number, data?: unknown, id?: number): Packet => ({ type, nsp: NAMESPACE, data, id })

/** A channel over no connection, and all that it tells and writes, in order. */
function subject(): { readonly channel: SlimChannel; readonly happened: unknown[] } {
  const happened: unknown[] = []
  const note =
    (name: string) =>
    (...what: unknown[]): void =>
      void happened.push([name, ...what])
  const delegate = new Proxy({}, { get: (_target, name: string) => note(name) }) as ChannelDelegate
  const connection = {
    node: "",
    connect: note("connect"),
    isAlive: () => true,
    write: (written: Packet) => void happened.push(encodePacket(written)),
    released: note("released"),
  }
  return { channel: new SlimChannel(connection, NAMESPACE, new FrameLimit(), delegate), happened }
}

function stateOf({ isOpen, isWanted }: SlimChannel): State {
  if (isOpen) return "open"
  return isWanted ? "opening" : "closed"
}

const push = (channel: SlimChannel, number: number): void => channel.push(0, { name: "add", payload: {}, number })

/** Opens it, and has something under way. */
function opened(channel: SlimChannel): void {
  channel.open()
  channel.received(packet(PacketType.CONNECT))
  push(channel, 1)
}

const ways: readonly (readonly [way: string, state: State, go: (channel: SlimChannel) => void])[] = [
  ["is new", "closed", () => {}],
  [
    "was closed by the server",
    "closed",
    (channel) => {
      opened(channel)
      channel.received(packet(PacketType.DISCONNECT))
    },
  ],
  [
    "was refused",
    "closed",
    (channel) => {
      channel.open()
      channel.received(packet(PacketType.CONNECT_ERROR, { message: "no" }))
    },
  ],
  ["has asked the server", "opening", (channel) => channel.open()],
  [
    "has lost its connection",
    "opening",
    (channel) => {
      opened(channel)
      channel.connectionClosed()
    },
  ],
  ["is open", "open", opened],
]

const inputs = {
  "is opened": (channel: SlimChannel) => channel.open(),
  "is given an event": (channel: SlimChannel) => push(channel, 2),
  "has a connection": (channel: SlimChannel) => channel.connectionOpened(),
  "has none any more": (channel: SlimChannel) => channel.connectionClosed(),
  CONNECT: (channel: SlimChannel) => channel.received(packet(PacketType.CONNECT)),
  DISCONNECT: (channel: SlimChannel) => channel.received(packet(PacketType.DISCONNECT)),
  EVENT: (channel: SlimChannel) => channel.received(packet(PacketType.EVENT, ["d", 7, { 0: "a" }])),
  ACK: (channel: SlimChannel) => channel.received(packet(PacketType.ACK, [{ 0: "b" }], 1)),
  CONNECT_ERROR: (channel: SlimChannel) => channel.received(packet(PacketType.CONNECT_ERROR, { message: "no" })),
}
type Input = keyof typeof inputs

const CONNECTS = "0/live/counter,"
const LOST = ["opening", ["channelClosed", false]] as const
const ENDED = {
  DISCONNECT: ["closed", ["channelClosed", true], ["released", false]],
  CONNECT_ERROR: ["closed", ["channelRefused", "no"], ["released", true]],
} as const

/** The state that follows, and what is told and written. What is not listed changes nothing, and nobody is told. */
const FOLLOWS: Readonly<Record<State, Readonly<Partial<Record<Input, readonly [State, ...unknown[]]>>>>> = {
  closed: { "is opened": ["opening", ["connect"], CONNECTS] },
  opening: {
    "has a connection": ["opening", CONNECTS],
    "has none any more": LOST,
    CONNECT: ["open", ["channelOpened"]],
    ...ENDED,
  },
  open: {
    "is given an event": ["open", '2/live/counter,2["e",0,"add",{},2]'],
    "has none any more": LOST,
    EVENT: ["open", ["frameArrived", 7, 0, { 0: "a" }, undefined]],
    ACK: ["open", ["frameArrived", 0, 1, { 0: "b" }, undefined]],
    ...ENDED,
  },
}

describe.each(ways)("a channel that %s", (_way, state, go) => {
  it.each(Object.keys(inputs) as Input[])(`is ${state}: %s`, (input) => {
    const { channel, happened } = subject()
    go(channel)
    expect(stateOf(channel)).toBe(state)
    happened.length = 0
    inputs[input](channel)
    expect([stateOf(channel), ...happened]).toEqual(FOLLOWS[state][input] ?? [state])
  })
})

it("an answer is told once, and over the connection that was asked alone", () => {
  const { channel, happened } = subject()
  opened(channel)
  happened.length = 0
  inputs.ACK(channel)
  inputs.ACK(channel)
  expect(happened).toHaveLength(1)
  push(channel, 2)
  channel.connectionClosed()
  channel.connectionOpened()
  channel.received(packet(PacketType.CONNECT))
  happened.length = 0
  channel.received(packet(PacketType.ACK, [{ 0: "late" }], 2))
  expect(happened).toEqual([])
})
