/** The browser's files, on each host. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliCompressSync, brotliDecompressSync } from "node:zlib"
import request from "supertest"
import { Assets } from "../../src/http/assets.js"
import { closeHosts, hosts } from "../support/http-hosts.js"
import { counter } from "../support/http-views.js"

const script = `export const text = ${JSON.stringify("x".repeat(4000))}`
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livemount-"))
  writeFileSync(join(folder, "livemount-ABCDEFGH.js"), script)
  writeFileSync(join(folder, "morph-ABCDEFGH.js"), "export {}")
  writeFileSync(join(folder, "secret.js"), "not in the manifest")
  writeFileSync(
    join(folder, "manifest.json"),
    JSON.stringify({
      client: "livemount-ABCDEFGH.js",
      files: { "livemount-ABCDEFGH.js": {}, "morph-ABCDEFGH.js": {} },
    }),
  )
  jest.spyOn(Assets, "defaultFolder").mockReturnValue(folder)
})
afterAll(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})
afterEach(closeHosts)

/** Its body is the text, also where supertest does not know the encoding. */
function asText(asked: request.Test): request.Test {
  return asked.buffer(true).parse((stream, done) => {
    const chunks: Buffer[] = []
    stream.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)))
    stream.on("end", () => {
      const body = Buffer.concat(chunks)
      done(null, body.toString().startsWith("export") ? body.toString() : brotliDecompressSync(body).toString())
    })
  })
}

describe.each(hosts)("the browser's files on $name", (host) => {
  it("are found where the page says, and may be kept for ever", async () => {
    const app = host.make()
    app.live.view("/counter", counter)
    const { text } = await request(app.listener).get("/counter")
    const url = /src="([^"]*)"/.exec(text)?.[1] ?? ""
    expect(url).toBe("/live/livemount-ABCDEFGH.js")
    const response = await request(app.listener).get(url).set("Accept-Encoding", "identity").expect(200, script)
    expect(response.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "content-length": String(script.length),
      "x-content-type-options": "nosniff",
    })
    expect(response.headers["set-cookie"]).toBeUndefined()
    await request(app.listener).get("/live/morph-ABCDEFGH.js").expect(200)
  })

  it("come compressed where the browser takes it", async () => {
    const app = host.make()
    const { body } = await asText(
      request(app.listener).get("/live/livemount-ABCDEFGH.js").set("Accept-Encoding", "gzip;q=0, br"),
    )
      .expect("Content-Encoding", "br")
      .expect("Vary", "Accept-Encoding")
    expect(body).toBe(script)
    await request(app.listener)
      .get("/live/livemount-ABCDEFGH.js")
      .set("Accept-Encoding", "gzip")
      .expect("Content-Encoding", "gzip")
  })

  it("come as the build compressed them, where it did", async () => {
    const path = join(folder, "morph-ABCDEFGH.js.br")
    writeFileSync(path, brotliCompressSync("export { built }"))
    const app = host.make()
    const { body } = await asText(request(app.listener).get("/live/morph-ABCDEFGH.js").set("Accept-Encoding", "br"))
    rmSync(path)
    expect(body).toBe("export { built }")
  })

  it("are not sent again to a browser that has them", async () => {
    const app = host.make()
    const { headers } = await request(app.listener).get("/live/client.js").expect("Cache-Control", "public, no-cache")
    await request(app.listener)
      .get("/live/client.js")
      .set("If-None-Match", `"other", ${headers["etag"]}`)
      .expect(304, "")
    await request(app.listener).get("/live/client.js").set("If-None-Match", '"other"').expect(200)
  })

  it("answer HEAD", async () => {
    const app = host.make()
    const { headers } = await request(app.listener)
      .head("/live/client.js")
      .set("Accept-Encoding", "identity")
      .expect(200)
    expect(headers["content-length"]).toBe(String(script.length))
  })

  it("are only those of the build; everything else under the path is the host's", async () => {
    const app = host.make()
    app.live.view("/live/:name", counter)
    await request(app.listener).get("/live/secret.js").expect(404)
    await request(app.listener).get("/live/livemount-OLDONE00.js").expect(404)
    await request(app.listener).get("/live/..%2F..%2Fpackage.json").expect(200).expect("Content-Type", /html/)
    await request(app.listener).get("/live/about").expect(200).expect("Content-Type", /html/)
  })
})

it("a page works without a built script, and the log says so once", async () => {
  jest.spyOn(Assets, "defaultFolder").mockReturnValueOnce(join(folder, "none"))
  const app = (hosts[0] as (typeof hosts)[number]).make()
  app.live.view("/counter", counter)
  await request(app.listener).get("/counter").expect(200)
  await request(app.listener).get("/counter").expect(200)
  expect(app.logger.at("error")).toEqual([expect.stringContaining("npm run build")])
})
