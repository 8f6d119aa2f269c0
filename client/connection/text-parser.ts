/**
 * socket.io's packets (protocol 5) as text alone, for its `parser` option. livemount sends no binary data, and the
 * parser that comes with socket.io is a sixth of the whole client.
 *
 *   type  namespace ","  acknowledgement id  JSON         all but the type optional
 *   2     /live/counter, 7                   ["e",0,"increment",{}]
 */

/** Names by which socket.io-client asks for packet types. */
export const PacketType: Readonly<Record<"CONNECT" | "DISCONNECT" | "EVENT" | "ACK" | "CONNECT_ERROR", number>> = {
  CONNECT: 0,
  DISCONNECT: 1,
  EVENT: 2,
  ACK: 3,
  CONNECT_ERROR: 4,
}

export interface Packet {
  readonly type: number
  readonly nsp: string
  readonly id?: number
  readonly data?: unknown
}

export class Encoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    return [`${type}${nsp === "/" ? "" : `${nsp},`}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`]
  }
}

/** The manager is the only listener, and "decoded" the only event. */
export class Decoder {
  #decoded: ((packet: Packet) => void) | undefined

  on(_event: string, decoded: (packet: Packet) => void): void {
    this.#decoded = decoded
  }

  off(): void {
    this.#decoded = undefined
  }

  /** @throws on anything that is no packet; the manager closes the connection then. */
  add(text: string): void {
    const [, type, nsp = "/", id, json] = /^([0-4])(?:(\/[^,]*),?)?(\d+)?(.*)$/s.exec(text) ?? []
    const packet = {
      type: Number(type),
      nsp,
      ...(id === undefined ? {} : { id: Number(id) }),
      ...(json ? { data: JSON.parse(json) as unknown } : {}),
    }
    const hasArguments = packet.type === PacketType.EVENT || packet.type === PacketType.ACK
    if (json === undefined || (hasArguments && !Array.isArray(packet.data))) throw new Error("no packet")
    this.#decoded?.(packet)
  }

  destroy(): void {}
}
