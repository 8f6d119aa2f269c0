/** socket.io's packets (protocol 5) as text alone: livemount sends no binary data, at either end. */

export interface Packet {
  readonly type: number
  readonly nsp: string
  readonly id?: number | undefined
  readonly data?: unknown
}

/** As socket.io writes what has no binary data in it: type, namespace, number of an acknowledgement, JSON. */
export function encodePacket({ type, nsp, id, data }: Packet): string {
  return `${type}${nsp === "/" ? "" : `${nsp},`}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`
}
