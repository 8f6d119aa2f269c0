import { consoleLogger, type Logger, type LogLevel } from "../../../src/telemetry/logger.js"

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
