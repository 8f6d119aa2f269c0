/**
 * The WebSocket frames of what goes out, made here: header and text in one buffer, which is one write. ws writes the two apart, and makes
 * options for each of them; engine.io takes a frame that is made already, as socket.io's own broadcasts make them.
 */

/** The part of engine.io's packets that is looked at. */
export interface SentPacket {
  readonly type: string
  readonly data?: unknown
  readonly options: { wsPreEncodedFrame?: readonly Uint8Array[] }
}

/** The part of engine.io's socket, and of its transports, that is looked at. */
export interface FramedConnection {
  readonly protocol: number
  readonly transport: FramedTransport
}

interface FramedTransport {
  readonly name: string
  /** False while something is under way. What waits behind it is kept as text alone, and framed by ws. */
  readonly writable: boolean
  /** Something where messages may be compressed. */
  readonly perMessageDeflate?: unknown
  readonly socket?: { readonly readyState: number }
}

/** Of engine.io's protocol, as clients of socket.io 3 and newer speak it. */
const PROTOCOL = 4
/** What engine.io's messages begin with. */
const MESSAGE = "4".charCodeAt(0)
/** What socket.io's acknowledgements begin with. */
const ANSWER = "3"
/** A WebSocket that is open. */
const OPEN = 1

/** The first byte of a frame that is a whole text; and in place of the length, where it follows in two or in eight bytes. */
const TEXT = 0x81
const TWO_BYTES = 126
const EIGHT_BYTES = 127

/** Longest text whose frame is kept, in UTF-16 units. */
const LONGEST_KEPT = 1024

/** The frame of a message of engine.io, as RFC 6455 has it in section 5.2. What comes from a server is not masked. */
export function textFrame(text: string): Uint8Array {
  const bytes = Buffer.byteLength(text) + 1
  const begin = bytes < TWO_BYTES ? 2 : bytes < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(begin + bytes)
  frame[0] = TEXT
  if (begin === 2) frame[1] = bytes
  else if (begin === 4) {
    frame[1] = TWO_BYTES
    frame.writeUInt16BE(bytes, 2)
  } else {
    frame[1] = EIGHT_BYTES
    frame.writeBigUInt64BE(BigInt(bytes), 2)
  }
  frame[begin] = MESSAGE
  // Of letters that take one byte each: the faster way.
  frame.write(text, begin + 1, bytes > text.length + 1 ? "utf8" : "latin1")
  return frame
}

/** Makes frames, and knows the last one: what is told to all views is the same text for many of them. */
export class TextFrames {
  #text = ""
  #frame: readonly Uint8Array[] = [textFrame("")]

  /** As engine.io takes it: a list of what is written. It is not to be changed. */
  of(text: string): readonly Uint8Array[] {
    if (text === this.#text) return this.#frame
    const frame = [textFrame(text)]
    if (text.length > LONGEST_KEPT) return frame
    this.#text = text
    this.#frame = frame
    return frame
  }
}

/** An engine that tells of its connections, which tell of each packet before it is sent. */
interface Emitter {
  on(event: "connection", listener: (connection: PacketEmitter) => void): unknown
}

type PacketEmitter = FramedConnection & {
  on(event: "packetCreate", listener: (this: FramedConnection, packet: SentPacket) => void): unknown
}

/** Has the messages of each connection framed that are written at once. */
export function frameTexts(engine: Emitter): void {
  const frames = new TextFrames()
  // One function for all of them.
  function onPacket(this: FramedConnection, { type, data, options }: SentPacket): void {
    if (type !== "message" || typeof data !== "string" || options.wsPreEncodedFrame !== undefined) return
    if (!takesFrames(this)) return
    // An answer has a number of its own: none is like the one before.
    options.wsPreEncodedFrame = data[0] === ANSWER ? [textFrame(data)] : frames.of(data)
  }
  engine.on("connection", (connection) => connection.on("packetCreate", onPacket))
}

function takesFrames({ protocol, transport }: FramedConnection): boolean {
  if (protocol !== PROTOCOL || transport.name !== "websocket" || !transport.writable) return false
  return (transport.perMessageDeflate ?? false) === false && transport.socket?.readyState === OPEN
}
