/**
 * What every bus must do, between real workers of Node's cluster: `clusterBus`, and `socketIoBus` over socket.io's adapter for
 * it. All laws of `busConformance` are held over a cluster within one process, in `test/unit/pubsub/cluster-bus.test.ts`;
 * here are those in which other processes and real channels could make a difference.
 */

import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"

jest.setTimeout(60_000)

const PROGRAM = join(__dirname, "../support/engines/bus-process.mjs")

interface Answer {
  readonly answer: number | "ready"
  readonly value?: unknown
  readonly error?: string
}

interface Heard {
  readonly messages: readonly unknown[]
  readonly gaps: number
}

/** Several processes, each with a bus. */
class Workers {
  readonly #primary: ChildProcess
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #number = 0
  readonly #ready: Promise<void>

  constructor(bus: string, count: number) {
    const env = { ...process.env, BUS: bus, WORKERS: String(count) }
    this.#primary = fork(PROGRAM, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] })
    let missing = count
    let isReady = (): void => {}
    this.#ready = new Promise((resolve) => {
      isReady = resolve
    })
    this.#primary.on("message", ({ answer, value, error }: Answer) => {
      if (answer === "ready") {
        missing -= 1
        if (missing === 0) isReady()
        return
      }
      const asked = this.#waiting.get(answer)
      this.#waiting.delete(answer)
      if (error === undefined) asked?.resolve(value)
      else asked?.reject(new Error(error))
    })
  }

  async do(worker: number, task: string, given: object): Promise<unknown> {
    // What is sent to a process that does not listen yet is lost.
    await this.#ready
    const number = ++this.#number
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject })
      this.#primary.send({ worker, task, number, ...given })
    })
  }

  kill(worker: number): void {
    this.#primary.send({ worker, task: "kill" })
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#primary.once("exit", resolve))
    this.#primary.disconnect()
    await ended
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

describe.each(["cluster", "socket.io"])("the bus of %s between workers of Node's cluster", (bus) => {
  let workers: Workers
  let prefixes = 0
  let prefix: string

  beforeAll(() => {
    workers = new Workers(bus, 3)
  })
  afterAll(() => workers.close())

  beforeEach(async () => {
    prefix = `test-${++prefixes}`
    await open(prefix)
  })

  /** Opens a bus in each process, and waits until each hears the others: adapters do not say when they are ready. */
  const open = async (name: string): Promise<void> => {
    for (const worker of [0, 1, 2]) {
      await workers.do(worker, "open", { prefix: name })
      await subscribe(worker, "warm-up", name)
    }
    for (const worker of [0, 1, 2]) {
      const others = [0, 1, 2].filter((other) => other !== worker)
      const reached = async (): Promise<boolean> => {
        await publish(worker, "warm-up", [worker], name)
        const all = await Promise.all(others.map((other) => heard(other, "warm-up", name)))
        return all.every(({ messages }) => messages.includes(worker))
      }
      while (!(await reached()));
    }
  }
  const subscribe = (worker: number, topic: string, name = prefix): Promise<unknown> =>
    workers.do(worker, "subscribe", { prefix: name, topic })
  const publish = (worker: number, topic: string, messages: readonly unknown[], name = prefix): Promise<unknown> =>
    workers.do(worker, "publish", { prefix: name, topic, messages })
  const heard = async (worker: number, topic: string, name = prefix): Promise<Heard> =>
    (await workers.do(worker, "heard", { prefix: name, topic })) as Heard
  /** Waits for so many messages. */
  const hears = async (worker: number, topic: string, count: number, name = prefix): Promise<Heard> => {
    for (;;) {
      const list = await heard(worker, topic, name)
      if (list.messages.length >= count) return list
    }
  }
  /** When this has arrived, all that was sent before has. */
  const last = async (from: number, to: number): Promise<void> => {
    await subscribe(to, "last")
    await publish(from, "last", ["the last"])
    await hears(to, "last", 1)
  }

  it("brings messages in order, each once, without a gap", async () => {
    await subscribe(0, "a")
    await subscribe(1, "a")
    await publish(0, "a", numbers(500))
    const there = await hears(1, "a", 500)
    await last(0, 1)
    expect(there).toEqual({ messages: numbers(500), gaps: 0 })
    expect(await heard(1, "a")).toEqual(there)
    expect(await heard(0, "a")).toEqual({ messages: numbers(500), gaps: 0 })
  })

  it("keeps the order of each of two publishers", async () => {
    await subscribe(2, "a")
    await Promise.all(
      [0, 1].map((who) =>
        publish(
          who,
          "a",
          numbers(200).map((n) => [who, n]),
        ),
      ),
    )
    const { messages } = await hears(2, "a", 400)
    for (const who of [0, 1]) {
      expect((messages as [number, number][]).filter(([from]) => from === who).map(([, n]) => n)).toEqual(numbers(200))
    }
  })

  it("brings a message of a megabyte, and those around it in their places", async () => {
    await subscribe(1, "a")
    await publish(0, "a", ["before", "large", "after"])
    expect(await hears(1, "a", 3)).toEqual({ messages: ["before", "large", "after"], gaps: 0 })
  })

  it("hears what is published right after the subscription was confirmed, under any topic", async () => {
    for (const topic of ["a:*", "__proto__", "constructor", "ä ö 😀", "x".repeat(3000), "a\nb\u0000"]) {
      await subscribe(1, topic)
      await publish(0, topic, [topic, { nested: [null, 1.5, "ä\u2028"] }])
      expect((await hears(1, topic, 2)).messages).toEqual([topic, { nested: [null, 1.5, "ä\u2028"] }])
    }
  })

  it("brings nothing more once a subscription has ended", async () => {
    await subscribe(1, "a")
    await publish(0, "a", ["one"])
    await hears(1, "a", 1)
    await workers.do(1, "unsubscribe", { prefix, topic: "a" })
    await publish(0, "a", ["two"])
    await last(0, 1)
    expect((await heard(1, "a")).messages).toEqual(["one"])
  })

  it("keeps two buses with other prefixes apart", async () => {
    const other = `${prefix}-other`
    await open(other)
    await subscribe(1, "a")
    await subscribe(1, "a", other)
    await publish(0, "a", ["theirs"], other)
    await publish(0, "a", ["ours"])
    expect((await hears(1, "a", 1)).messages).toEqual(["ours"])
    expect((await hears(1, "a", 1, other)).messages).toEqual(["theirs"])
  })

  it("closes with messages under way; the others go on", async () => {
    await subscribe(1, "a")
    expect(await workers.do(0, "publishAndClose", { prefix, topic: "a", messages: numbers(200) })).toBe(200)
    await publish(2, "a", ["of another"])
    const { messages } = await (async () => {
      for (;;) {
        const list = await heard(1, "a")
        if (list.messages.includes("of another")) return list
      }
    })()
    // Whatever has left has arrived in order.
    const arrived = messages.filter((message) => typeof message === "number")
    expect(arrived).toEqual(numbers(arrived.length))
  })

  // The last test: that process does not come back.
  it("goes on when a process is killed", async () => {
    await subscribe(1, "a")
    await subscribe(2, "a")
    workers.kill(2)
    await publish(0, "a", numbers(300))
    expect((await hears(1, "a", 300)).messages).toEqual(numbers(300))
    expect(await workers.do(0, "health", { prefix })).toMatchObject({ state: "up", lost: 0 })
  })
})
