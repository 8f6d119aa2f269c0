/** A client that speaks livemount's protocol without a browser: fetches the page, joins its first root, sends events. */
import { io } from "socket.io-client"

/** Fetches a page, unless one is given, and joins its first root element. Resolves with the joined client. */
export async function joinPage(url, { manager, page: given } = {}) {
  const page = given ?? (await fetchPage(url))
  const socket = connect(url, page, manager)
  await once(socket, "connect")
  const frames = []
  const ws = socket.io.engine.transport.ws
  ws?.on("message", (data) => frames.push(frameBytes(Buffer.byteLength(data))))
  const joinStart = frames.length
  const reply = await new Promise((resolve) =>
    socket.emit("j", { v: 1, t: page.token, h: page.templates, n: page.templates.map((_, i) => i) }, resolve),
  )
  if (reply.i === undefined) throw new Error(`join refused: ${JSON.stringify(reply)}`)
  let sent = 0
  return {
    socket,
    page,
    reply,
    instance: reply.i,
    joinBytes: frames.slice(joinStart).reduce((sum, bytes) => sum + bytes, 0),
    frames,
    /** Frames that came until it had joined. */
    joined: frames.length,
    event: (name, payload = {}) =>
      new Promise((resolve) =>
        socket.emit("e", reply.i, name, payload, ++sent, (diff, extras) => resolve({ diff, extras })),
      ),
    close: () => socket.disconnect(),
  }
}

/** Size of a WebSocket frame from the server, header included (RFC 6455, section 5.2; the server does not mask). */
export function frameBytes(payload) {
  return payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10)
}

/** @param cookie - What the browser has from an earlier page. */
export async function fetchPage(url, cookie = "") {
  const response = await fetch(url, { headers: cookie === "" ? {} : { cookie } })
  const html = await response.text()
  if (!response.ok) throw new Error(`GET ${url}: ${response.status}\n${html.slice(0, 500)}`)
  const tag = /<[a-z]+[^>]*\sdata-live="([^"]+)"[^>]*>/.exec(html)
  if (tag === null) throw new Error(`no root element in ${url}`)
  const attribute = (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag[0])?.[1] ?? ""
  return {
    html,
    view: tag[1],
    token: attribute("data-live-token"),
    templates: attribute("data-live-templates").split(" ").filter(Boolean),
    cookie:
      cookie ||
      response.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; "),
  }
}

export function connect(url, page, options = {}) {
  return io(new URL(`/live/${page.view}`, url).href, {
    path: "/live/socket",
    transports: ["websocket"],
    extraHeaders: { cookie: page.cookie, origin: new URL(url).origin },
    forceNew: true,
    reconnection: false,
    ...options,
  })
}

export function once(socket, event) {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve)
    socket.once("connect_error", reject)
  })
}
