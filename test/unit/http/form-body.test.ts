import type { IncomingMessage } from "node:http"
import { PassThrough } from "node:stream"
import { readFormBody } from "../../../src/http/post/form-body.js"

const message = (type: string | undefined): IncomingMessage & PassThrough =>
  Object.assign(new PassThrough(), { headers: type === undefined ? {} : { "content-type": type } }) as never

const urlencoded = "application/x-www-form-urlencoded; charset=UTF-8"

/** Some middleware of the host has read it to its end. */
async function readBefore(type = "multipart/form-data; boundary=x"): Promise<ReturnType<typeof message>> {
  const stream = message(type)
  stream.resume().end("whatever")
  await new Promise((resolve) => stream.once("end", resolve))
  return stream
}

function formData(fields: readonly string[][]): FormData {
  const data = new FormData()
  for (const [name = "", value = ""] of fields) data.append(name, value)
  data.append("upload", new Blob(["text"]), "a.txt")
  return data
}

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
    expect(await readFormBody(await readBefore(), { user: { name: "a&b" }, tags: ["x"] })).toBe(
      "user%5Bname%5D=a%26b&tags%5B0%5D=x",
    )
  })

  it("is taken from a parser that is done before the last of the stream is told", async () => {
    const stream = message("multipart/form-data; boundary=x")
    expect(await readFormBody(stream, { _live: "form-1 save", "user[name]": "Ada" })).toBe(
      "_live=form-1+save&user%5Bname%5D=Ada",
    )
  })

  it("is taken from a parser that makes a list of every field, as if it did not", async () => {
    const lists = { _live: ["form-1 save"], name: ["Ada"], tags: ["a", "b"], "rows[]": ["1"], nothing: [] }
    expect(await readFormBody(await readBefore(), lists)).toBe("_live=form-1+save&name=Ada&tags=a&tags=b&rows%5B%5D=1")
  })

  it("keeps a list of one that a parser has read from the names", async () => {
    expect(await readFormBody(await readBefore(), { _live: "form-1 save", tags: ["a"] })).toBe(
      "_live=form-1+save&tags%5B0%5D=a",
    )
  })

  it.each([
    ["URLSearchParams", (fields: string[][]) => new URLSearchParams(fields)],
    ["a FormData", (fields: string[][]) => formData(fields)],
    ["a Map", (fields: string[][]) => new Map(fields as [string, string][])],
  ])("is taken from %s", async (_name, made) => {
    const fields = [
      ["_live", "form-1 save"],
      ["tags[]", "ä&"],
    ]
    expect(await readFormBody(await readBefore(), made(fields))).toBe("_live=form-1+save&tags%5B%5D=%C3%A4%26")
  })

  it.each([
    ["a text", "_live=form-1+save&a=1"],
    ["bytes", Buffer.from("_live=form-1+save&a=1")],
  ])("is taken from %s, of what is urlencoded", async (_name, body) => {
    expect(await readFormBody(await readBefore(urlencoded), body)).toBe("_live=form-1+save&a=1")
    await expect(readFormBody(await readBefore("text/plain"), body)).rejects.toMatchObject({
      code: "LV_POST_UNSUPPORTED",
    })
  })

  it.each([undefined, null, {}, Object.create(null), new Map(), [], "", Buffer.alloc(0)])(
    "is refused when it was read and nothing was left of it: %p",
    async (left) => {
      await expect(readFormBody(await readBefore(urlencoded), left)).rejects.toMatchObject({
        code: "LV_POST_UNSUPPORTED",
        status: 415,
        message: expect.stringContaining("read by a middleware that left no fields"),
      })
    },
  )

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
