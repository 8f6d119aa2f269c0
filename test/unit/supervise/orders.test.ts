import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import type { VoidedStore } from "../../../src/pubsub/voided-store.js"
import { functionRenderer } from "../../../src/render/function-renderer.js"
import { html } from "../../../src/render/values/html.js"
import { Signer } from "../../../src/security/signer.js"
import { Orders } from "../../../src/supervise/orders.js"
import { Parking } from "../../../src/supervise/parking.js"
import { Supervisor } from "../../../src/supervise/supervisor.js"
import { Voids } from "../../../src/supervise/voids.js"
import { definitionOf } from "../../../src/view/definition.js"
import { liveView } from "../../../src/view/live-view.js"
import { BusHub } from "../../support/bus-hub.js"
import { FakeClock } from "../../support/fake-clock.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const render = () => html`<p>note</p>`
const definition = definitionOf(liveView({ name: "note", mount: () => ({}), render }))
const renderer = functionRenderer(render)

/** Lets everything that is under way in memory arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

describe("after something may have been missed", () => {
  /** One process, and for whom the store was asked by it. */
  function start(voidedUpTo: Readonly<Record<string, number>>) {
    const hub = new BusHub()
    const clock = new FakeClock(1_000_000)
    const logger = new RecordingLogger()
    const asked: string[] = []
    const store: VoidedStore = {
      now: () => clock.now(),
      add: () => Promise.resolve(clock.now()),
      since: (id) => {
        asked.push(id)
        return Promise.resolve(voidedUpTo[id])
      },
    }
    const pubsub = new PubSub(new CarriedBus(hub.connect()), logger)
    const supervisor = new Supervisor({ parking: new Parking(clock) })
    const voids = new Voids({ maxAge: 3_600_000, store, clock, logger })
    const orders = new Orders({
      supervisor,
      voids,
      pubsub,
      signer: new Signer(["the secret of all processes"]),
      logger,
      clock,
      isOneOfSeveral: true,
    })
    const services = { pubsub, clock, logger, development: true }
    const spawn = async (id: string, identify: string, issuedAt: number): Promise<void> => {
      const options = { definition, renderer, id, isLive: true, params: {}, session: {}, services }
      await supervisor.spawn(options, { identify, issuedAt }).start()
    }
    const missSomething = async (): Promise<void> => {
      hub.goDown()
      hub.comeBack()
      await settled()
    }
    const open = (): string[] => [...supervisor.claimed()].map(([process]) => process.id)
    return { orders, asked, spawn, missSomething, open }
  }

  test("the store is asked once for each user whose tokens hold", async () => {
    const { orders, asked, spawn, missSomething, open } = start({})
    for (const issuedAt of [1, 2, 3]) {
      await spawn(`ada-${issuedAt}`, "ada", issuedAt)
      await spawn(`bob-${issuedAt}`, "bob", issuedAt)
    }
    await settled()
    await missSomething()
    expect(asked).toEqual(["ada", "bob"])
    expect(open()).toHaveLength(6)
    orders.close()
  })

  test("those views end whose tokens were voided meanwhile, and those of later tokens go on", async () => {
    const { orders, spawn, missSomething, open } = start({ ada: 500_000 })
    await spawn("young", "ada", 900_000)
    await spawn("old", "ada", 100_000)
    await spawn("older", "ada", 50_000)
    await spawn("other", "bob", 100_000)
    await settled()
    await missSomething()
    expect(open()).toEqual(["young", "other"])
    orders.close()
  })
})
