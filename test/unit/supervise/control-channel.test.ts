import { channel } from "node:diagnostics_channel"
import { CarriedBus } from "../../../src/pubsub/between/carried-bus.js"
import { PubSub } from "../../../src/pubsub/pubsub.js"
import { topic } from "../../../src/pubsub/topic.js"
import { Signer } from "../../../src/security/signer.js"
import { ControlChannel } from "../../../src/supervise/control-channel.js"
import { BusHub } from "../../support/bus-hub.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const control = topic<unknown>("~livemount.control")

/** Lets everything that is under way in memory arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe("what processes ask of each other", () => {
  const hub = new BusHub()
  let now = 1_000_000
  const dropped: string[] = []
  const note = (message: unknown): void => {
    dropped.push((message as { readonly reason: string }).reason)
  }

  beforeAll(() => channel("livemount.bus").subscribe(note))
  afterAll(() => channel("livemount.bus").unsubscribe(note))

  /** One process. */
  function start(secret = "the secret of all processes"): {
    pubsub: PubSub
    channel: ControlChannel
    heard: unknown[][]
    logger: RecordingLogger
    missed: { count: number }
  } {
    const logger = new RecordingLogger()
    const pubsub = new PubSub(new CarriedBus(hub.connect()), logger)
    const heard: unknown[][] = []
    const missed = { count: 0 }
    const signer = new Signer([secret], () => now)
    const channel = new ControlChannel(
      { pubsub, signer, logger },
      {
        disconnected: (...details) => void heard.push(["disconnected", ...details]),
        sent: (...details) => void heard.push(["sent", ...details]),
        asked: (...details) => void heard.push(["asked", ...details]),
        answered: (...details) => void heard.push(["answered", ...details]),
        missed: () => {
          missed.count += 1
        },
      },
    )
    return { pubsub, channel, heard, logger, missed }
  }

  beforeEach(() => {
    dropped.length = 0
    hub.route = (text) => [text]
  })

  it("reaches all others, and not the one that asks", async () => {
    const [one, two, three] = [start(), start(), start()]
    await settled()
    one.channel.disconnect("ada", 5)
    one.channel.send("room", "room-1", { text: "hello" })
    one.channel.ask("two:1", "mark", "question")
    one.channel.answer("question", { events: 3, snapshot: "sealed" })
    one.channel.answer("question", { events: 3 })
    one.channel.answer("question", undefined)
    await settled()
    const asked = [
      ["disconnected", "ada", 5],
      ["sent", "room", "room-1", { text: "hello" }],
      ["asked", "two:1", "mark", "question"],
      ["answered", "question", { events: 3, snapshot: "sealed" }],
      ["answered", "question", { events: 3, snapshot: undefined }],
      ["answered", "question", undefined],
    ]
    expect([one.heard, two.heard, three.heard]).toEqual([[], asked, asked])
  })

  it("is not done where another secret has signed it, which is told once", async () => {
    const stranger = start("the secret of another app")
    const ours = start()
    await settled()
    stranger.channel.disconnect("ada", 5)
    stranger.channel.disconnect("bob", 5)
    await settled()
    expect(ours.heard).toEqual([])
    expect(dropped.filter((reason) => reason === "signature").length).toBeGreaterThanOrEqual(2)
    expect(ours.logger.at("warn")).toHaveLength(1)
    expect(ours.logger.entries.find(({ level }) => level === "warn")?.details).toEqual({ code: "LV_CONTROL_REFUSED" })
  })

  it("is not done when it was not signed at all, whatever it is", async () => {
    const ours = start()
    const attacker = new PubSub(new CarriedBus(hub.connect()), new RecordingLogger())
    await settled()
    for (const message of ["", "1.e30.AAAA", null, {}, ["disconnect", "ada", 1], 5, "x".repeat(100_000)]) {
      attacker.broadcast(control, message)
    }
    await settled()
    expect(ours.heard).toEqual([])
  })

  it("is done once, however often it is brought, and not when it comes late", async () => {
    const asks = start()
    const ours = start()
    await settled()
    const texts: unknown[] = []
    const listening = new PubSub(new CarriedBus(hub.connect()), new RecordingLogger())
    listening.subscribe(control, (text) => texts.push(text))
    await settled()
    asks.channel.disconnect("ada", 5)
    await settled()
    const attacker = new PubSub(new CarriedBus(hub.connect()), new RecordingLogger())
    attacker.broadcast(control, texts[0])
    await settled()
    expect(ours.heard).toEqual([["disconnected", "ada", 5]])
    expect(dropped).toContain("replayed")
    now += 31_000
    const later = start()
    await settled()
    attacker.broadcast(control, texts[0])
    await settled()
    expect(later.heard).toEqual([])
    expect(dropped).toContain("late")
  })

  it("is left alone where a later version asks for what this one does not know", async () => {
    const ours = start()
    await settled()
    const text = new Signer(["the secret of all processes"], () => now).sign(
      "control",
      ["p", 1, "sealAndHandOver", "x"],
      {
        maxAge: 30,
      },
    )
    new PubSub(new CarriedBus(hub.connect()), new RecordingLogger()).broadcast(control, text)
    await settled()
    expect(ours.heard).toEqual([])
    expect(dropped).toContain("version")
  })

  it("is refused where its message cannot travel, before anyone hears it", () => {
    const ours = start()
    expect(() => ours.channel.send("room", "room-1", 10n)).toThrow(
      expect.objectContaining({ code: "LV_BUS_MESSAGE_INVALID" }),
    )
  })

  it("is looked up anew after something may have been missed", async () => {
    const ours = start()
    await settled()
    hub.goDown()
    hub.comeBack()
    await settled()
    expect(ours.missed.count).toBe(1)
  })

  it("ends with the process", async () => {
    const asks = start()
    const ours = start()
    await settled()
    ours.channel.close()
    asks.channel.disconnect("ada", 5)
    await settled()
    expect(ours.heard).toEqual([])
  })
})
