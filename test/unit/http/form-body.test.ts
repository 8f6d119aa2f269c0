import type { IncomingMessage } from "node:http"
import { PassThrough } from "node:stream"
import { readFormBody } from "../../../src/http/post/form-body.js"

const message = (type: string | undefined): IncomingMessage & PassThrough =>
  Object.assign(new PassThrough(), { headers: type === undefined ? {} : { "content-type": type } }) as never

const urlencoded = "application/x-www-form-urlencoded; charset=UTF-8"

describe("a form's body", () => {
  it("is read here, in whatever pieces it comes", async () => {
    const stream = message(urlencoded)
    const read = readFormBody(stream, undefined)
    const bytes = Buffer.from("a=ä&b=2")
    stream.write(bytes.subarray(0, 3))
    stream.end(bytes.subarray(3))
    expect(await read).toBe("a=ä&b=2")
  })

  it("is read here although a parser that had nothing to do left {}", async () => {
    const stream = message(urlencoded)
    const read = readFormBody(stream, {})
    stream.end("a=1")
    expect(await read).toBe("a=1")
  })

  it("is taken from a parser that has read it", async () => {
    const stream = message("multipart/form-data; boundary=x")
    stream.resume().end("whatever")
    await new Promise((resolve) => stream.once("end", resolve))
    expect(await readFormBody(stream, { user: { name: "a&b" }, tags: ["x"] })).toBe(
      "user%5Bname%5D=a%26b&tags%5B0%5D=x",
    )
  })

  it("is refused when it was read and nothing was left of it", async () => {
    const stream = message(urlencoded)
    stream.resume().end("a=1")
    await new Promise((resolve) => stream.once("end", resolve))
    await expect(readFormBody(stream, undefined)).rejects.toMatchObject({ code: "LV_POST_UNSUPPORTED", status: 415 })
  })

  it("is not waited for when the browser had gone before", async () => {
    const stream = message(urlencoded)
    stream.destroy()
    await new Promise((resolve) => stream.once("close", resolve))
    await expect(readFormBody(stream, undefined)).rejects.toMatchObject({ code: "LV_POST_ABORTED", status: 400 })
  })

  it.each(["multipart/form-data; boundary=x", "application/json", undefined])(
    "is refused as %s, unread",
    async (type) => {
      await expect(readFormBody(message(type), undefined)).rejects.toMatchObject({
        code: "LV_POST_UNSUPPORTED",
        status: 415,
      })
    },
  )

  it("is refused when it is larger than allowed", async () => {
    const stream = message(urlencoded)
    const read = readFormBody(stream, undefined)
    stream.end(Buffer.alloc((1 << 20) + 1, "a"))
    await expect(read).rejects.toMatchObject({ code: "LV_POST_TOO_LARGE", status: 413 })
  })

  it("is refused when the browser went away", async () => {
    const stream = message(urlencoded)
    const read = readFormBody(stream, undefined)
    stream.write("a=")
    stream.destroy()
    await expect(read).rejects.toMatchObject({ code: "LV_POST_ABORTED" })
  })
})
