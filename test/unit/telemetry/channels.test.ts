import { tracingChannel } from "node:diagnostics_channel"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { asyncResult, liveView } from "../../../src/index.js"
import { html } from "../../../src/render/values/html.js"
import { notices, spans } from "../../../src/telemetry/channels.js"
import { allTurns, startView } from "../../support/view-harness.js"

const view = liveView<{ count: number }, number>({
  name: "measured",
  mount: async () => ({ count: 0 }),
  render: ({ count }) => html`<p>${count}</p><p>constant</p>`,
  events: {
    add(_params, socket) {
      socket.update("count", (n) => n + 1)
      return "added"
    },
    async later(_params, socket) {
      await Promise.resolve()
      socket.update("count", (n) => n + 1)
    },
    async fail() {
      await Promise.resolve()
      throw new Error("no")
    },
  },
  handleInfo: (n, socket) => socket.assign({ count: n }),
})

/** Notes the phases of a span, each with a copy of its context at that moment, while the body runs. */
async function listening(
  name: keyof typeof spans,
  body: () => Promise<unknown>,
): Promise<[phase: string, context: unknown][]> {
  const noted: [string, unknown][] = []
  const note = (phase: string) => (context: object) => {
    noted.push([phase, { ...context }])
  }
  const channel = tracingChannel(`livemount.${name}`)
  const subscribers = {
    start: note("start"),
    end: note("end"),
    asyncStart: note("asyncStart"),
    asyncEnd: note("asyncEnd"),
    error: note("error"),
  }
  channel.subscribe(subscribers)
  try {
    await body()
  } finally {
    channel.unsubscribe(subscribers)
  }
  return noted
}

const instance = { view: "measured", id: "measured-1" }

describe("the span of", () => {
  it("mount goes from its call to the end of its promise", async () => {
    const context = { ...instance, connected: true, params: { a: 1 } }
    const noted = await listening("mount", () => startView(view, { params: { a: 1 } }))
    expect(noted).toEqual([
      ["start", context],
      ["end", context],
      ["asyncStart", { ...context, result: { count: 0 } }],
      ["asyncEnd", { ...context, result: { count: 0 } }],
    ])
  })

  it("an event that is synchronous has no asynchronous part", async () => {
    const { process } = await startView(view)
    const context = { ...instance, event: "add", params: { by: 1 } }
    const noted = await listening("event", () => process.event("add", { by: 1 }))
    expect(noted).toEqual([
      ["start", context],
      ["end", { ...context, result: "added" }],
    ])
  })

  it("an event whose handler fails says so", async () => {
    const { process } = await startView(view)
    const noted = await listening("event", () => process.event("fail", {}))
    expect(noted.map(([phase]) => phase)).toEqual(["start", "end", "error", "asyncStart", "asyncEnd"])
    expect(noted[2]?.[1]).toMatchObject({ event: "fail", error: expect.objectContaining({ message: "no" }) })
  })

  it("an asynchronous event leaves its answer as it is", async () => {
    const { process } = await startView(view)
    await listening("event", async () => {
      expect(await process.event("later", {})).toEqual({ diff: { 0: "1" } })
    })
  })

  it("an info has its message", async () => {
    const { process } = await startView(view)
    const noted = await listening("info", async () => {
      process.info(5)
      await allTurns()
    })
    expect(noted[0]).toEqual(["start", { ...instance, message: 5 }])
  })

  it("a task goes from its start to the end of its promise", async () => {
    const slow = liveView({
      name: "measured",
      mount: () => ({ value: asyncResult(async () => 5) }),
      render: ({ value }) => html`<p>${value.ok ? value.result : ""}</p>`,
    })
    const noted = await listening("async", async () => {
      await startView(slow)
      await allTurns()
    })
    const context = { ...instance, name: "value" }
    expect(noted).toEqual([
      ["start", context],
      ["end", context],
      ["asyncStart", { ...context, result: 5 }],
      ["asyncEnd", { ...context, result: 5 }],
    ])
  })

  it("a render counts slots and bytes", async () => {
    const noted = await listening("render", async () => {
      const { process } = await startView(view)
      await process.event("add", {})
    })
    expect(noted.filter(([phase]) => phase === "end").map(([, context]) => context)).toEqual([
      expect.objectContaining({ ...instance, first: true, changed: 0, bytes: 0 }),
      expect.objectContaining({ ...instance, first: false, changed: 1, bytes: '{"0":"1"}'.length }),
    ])
  })
})

describe("docs/telemetry.md", () => {
  const text = readFileSync(join(__dirname, "../../../docs/telemetry.md"), "utf8")
  const documented = (heading: string): string[] => {
    const section = text.slice(text.indexOf(`## ${heading}`)).split("\n## ")[0] ?? ""
    return [...section.matchAll(/^\| `livemount\.(\w+)`/gm)].map((match) => match[1] ?? "")
  }

  it("describes every channel, and no other", () => {
    expect(documented("Spans")).toEqual(Object.keys(spans))
    expect(documented("Notices")).toEqual(Object.keys(notices))
  })

  it("has the channels' names as they are", () => {
    for (const [name, channel] of Object.entries(spans))
      expect(channel.start.name).toBe(`tracing:livemount.${name}:start`)
    for (const [name, channel] of Object.entries(notices)) expect(channel.name).toBe(`livemount.${name}`)
  })
})

test("the declarations do not name Node's TracingChannel, whose type parameters changed places in its newer types", () => {
  const source = readFileSync(join(__dirname, "../../../src/telemetry/channels.ts"), "utf8")
  expect(source).not.toMatch(/\bTracingChannel\b/)
})
