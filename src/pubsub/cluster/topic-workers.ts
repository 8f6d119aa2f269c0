/** Which workers listen to which topics, by the prefix of their bus. */

/** A worker, as far as it matters here. */
export interface BusWorker {
  readonly id: number
  isConnected(): boolean
  send(message: object, callback: (error: Error | null) => void): unknown
}

/** A topic of one bus. */
export interface BusTopic {
  readonly prefix: string
  readonly topic: string
}

export class TopicWorkers {
  readonly #listening = new Map<string, Map<number, BusWorker>>()

  add(worker: BusWorker, topic: BusTopic): void {
    const key = keyOf(topic)
    const workers = this.#listening.get(key) ?? new Map<number, BusWorker>()
    this.#listening.set(key, workers.set(worker.id, worker))
  }

  remove(worker: BusWorker, topic: BusTopic): void {
    this.#removeFrom(keyOf(topic), worker)
  }

  /** It listens to nothing any more: of one bus, or of all. */
  forget(worker: BusWorker, prefix?: string): void {
    const begin = prefix === undefined ? "" : keyOf({ prefix, topic: "" })
    for (const key of this.#listening.keys()) if (key.startsWith(begin)) this.#removeFrom(key, worker)
  }

  /** Those that listen to a topic, but for the one that speaks. */
  others(worker: BusWorker, topic: BusTopic): BusWorker[] {
    return Array.from(this.#listening.get(keyOf(topic))?.values() ?? []).filter((other) => other.id !== worker.id)
  }

  #removeFrom(key: string, worker: BusWorker): void {
    const workers = this.#listening.get(key)
    if (workers?.delete(worker.id) === true && workers.size === 0) this.#listening.delete(key)
  }
}

function keyOf({ prefix, topic }: BusTopic): string {
  // The prefix' length first: no prefix and topic look like another pair.
  return `${prefix.length}:${prefix}:${topic}`
}
