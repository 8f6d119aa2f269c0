/** What browsers get says whose it is, without NOTICE and without the packages. */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(__dirname, "../../dist/browser")
const files = readdirSync(folder).filter((name) => name.endsWith(".js"))
const bannerOf = (name: string): string => /^\/\*!.*?\*\//s.exec(readFileSync(join(folder, name), "utf8"))?.[0] ?? ""

describe("a built file for browsers", () => {
  it("that has diff-dom in it names its authors and the LGPL", () => {
    const file = files.find((name) => name.startsWith("diff-dom-")) as string
    expect(bannerOf(file)).toMatch(/diff-dom \d.*: LGPL-3.0, \(c\) Johannes Wilm.*NOTICE/s)
  })

  it("that has socket.io's client in it names its parts and their authors", () => {
    const { client } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { client: string }
    const banner = bannerOf(client)
    for (const name of ["engine.io-client", "engine.io-parser", "socket.io-client", "@socket.io/component-emitter"]) {
      expect(banner).toMatch(new RegExp(`${name} \\d`))
    }
    expect(banner).toMatch(/MIT, \(c\) 2014-present Guillermo Rauch and Socket.IO contributors/)
    expect(banner).toMatch(/MIT, \(c\) 2014 Component contributors/)
  })

  it("that is all livemount's own says nothing", () => {
    expect(files.filter((name) => bannerOf(name) !== "")).toHaveLength(2)
  })
})
