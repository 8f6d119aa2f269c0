import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { beforeHead } from "../../../src/http/request/written-head.js"

/** A response whose head is looked at, and what was seen then. */
function watched() {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const seen: unknown[] = []
  beforeHead(response, () =>
    seen.push(response.statusCode, response.getHeader("set-cookie"), response.getHeader("x-a")),
  )
  response.setHeader("Set-Cookie", "before=1")
  return { response, seen }
}

describe("the head of a response", () => {
  it.each<[shape: string, headers: unknown, cookies: unknown]>([
    ["an object", { "Set-Cookie": ["a=1", "b=2"], "X-A": "x" }, ["a=1", "b=2"]],
    ["names and values", ["Set-Cookie", "a=1", "X-A", "x"], "a=1"],
    ["names and values, a name twice", ["Set-Cookie", "a=1", "X-A", "x", "Set-Cookie", "b=2"], ["a=1", "b=2"]],
    ["names and values, one of which is a list", ["Set-Cookie", ["a=1", "b=2"], "X-A", "x"], ["a=1", "b=2"]],
    [
      "pairs",
      [
        ["Set-Cookie", "a=1"],
        ["X-A", "x"],
      ],
      "a=1",
    ],
    [
      "pairs, a value of which is a list",
      [
        ["Set-Cookie", ["a=1", "b=2"]],
        ["X-A", "x"],
      ],
      ["a=1", "b=2"],
    ],
  ])("is seen as it is written by %s", (_shape, headers, cookies) => {
    const { response, seen } = watched()
    response.writeHead(201, headers as never)
    expect(seen).toEqual([201, cookies, "x"])
  })
})
