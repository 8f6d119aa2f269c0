import type { ServerResponse } from "node:http"
import { createServer } from "node:http"
import request from "supertest"
import { keepPrivate, makePrivate } from "../../../src/http/request/caching.js"

const answer = (handler: (response: ServerResponse, overruled: (header: string) => void) => void) => {
  const overruled: string[] = []
  const server = createServer((_request, response) => handler(response, (header) => overruled.push(header)))
  return { overruled, response: request(server).get("/") }
}

describe("a page with a live root", () => {
  it("is private where the host says nothing", async () => {
    const { overruled, response } = answer((given, note) => {
      makePrivate(given, note)
      given.end("x")
    })
    await response.expect("Cache-Control", "private, no-cache")
    expect(overruled).toEqual([])
  })

  it("is private although the host said public, before or after", async () => {
    for (const before of [true, false]) {
      const { overruled, response } = answer((given, note) => {
        if (before) given.setHeader("Cache-Control", "public, max-age=60")
        makePrivate(given, note)
        keepPrivate(given, note)
        if (!before) given.setHeader("Cache-Control", "s-maxage=60")
        given.end("x")
      })
      await response.expect("Cache-Control", "private, no-cache")
      expect(overruled).toHaveLength(1)
    }
  })

  it("is private although headers are handed to writeHead", async () => {
    const { overruled, response } = answer((given, note) => {
      keepPrivate(given, note)
      given.writeHead(201, { "cache-control": "public", "X-Other": "1" }).end("x")
    })
    await response.expect(201).expect("Cache-Control", "private, no-cache").expect("X-Other", "1")
    expect(overruled).toEqual(["public"])
  })

  it("keeps what is stricter", async () => {
    const { response } = answer((given, note) => {
      given.setHeader("Cache-Control", "no-store")
      keepPrivate(given, note)
      given.end("x")
    })
    await response.expect("Cache-Control", "no-store")
  })
})
