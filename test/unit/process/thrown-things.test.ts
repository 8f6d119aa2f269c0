/** Everything that can be thrown, from everywhere a view can throw it: the view ends, and nothing else does. */

// oxlint-disable unicorn/no-thenable
import { format } from "node:util"
import { event as checked, liveView } from "../../../src/index.js"
import { topic } from "../../../src/pubsub/topic.js"
import { html } from "../../../src/render/values/html.js"
import { consoleLogger, containedLogger, type Logger } from "../../../src/telemetry/logger.js"
import { thrownThings } from "../../support/thrown-things.js"
import { Unhandled } from "../../support/unhandled.js"
import { allTurns, startView, ViewHarness } from "../../support/view-harness.js"

const bad = topic<string>("bad")

interface Places {
  count: number
}

/** A schema that calls a function to validate. */
function schemaOf(validate: () => never) {
  return checked<never, Places, string>({ "~standard": { version: 1, vendor: "test", validate } } as never, () => {})
}

/** A view that throws at each place when it is asked to, and notes how it ended. */
function thrower(thing: () => unknown, ended: unknown[]) {
  const fail = (): never => {
    throw thing()
  }
  return liveView<Places, string>({
    name: "thrower",
    mount: (_params, _session, socket) => {
      socket.subscribe(bad)
      return { count: 0 }
    },
    render: ({ count }) => (count < 0 ? fail() : html`<p>${count}</p>`),
    events: {
      now: fail,
      async later() {
        await undefined
        fail()
      },
      thenable: () => ({ then: fail }) as never,
      rejecting: () => ({ then: (_take: unknown, refuse: (why: unknown) => void) => refuse(thing()) }) as never,
      schema: schemaOf(fail),
      render: (_params, socket) => socket.assign({ count: -1 }),
      reply: () => ({ toJSON: fail }),
      afterClose: (_params, socket) => {
        socket.startAsync("slow", fail, () => {})
      },
      outcome: (_params, socket) => {
        socket.startAsync("quick", () => 1, fail)
      },
      add: (_params, socket) => socket.update("count", (n) => n + 1),
    },
    handleEvent: fail,
    handleInfo: fail,
    terminate: (reason) => {
      ended.push(reason)
    },
  })
}

const modes = ["development", "production"].flatMap((mode) =>
  Object.keys(thrownThings).map((name) => [mode, name] as const),
)

let unhandled: Unhandled
let written: string[]

beforeEach(() => {
  unhandled = new Unhandled()
  written = []
  for (const name of ["debug", "info", "warn", "error"] as const) {
    // What the console does with what it is given.
    jest.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
      written.push(format(...parts))
    })
  }
})

afterEach(async () => {
  await allTurns()
  unhandled.stop()
  jest.restoreAllMocks()
})

/** The loggers that an app may have: the console, one that throws by itself, one whose promise rejects. */
const loggers: Readonly<Record<string, Logger>> = {
  "the console": consoleLogger("debug"),
  "a logger that throws": containedLogger(failing(() => Object.create(null))),
  "a logger that rejects": containedLogger(failing(() => undefined, true)),
}

function failing(thing: () => unknown, later = false): Logger {
  const fail = () => {
    if (later) return Promise.reject(thing())
    throw thing()
  }
  return { debug: fail, info: fail, warn: fail, error: fail }
}

describe.each(modes)("in %s, thrown: %s", (mode, name) => {
  const make = thrownThings[name] as () => unknown
  const development = mode === "development"

  it.each(["now", "later", "thenable", "rejecting", "schema", "render", "unknown"])(
    "by an event (%s): it is answered, the page told, the view ended",
    async (event) => {
      const ended: unknown[] = []
      const harness = await startView(thrower(make, ended), {
        development,
        appLogger: loggers["the console"] as Logger,
      })
      const { diff, extras } = await harness.process.event(event, {})
      expect(diff).toBeNull()
      expect(JSON.parse(JSON.stringify(extras?.x))).toEqual(extras?.x)
      expect(extras?.x).toMatchObject({ code: expect.stringMatching(/^LV_/), message: expect.any(String) })
      await allTurns()
      expect(harness.exits).toEqual([extras?.x])
      expect(ended).toEqual(["crash"])
      expect(harness.errors).toHaveLength(1)
      expect(written.join("\n")).toContain('of the view "thrower" threw; this view has ended.')
      expect(unhandled.found).toEqual([])
    },
  )

  it("by handleInfo, the handler of an outcome, terminate: the page is told, the view ended", async () => {
    const ended: unknown[] = []
    const appLogger = loggers["the console"] as Logger
    const informed = await startView(thrower(make, ended), { development, appLogger })
    informed.pubsub.broadcast(bad, "x")
    const told = await startView(thrower(make, ended), { development, appLogger })
    await told.process.event("outcome", {})
    await allTurns()
    expect([informed.exits.length, told.exits.length]).toEqual([1, 1])
    expect(ended).toEqual(["crash", "crash"])
    const view = liveView({
      name: "leaver",
      mount: () => ({}),
      render: () => html`<p></p>`,
      terminate: () => {
        throw make()
      },
    })
    const left = await startView(view, { development, appLogger })
    await left.process.close("leave")
    expect(left.errors).toHaveLength(1)
    expect(unhandled.found).toEqual([])
  })

  it("by a task: the view goes on, and its outcome holds what was thrown", async () => {
    const appLogger = loggers["the console"] as Logger
    const harness = await startView(thrower(make, []), { development, appLogger })
    await harness.process.event("afterClose", {})
    await allTurns()
    expect((await harness.process.event("add", {})).diff).toEqual({ 0: "1" })
    expect(written.join("\n")).toContain('The task "slow" of the view "thrower" failed; the view goes on.')
    expect(unhandled.found).toEqual([])
  })

  it("by mount: start rejects with it, and the view has ended", async () => {
    const view = liveView({
      name: "stillborn",
      mount: () => {
        throw make()
      },
      render: () => html`<p></p>`,
    })
    const harness = new ViewHarness(view, { development, appLogger: loggers["the console"] as Logger })
    const outcome = await harness.process.start().then(
      () => "started",
      () => "rejected",
    )
    expect(outcome).toBe("rejected")
    expect(harness.process.state).toBe("ended")
    expect(harness.errors).toHaveLength(1)
    expect(unhandled.found).toEqual([])
  })

  it.each(Object.keys(loggers))("by an event and by `onError`, with %s: the view ends all the same", async (logger) => {
    for (const onError of [
      () => {
        throw make()
      },
      async () => {
        throw make()
      },
    ]) {
      const ended: unknown[] = []
      const harness = await startView(thrower(make, ended), {
        development,
        appLogger: loggers[logger] as Logger,
        onError,
      })
      expect((await harness.process.event("now", {})).extras?.x).toBeDefined()
      await allTurns()
      expect(harness.exits).toHaveLength(1)
      expect(ended).toEqual(["crash"])
    }
    expect(unhandled.found).toEqual([])
  })
})
