/** What browsers get says whose it is, without NOTICE and without the packages. */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(__dirname, "../../dist/browser")
const files = readdirSync(folder).filter((name) => name.endsWith(".js"))
const bannerOf = (name: string): string => /^\/\*!.*?\*\//s.exec(readFileSync(join(folder, name), "utf8"))?.[0] ?? ""

const { client } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { client: string }

describe("a built file for browsers", () => {
  it("that has diff-dom in it names its authors and the LGPL", () => {
    const file = files.find((name) => name.startsWith("diff-dom-")) as string
    expect(bannerOf(file)).toMatch(/diff-dom \d.*: LGPL-3.0, \(c\) Johannes Wilm.*NOTICE/s)
  })

  it("that has engine.io's way without WebSocket in it names its authors", () => {
    const file = files.find((name) => name.startsWith("polling-")) as string
    expect(bannerOf(file)).toMatch(
      /engine.io-client \d.*MIT, \(c\) 2014-present Guillermo Rauch and Socket.IO contributors/,
    )
  })

  it("that has what was made from socket.io's client in it names its parts and their authors, and nobody else", () => {
    expect(bannerOf(client)).toMatch(
      /^\/\*! engine.io-client \d[^:]*, socket.io-client \d[^:]*: MIT, \(c\) 2014-present Guillermo Rauch and Socket.IO contributors\n/,
    )
  })

  it("that is all livemount's own says nothing", () => {
    const others = files.filter((name) => name !== client && !/^(?:diff-dom|polling)-/.test(name))
    expect(others.length).toBeGreaterThan(0)
    expect(others.filter((name) => bannerOf(name) !== "")).toEqual([])
  })
})
