/** The port below the carrier over Redis: the two connections that each driver has in its own way. */

/** What a driver's connections tell the carrier. */
export interface RedisListener {
  /** One of them is ready now, or no longer. */
  changed(): void
  /** One of them has failed; it goes on trying. */
  failed(): void
  /** Nodes of a cluster were away: their topics have missed something. False if that says nothing new. */
  missed(): boolean
  arrived(channel: string, text: string): void
}

export interface RedisConnections {
  /** Makes the connection for subscriptions, and listens to both. Called once. */
  open(listener: RedisListener): void
  /** What is wrong with them, for messages; undefined: both are ready. */
  readonly problem: string | undefined
  send(channel: string, text: string): Promise<unknown>
  listen(channel: string): Promise<unknown>
  unlisten(channel: string): Promise<unknown>
  /** Lets go of the app's client, and closes the other. */
  close(): Promise<void>
}
