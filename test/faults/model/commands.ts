/** What the model does: one command each, as fast-check runs and shrinks them. */
import * as fc from "fast-check"
import type { Maker, ModelPage } from "./model-page.js"
import { WINDOW, type World } from "./world.js"

/** The reference knows nothing but how many pages are open: all else is said by what the handlers have done. */
export interface Reference {
  pages: number
}

/** Set, it has each command and each frame printed. */
const TRACES = process.env["MODEL_TRACE"] !== undefined

class Command implements fc.AsyncCommand<Reference, World> {
  readonly #name: string
  readonly #run: (world: World, reference: Reference) => unknown
  readonly #check: (reference: Readonly<Reference>) => boolean

  constructor(
    name: string,
    run: (world: World, reference: Reference) => unknown,
    check: (reference: Readonly<Reference>) => boolean = () => true,
  ) {
    this.#name = name
    this.#run = run
    this.#check = check
  }

  check(reference: Readonly<Reference>): boolean {
    return this.#check(reference)
  }

  async run(reference: Reference, world: World): Promise<void> {
    if (TRACES) process.stdout.write(`${this.#name}\n`)
    await this.#run(world, reference)
  }

  toString(): string {
    return this.#name
  }
}

/** Who makes events. */
const MAKERS: readonly Maker[] = ["hook", "element", "queueing element", "retrying element"]

const page = fc.nat(1)
const count = fc.nat(4)

const pageOf = (world: World, n: number): ModelPage => world.pages[n % world.pages.length] as ModelPage

const event = fc
  .tuple(page, fc.constantFrom("count", "count", "count", "say", "wait", "fail"), fc.constantFrom<Maker>(...MAKERS))
  .map(([n, name, by]) => new Command(`${name} by ${by} on ${n}`, (world) => world.make(pageOf(world, n), name, by)))

const deliver = fc.tuple(page, fc.constantFrom("up" as const, "down" as const), count).map(
  ([n, way, many]) =>
    new Command(`deliver ${many + 1} ${way} on ${n}`, async (world) => {
      pageOf(world, n).connection.line?.deliver(way, many + 1)
      await world.turns()
    }),
)

const cut = fc
  .record({ n: page, up: count, down: count, client: fc.boolean(), server: fc.boolean() })
  .map(
    ({ n, ...how }) => new Command(`cut ${JSON.stringify(how)} on ${n}`, (world) => world.cut(pageOf(world, n), how)),
  )

const always = (name: string, run: (world: World) => unknown): fc.Arbitrary<Command> =>
  fc.constant(new Command(name, run))

const onPage = (name: string, run: (page: ModelPage, world: World) => unknown): fc.Arbitrary<Command> =>
  page.map((n) => new Command(`${name} on ${n}`, (world) => run(pageOf(world, n), world)))

export const settle = new Command("settle", async (world) => {
  await world.settle()
  const wrongs = world.wrongs()
  if (wrongs.length > 0) throw new Error(wrongs.join("\n"))
})

export const commands: fc.Arbitrary<Command>[] = [
  event,
  event,
  event,
  deliver,
  deliver,
  deliver,
  cut,
  onPage("reconnect", (own, world) => world.reconnect(own)),
  onPage("reconnect", (own, world) => world.reconnect(own)),
  onPage("crash", (own, world) => world.crash(own)),
  onPage("values", (own) => own.askAnew(1)),
  always("info", (world) => world.info()),
  always("open gate", (world) => world.runs.openGate()),
  always("turns", (world) => world.turns()),
  always("server notices", (world) => world.serverNotices()),
  fc.constantFrom(100, 5_000, WINDOW + 1).map((ms) => new Command(`pass ${ms}`, (world) => world.pass(ms))),
  fc.constant(
    new Command(
      "open page",
      async (world, reference) => {
        reference.pages += 1
        await world.openPage()
      },
      ({ pages }) => pages < 2,
    ),
  ),
  always("restart", (world) => world.restart()),
  fc.constant(settle),
]
