import cluster from "node:cluster"
import { Server } from "socket.io"
import type { LiveOptions } from "../../../src/server/options/live-options.js"
import { resolveOptions } from "../../../src/server/options/resolve-options.js"
import { memorySnapshots } from "../../../src/snapshot/memory-snapshots.js"
import { defaultLimits } from "../../../src/transport/limits.js"
import { RecordingLogger } from "../../support/recording-logger.js"

const development = { NODE_ENV: "test" }
const production = { NODE_ENV: "production" }
const secret = "s".repeat(32)
const given = (options: object): LiveOptions => ({ secret, ...options })

describe("options", () => {
  it("have defaults", () => {
    expect(resolveOptions(given({}), development)).toMatchObject({
      secrets: [secret],
      tokenAge: 43_200_000,
      path: "/live",
      origins: [],
      prefix: "live-",
      development: true,
    })
    expect(resolveOptions(given({}), production).development).toBe(false)
  })

  it("take what is given, and treat undefined as not given", () => {
    const resolved = resolveOptions(
      given({ path: "/a/b", secret: ["x".repeat(32), "y".repeat(32)], tokenAge: undefined, development: false }),
      development,
    )
    expect(resolved).toMatchObject({
      path: "/a/b",
      secrets: ["x".repeat(32), "y".repeat(32)],
      tokenAge: 43_200_000,
      development: false,
    })
  })

  it("are refused when unknown, with the nearest name", () => {
    expect(() => resolveOptions(given({ layuot: "x" }))).toThrow("There is no option `layuot`. Did you mean `layout`?")
    expect(() => resolveOptions(given({ somethingElse: 1 }))).toThrow("There are: secret, views,")
    expect(() => resolveOptions(given({ constructor: 1 }))).toThrow(
      expect.objectContaining({ code: "LV_OPTION_UNKNOWN" }),
    )
  })

  it.each<[string, unknown]>([
    ["secret", 5],
    ["secret", []],
    ["views", { a: 1 }],
    ["templates", {}],
    ["layout", ""],
    ["render", "ejs"],
    ["session", { user: 1 }],
    ["tokenAge", 0],
    ["tokenAge", "12h"],
    ["path", "live"],
    ["path", "/live/"],
    ["path", "/"],
    ["io", {}],
    ["origins", "https://x.example"],
    ["bus", { publish() {} }],
    ["limits", 5],
    ["hiddenTabs", false],
    ["prefix", "live"],
    ["logger", { info() {} }],
    ["development", "yes"],
  ])("are refused at the start: %s as %j", (option, value) => {
    expect(() => resolveOptions(given({ [option]: value }))).toThrow(
      expect.objectContaining({
        code: "LV_OPTION_INVALID",
        message: expect.stringContaining(`The option \`${option}\` takes `),
      }),
    )
  })

  it("take milliseconds for hidden tabs", () => {
    const paceOf = (hiddenTabs: object | undefined) => resolveOptions(given({ hiddenTabs }), development).hiddenPace
    expect(paceOf(undefined)).toEqual({ after: 30_000, every: 5_000 })
    expect(paceOf({ after: 0, every: undefined })).toEqual({ after: 0, every: 5_000 })
    expect(paceOf({ every: 0 })).toEqual({ after: 30_000, every: 0 })
    expect(() => paceOf({ evry: 1 })).toThrow("There is no option `hiddenTabs.evry`. Did you mean `hiddenTabs.every`?")
    expect(() => paceOf({ every: -1 })).toThrow("The option `hiddenTabs.every` takes milliseconds: 0, or 100 to")
    expect(() => paceOf({ after: "30" })).toThrow("The option `hiddenTabs.after` takes milliseconds: 0, or 100 to")
  })

  it("take milliseconds and numbers for views that wait for their page", () => {
    const adoptOf = (adopt: unknown) => resolveOptions(given({ adopt }), development).adopt
    const defaults = { window: 10_000, views: 1000, viewsPerBrowser: 20, viewsPerAddress: 100 }
    expect(adoptOf(undefined)).toEqual(defaults)
    expect(adoptOf({ window: 500, views: 0, viewsPerBrowser: undefined })).toEqual({
      ...defaults,
      window: 500,
      views: 0,
    })
    expect(() => adoptOf({ windows: 1 })).toThrow("There is no option `adopt.windows`. Did you mean `adopt.window`?")
    for (const window of [-1, "10", 1e10, Number.NaN])
      expect(() => adoptOf({ window })).toThrow("`adopt.window` takes milliseconds: 0, or 100 to 2147483647")
    expect(() => adoptOf({ views: -1 })).toThrow("`adopt.views` takes a number, 0 or more")
    expect(() => adoptOf(5)).toThrow("The option `adopt` takes")
  })

  it.each<[string, object, string | undefined]>([
    ["tokenAge", { tokenAge: 43_200 }, "43200 * 1000"],
    ["resumeWindow", { resumeWindow: 300 }, "300 * 1000"],
    ["adopt.window", { adopt: { window: 10 } }, "10 * 1000"],
    ["hiddenTabs.after", { hiddenTabs: { after: 30 } }, "30 * 1000"],
    ["hiddenTabs.every", { hiddenTabs: { every: 5 } }, "5 * 1000"],
    ["snapshots.age", { snapshots: { age: 3600 } }, "3600 * 1000"],
    ["snapshots.age", { snapshots: { age: 5 } }, undefined],
    ["resumeWindow", { resumeWindow: 2 ** 31 }, undefined],
  ])("that are times in seconds are refused with what to write: %s of %j", (option, given, meant) => {
    let message = ""
    try {
      resolveOptions({ secret, ...given })
    } catch (thrown) {
      message = (thrown as Error).message
    }
    expect(message).toContain(`The option \`${option}\` takes milliseconds`)
    expect(/ are seconds, write (.*)\.$/.exec(message)?.[1]).toBe(meant)
  })

  it("are refused where a store of snapshots is given in the place of what has one", () => {
    expect(() => resolveOptions(given({ snapshots: memorySnapshots() as object }))).toThrow(
      "The option `snapshots` takes an object with store, age and size. It was given: an instance of MemorySnapshots. Write snapshots: { store: … }.",
    )
  })

  it("take some of the limits; the others keep their defaults, also where undefined is given", () => {
    const { limits } = resolveOptions(given({ limits: { eventsWaiting: 5, messageSize: undefined } }), development)
    expect(limits).toEqual({ ...defaultLimits, eventsWaiting: 5 })
    expect(resolveOptions(given({ limits: undefined }), development).limits).toEqual(defaultLimits)
  })

  it("are refused when a limit is unknown, with the nearest name, or is no number above 0", () => {
    expect(() => resolveOptions(given({ limits: { mesageSize: 1 } }))).toThrow(
      "There is no option `limits.mesageSize`. Did you mean `limits.messageSize`?",
    )
    expect(() => resolveOptions(given({ limits: { messageSize: -1 } }))).toThrow(
      "The option `limits.messageSize` takes a number above 0",
    )
    expect(() => resolveOptions(given({ limits: { joinsPerSecond: null } }))).toThrow("`limits.joinsPerSecond`")
  })

  it("are refused where socket.io would send again what livemount plays itself", () => {
    const io = new Server({ connectionStateRecovery: {} })
    expect(() => resolveOptions({ secret: "s".repeat(32), io })).toThrow(
      /`io` and `connectionStateRecovery` exclude each other/,
    )
    const socket = { connectionStateRecovery: {} }
    expect(() => resolveOptions({ secret: "s".repeat(32), socket })).toThrow(
      /`socket` and `connectionStateRecovery` exclude each other/,
    )
    expect(() => resolveOptions({ secret: "s".repeat(32), io: new Server() })).not.toThrow()
  })

  it.each([-1, "60", Number.NaN, 2 ** 31])("%p is no `resumeWindow`", (resumeWindow) => {
    expect(() => resolveOptions({ secret: "s".repeat(32), resumeWindow } as never)).toThrow(/resumeWindow/)
  })

  it("of views that wait are a minute, and 0 where nothing waits", () => {
    const secret = "s".repeat(32)
    expect([resolveOptions({ secret }).resumeWindow, resolveOptions({ secret, resumeWindow: 0 }).resumeWindow]).toEqual(
      [60_000, 0],
    )
  })

  it("are refused when they exclude each other", () => {
    const environment = { render() {}, getTemplate() {} }
    expect(() => resolveOptions(given({ views: "a", templates: environment }))).toThrow(
      /`views` and `templates` exclude each other/,
    )
  })

  it("are refused when they are no object", () => {
    expect(() => resolveOptions("views" as never)).toThrow(expect.objectContaining({ code: "LV_OPTION_INVALID" }))
  })
})

describe("the secret", () => {
  it("is said to be short in production, if one has fewer than 32 characters; its text is not told", () => {
    const logger = new RecordingLogger()
    const short = { secret: ["s".repeat(32), "hunter2"], logger }
    resolveOptions({ ...short, development: true })
    resolveOptions({ secret: "s".repeat(32), logger, development: false })
    expect(logger.entries).toEqual([])
    expect(resolveOptions({ ...short, development: false }).secrets).toHaveLength(2)
    expect(logger.entries).toMatchObject([{ level: "warn", details: { code: "LV_SECRET_SHORT" } }])
    expect(JSON.stringify(logger.entries)).not.toContain("hunter2")
  })

  it("is required in production", () => {
    expect(() => resolveOptions({}, production)).toThrow(expect.objectContaining({ code: "LV_SECRET_REQUIRED" }))
    expect(() => resolveOptions({ development: false }, development)).toThrow(
      expect.objectContaining({ code: "LV_SECRET_REQUIRED" }),
    )
  })

  it("is made in development, another each time, with a warning of what that means", () => {
    const logger = new RecordingLogger()
    const [first, second] = [resolveOptions({ logger }, development), resolveOptions({ logger }, development)]
    expect(first.secrets[0]).toHaveLength(43)
    expect(first.secrets[0]).not.toBe(second.secrets[0])
    expect(logger.at("warn")[0]).toContain("No `secret` was given")
    expect(logger.at("warn")[0]).not.toContain("worker of a cluster")
  })

  it("that is made in a worker of a cluster is one that the others do not have, which is told", () => {
    const logger = new RecordingLogger()
    const worker = jest.replaceProperty(cluster, "isWorker", true)
    try {
      resolveOptions({ logger }, development)
    } finally {
      worker.restore()
    }
    expect(logger.at("warn")).toEqual([
      expect.stringMatching(
        /No `secret` was given.*a worker of a cluster: its views will not join unless all workers have the same/,
      ),
    ])
  })
})
