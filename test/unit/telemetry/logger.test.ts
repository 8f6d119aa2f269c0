import { consoleLogger, containedLogger, type Logger, type LogLevel } from "../../../src/telemetry/logger.js"

const methods = ["debug", "info", "warn", "error"] as const

/** What reaches the console's methods from a logger of this level. */
function written(level: LogLevel | undefined, use: (logger: Logger) => void): unknown[][] {
  const lines: unknown[][] = []
  const spies = methods.map((name) =>
    jest.spyOn(console, name).mockImplementation((...parts) => lines.push([name, ...parts])),
  )
  use(consoleLogger(level))
  for (const spy of spies) spy.mockRestore()
  return lines
}

describe("the console's logger", () => {
  it("writes one line, with the details if there are any", () => {
    const lines = written("debug", (logger) => {
      logger.debug("a")
      logger.error("b", { view: "counter" })
    })
    expect(lines).toEqual([
      ["debug", "[livemount] a"],
      ["error", "[livemount] b", { view: "counter" }],
    ])
  })

  it.each<[LogLevel | undefined, string[]]>([
    ["debug", ["debug", "info", "warn", "error"]],
    [undefined, ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["silent", []],
  ])("of level %s writes %j", (level, expected) => {
    const lines = written(level, (logger) => {
      for (const name of methods) logger[name]("x")
    })
    expect(lines.map(([name]) => name)).toEqual(expected)
  })
})

describe("a logger of the app that throws", () => {
  it("hurts nobody who logs, and the console gets what it did not take", () => {
    const failing: Logger = {
      ...consoleLogger("silent"),
      error(message, details) {
        if (details === undefined) throw new Error(`no room for ${message}`)
        JSON.stringify(details)
      },
    }
    const cyclic: { self?: object } = {}
    cyclic.self = cyclic
    const lines = written("silent", () => {
      const logger = containedLogger(failing)
      logger.debug("fine")
      logger.error("a")
      logger.error("b", { view: "counter" })
      logger.error("c", cyclic)
    })
    expect(lines).toEqual([
      ["error", "[livemount] a", { loggerFailed: expect.objectContaining({ message: "no room for a" }) as Error }],
      ["error", "[livemount] c", { self: cyclic, loggerFailed: expect.any(TypeError) as TypeError }],
    ])
  })

  it("keeps its own `this`", () => {
    class Counting {
      count = 0
      debug(): void {}
      info(): void {}
      warn(): void {}
      error(): void {
        this.count += 1
      }
    }
    const counting = new Counting()
    containedLogger(counting).error("a")
    expect(counting.count).toBe(1)
  })
})
