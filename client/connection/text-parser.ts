/**
 * socket.io's packets (protocol 5) as text alone. livemount sends no binary data, and the parser that comes with socket.io
 * is a sixth of the whole client.
 *
 *   type  namespace ","  acknowledgement id  JSON         all but the type optional
 *   2     /live/counter, 7                   ["e",0,"increment",{}]
 */

import { encodePacket, type Packet } from "../../src/protocol/packet.js"

/** @throws on anything that is no packet. */
export function decodePacket(text: string): Packet {
  const [, type, nsp = "/", id, json] = /^([0-4])(?:(\/[^,]*),?)?(\d+)?(.*)$/s.exec(text) ?? []
  const packet: Packet = {
    type: Number(type),
    nsp,
    id: id === undefined ? undefined : Number(id),
    data: json ? JSON.parse(json) : undefined,
  }
  // What an event and an acknowledgement carry is a list.
  if (json === undefined || (/[23]/.test(type as string) && !Array.isArray(packet.data))) throw new Error("no packet")
  return packet
}

/** For socket.io-client, as `Decoder`. */
export class Encoder {
  encode(packet: Packet): string[] {
    return [encodePacket(packet)]
  }
}

/** The manager is the only listener, and "decoded" the only event. It closes the connection when `add` throws. */
export class Decoder {
  #decoded: ((packet: Packet) => void) | undefined

  on(_event: string, decoded: (packet: Packet) => void): void {
    this.#decoded = decoded
  }

  off(): void {
    this.#decoded = undefined
  }

  add(text: string): void {
    this.#decoded?.(decodePacket(text))
  }

  destroy(): void {}
}
