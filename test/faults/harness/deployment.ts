/**
 * An app as it is deployed: two processes behind a balancer, with a Redis as their bus. Each has a place, and a name that stays with it:
 * who is stopped or killed is followed by another process in its place.
 */
import { rmSync } from "node:fs"
import { Balancer } from "../../support/engines/balancer.js"
import { RedisServer } from "../../support/engines/redis-server.js"
import { Journal } from "./journal.js"
import { makePrograms, type Program, type Programs } from "./programs.js"
import { Server, type ServerQuestion, type ServerState } from "./server.js"

/** How the balancer chooses: whoever is next, or the one that a page names (`?node=`). */
export type Affinity = "none" | "node"

export const PLACES = ["one", "two"] as const
export type Place = (typeof PLACES)[number]

/** Milliseconds until the balancer notices that a process is being stopped. */
const NOTICE = 200

export class Deployment {
  readonly programs: Programs
  readonly journal: Journal
  readonly redis: RedisServer
  readonly #balancer = new Balancer()
  readonly #affinity: Affinity
  readonly #servers = new Map<Place, Server>()
  url = ""

  private constructor(programs: Programs, redis: RedisServer, affinity: Affinity) {
    this.programs = programs
    this.redis = redis
    this.#affinity = affinity
    this.journal = new Journal(programs.journal)
  }

  /**
   * @param root - The package's folder.
   * @param programs - What runs beside its servers.
   */
  static async start(root: string, affinity: Affinity, programs: readonly Program[]): Promise<Deployment> {
    const deployment = new Deployment(makePrograms(root, ["server", ...programs]), await RedisServer.start(), affinity)
    deployment.url = await deployment.#balancer.listen()
    await Promise.all(PLACES.map((place) => deployment.#begin(place)))
    return deployment
  }

  /** A process goes, and when it is gone another one comes in its place. SIGTERM: it drains. */
  async replace(place: Place, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const old = this.#servers.get(place)
    const gone = old?.end(signal)
    if (signal === "SIGTERM") await new Promise((over) => setTimeout(over, NOTICE))
    this.#servers.delete(place)
    this.#route()
    await gone
    await this.#begin(place)
  }

  /** Asks all processes. */
  ask(question: ServerQuestion): Promise<readonly ServerState[]> {
    return Promise.all([...this.#servers.values()].map((server) => server.ask(question)))
  }

  /** Has one process broadcast something. */
  async tell(place: Place): Promise<void> {
    await this.#servers.get(place)?.ask("news")
  }

  async stop(): Promise<void> {
    await this.#balancer.close()
    for (const server of this.#servers.values()) await server.end("SIGKILL")
    await this.redis.close()
    rmSync(this.programs.folder, { recursive: true, force: true })
  }

  async #begin(place: Place): Promise<void> {
    const settings = {
      journal: this.programs.journal,
      secret: ["a secret of thirty-two characters."],
      build: "one",
      redis: this.redis.url,
      options: { node: place, development: false },
    }
    this.#servers.set(place, await Server.start(this.programs.file("server"), settings, []))
    this.#route()
  }

  #route(): void {
    const running = [...this.#servers].map(([place, { port }]) => [place, port] as const)
    this.#balancer.to(...running.map(([, port]) => port))
    if (this.#affinity === "node") this.#balancer.names(new Map(running))
  }
}
