/** One socket of a view's namespace, both ways: the page as the connection's peer, and what arrives from it. */

import type { IncomingMessage } from "node:http"
import type { Socket } from "socket.io"
import { CONFIRM, EVENT, HIDDEN, JOIN, LEAVE, PATCH, VALUES } from "../../protocol/messages.js"
import { readBrowserCookie } from "../../security/browser-cookie.js"
import { addressGroup } from "../../util/address-group.js"
import type { Acknowledge } from "../ledger/ledger-seat.js"
import type { Peer } from "../peer.js"
import type { ViewConnection } from "../view-connection.js"
import { cutOff, type EngineSocket, onTaken, type TellingSocket, unsentBytes } from "./unsent-bytes.js"

/** What all peers in one namespace have in common. */
export interface PeerWays {
  /** From where a handshake has come. Absent: what its connection says. */
  readonly addressOf?: ((request: IncomingMessage) => string | undefined) | undefined
  /** What the text of a message begins with, before its name and values as JSON. Absent: socket.io is to write it. */
  readonly begin?: string | undefined
}

export class SocketPeer implements Peer {
  readonly #socket: Socket
  readonly #ways: PeerWays

  constructor(socket: Socket, ways: PeerWays = {}) {
    this.#socket = socket
    this.#ways = ways
  }

  get address(): string {
    const { addressOf = remoteAddress } = this.#ways
    return addressGroup(addressOf(this.#socket.request))
  }

  get browser(): string | undefined {
    // What its page came over a handshake does not say for sure. The page's token does: it is bound to the cookie its page had.
    return readBrowserCookie(this.#socket.handshake.headers.cookie, false)
  }

  get unsentBytes(): number {
    return unsentBytes(this.#socket.conn as unknown as EngineSocket)
  }

  onTaken(listener: () => void): () => void {
    return onTaken(this.#socket.conn as unknown as TellingSocket, listener)
  }

  send(message: string, ...values: readonly unknown[]): void {
    const { begin } = this.#ways
    const { conn } = this.#socket
    if (begin === undefined) this.#socket.emit(message, ...values)
    // What `emit` comes to, without what it asks and copies for those who make other use of it.
    else if (conn.readyState === "open") conn.write(begin + JSON.stringify([message, ...values]))
  }

  disconnect(): void {
    this.#socket.disconnect()
  }

  cutOff(): void {
    cutOff(this.#socket.conn as unknown as EngineSocket)
  }
}

function remoteAddress({ socket }: IncomingMessage): string | undefined {
  return socket.remoteAddress
}

const CONNECTION: unique symbol = Symbol("livemount.connection")

/** A socket of one of our namespaces. */
type LiveSocket = Socket & { [CONNECTION]?: ViewConnection }

/** The connection that a socket was given, if it is one of ours. */
export function connectionOf(socket: Socket): ViewConnection | undefined {
  return (socket as LiveSocket)[CONNECTION]
}

/** Has all that arrives on a socket go to its connection. */
export function listen(socket: LiveSocket, connection: ViewConnection): void {
  socket[CONNECTION] = connection
  // The same functions for all sockets: what they need is found through the socket.
  socket.on(JOIN, onJoin)
  socket.on(EVENT, onEvent)
  socket.on(PATCH, onPatch)
  socket.on(VALUES, onValues)
  socket.on(CONFIRM, onConfirm)
  socket.on(LEAVE, onLeave)
  socket.on(HIDDEN, onHidden)
  socket.onAny(onAny)
  socket.on("disconnect", onDisconnect)
}

function onJoin(this: LiveSocket, ...values: unknown[]): void {
  this[CONNECTION]?.join(values[0], acknowledgeOf(values))
}

function onEvent(this: LiveSocket, ...values: unknown[]): void {
  this[CONNECTION]?.event(values, acknowledgeOf(values))
}

function onPatch(this: LiveSocket, ...values: unknown[]): void {
  this[CONNECTION]?.patch(values, acknowledgeOf(values))
}

function onValues(this: LiveSocket, ...values: unknown[]): void {
  this[CONNECTION]?.values(values[0], values[1], acknowledgeOf(values))
}

function onConfirm(this: LiveSocket, number: unknown, frames: unknown): void {
  this[CONNECTION]?.confirm(number, frames)
}

function onLeave(this: LiveSocket, number: unknown): void {
  this[CONNECTION]?.leave(number)
}

/**
 * Called as a message arrives. Its own listener is called a moment later, and not at all where the connection has ended meanwhile: a page
 * that is closed leaves its views and closes the connection in one breath.
 */
function onAny(this: LiveSocket, message: unknown, number: unknown): void {
  if (message === LEAVE) this[CONNECTION]?.leaving(number)
}

function onHidden(this: LiveSocket, isHidden: unknown): void {
  this[CONNECTION]?.hidden(isHidden)
}

function onDisconnect(this: LiveSocket): void {
  this[CONNECTION]?.left()
}

/** socket.io puts the function that acknowledges last, if the client wants one; nothing else can be a function. */
function acknowledgeOf(values: readonly unknown[]): Acknowledge | undefined {
  const last = values.at(-1)
  return typeof last === "function" ? (last as Acknowledge) : undefined
}
