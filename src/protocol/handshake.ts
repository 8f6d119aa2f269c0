/** What Engine.IO's server says first (protocol 4), as far as it means something to the client. */

export interface Handshake {
  /** Of the session. */
  readonly sid: string
  /** Transports that the client may change to. */
  readonly upgrades: readonly string[]
  /** In ms. */
  readonly pingInterval: number
  readonly pingTimeout: number
  /** In bytes. */
  readonly maxPayload: number
}
