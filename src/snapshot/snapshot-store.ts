/** The port of what keeps snapshots on the server's side, so that the newest of each series is known. */

/** A snapshot that is kept. */
export interface StoredSnapshot {
  /** Grows with each of the series. */
  readonly counter: number
  /** Sealed: nobody can read it without the app's secret. */
  readonly text: string
}

/**
 * Keeps the newest snapshot of each series. With one only the newest opens, whatever a browser brings: without, a browser may
 * bring an older one within its age.
 *
 * `memorySnapshots()` keeps them in this process, `redisSnapshots(client)` of `livemount/redis` for all of them.
 */
export interface SnapshotStore {
  /**
   * Names what it holds: another name once it has lost that. Where a series is missing, and the name is still the one that its snapshot
   * was made under, it was dropped; else the store knows nothing of it, and the page's is taken.
   */
  epoch(): Promise<string>
  /** Keeps a snapshot for `maxAge` milliseconds in the place of the one before; nothing changes where its counter is not higher. */
  put(series: string, snapshot: StoredSnapshot, maxAge: number): Promise<void>
  /** The newest; undefined: there is none, or it was dropped. */
  newest(series: string): Promise<StoredSnapshot | undefined>
  /**
   * Forgets a series, at once or `after` so many milliseconds, unless one is put until then. Nothing changes where its newest has a
   * higher counter than `upTo`: somebody else goes on with it.
   */
  drop(series: string, upTo: number, after: number): Promise<void>
}
