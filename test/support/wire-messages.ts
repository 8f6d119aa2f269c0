/**
 * Whole messages in the bytes of one direction of a TCP connection: HTTP requests or answers and, once the connection has been
 * upgraded, WebSocket frames. What it cannot follow (an answer without a length) it hands on as it comes.
 */

/** A message, or a piece of what has no end to be seen. */
export interface WireMessage {
  readonly bytes: Buffer
  readonly kind: "http" | "websocket" | "piece"
  /** Head and body of HTTP; what a frame carries, unmasked. */
  readonly text: string
}

const HEAD_END = "\r\n\r\n"

export class WireMessages {
  #rest: Buffer = Buffer.alloc(0)
  #speaks: "http" | "websocket" | "pieces" = "http"

  /** True once the bytes are WebSocket frames. */
  get isUpgraded(): boolean {
    return this.#speaks === "websocket"
  }

  /** The messages that are complete with this chunk. */
  take(chunk: Buffer): WireMessage[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const messages: WireMessage[] = []
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      messages.push(message)
      this.#rest = this.#rest.subarray(message.bytes.length)
    }
    return messages
  }

  /** What has come of a message that will not be complete any more. */
  takeRest(): Buffer {
    const rest = this.#rest
    this.#rest = Buffer.alloc(0)
    return rest
  }

  #next(): WireMessage | undefined {
    if (this.#rest.length === 0) return undefined
    if (this.#speaks === "pieces") return { bytes: this.#rest, kind: "piece", text: this.#rest.toString("latin1") }
    return this.#speaks === "websocket" ? frameIn(this.#rest) : this.#http()
  }

  #http(): WireMessage | undefined {
    const head = this.#rest.indexOf(HEAD_END)
    if (head < 0) return undefined
    const text = this.#rest.toString("latin1", 0, head)
    const begin = head + HEAD_END.length
    const length = bodyLength(text, this.#rest, begin)
    if (length === "unknown") {
      this.#speaks = "pieces"
      return this.#next()
    }
    if (length === undefined || this.#rest.length < begin + length) return undefined
    if (/^(?:GET [\s\S]*\r\nupgrade: websocket|HTTP\/1\.1 101)/i.test(text)) this.#speaks = "websocket"
    const bytes = this.#rest.subarray(0, begin + length)
    return { bytes, kind: "http", text: bytes.toString() }
  }
}

/** Undefined: it cannot be told yet. */
function bodyLength(head: string, bytes: Buffer, begin: number): number | "unknown" | undefined {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return Number(length)
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunkedLength(bytes, begin)
  const isAnswer = head.startsWith("HTTP/")
  return !isAnswer || /^HTTP\/1\.1 (?:1|204|304)/.test(head) ? 0 : "unknown"
}

function chunkedLength(bytes: Buffer, begin: number): number | undefined {
  let at = begin
  for (;;) {
    const line = bytes.indexOf("\r\n", at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16)
    at = line + 2 + size + 2
    if (at > bytes.length) return undefined
    if (size === 0) return at - begin
  }
}

/** The first frame, if all of it is there. Control frames too: what they carry is no text of ours. */
function frameIn(bytes: Buffer): WireMessage | undefined {
  if (bytes.length < 2) return undefined
  const short = (bytes[1] as number) & 0x7f
  const lengthSize = short === 126 ? 2 : short === 127 ? 8 : 0
  if (bytes.length < 2 + lengthSize) return undefined
  const length = lengthSize === 0 ? short : lengthSize === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  const isMasked = ((bytes[1] as number) & 0x80) !== 0
  const begin = 2 + lengthSize + (isMasked ? 4 : 0)
  if (bytes.length < begin + length) return undefined
  const carried = Buffer.from(bytes.subarray(begin, begin + length))
  if (isMasked) for (let n = 0; n < length; n++) (carried[n] as number) ^= bytes[begin - 4 + (n % 4)] as number
  return { bytes: bytes.subarray(0, begin + length), kind: "websocket", text: carried.toString() }
}
