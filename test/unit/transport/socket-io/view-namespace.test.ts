import type { Socket } from "socket.io"
import { OriginPolicy } from "../../../../src/security/origin.js"
import type { NamespaceContext } from "../../../../src/transport/namespace-context.js"
import type { SocketServer } from "../../../../src/transport/socket-io/socket-server.js"
import { type NamespaceState, ViewNamespace } from "../../../../src/transport/socket-io/view-namespace.js"
import { RecordingLogger } from "../../../support/recording-logger.js"

const WAYS: Readonly<Record<NamespaceState, (namespace: ViewNamespace) => void>> = {
  open: () => {},
  shut: (namespace) => namespace.shut(),
  closed(namespace) {
    namespace.shut()
    namespace.close()
  },
}

type Middleware = (socket: Socket, next: (refusal?: Error) => void) => void

/** A namespace on the host's own server, where each entry is asked about. */
function namespaceIn(state: NamespaceState) {
  let ask: Middleware = () => {}
  const namespace = {
    sockets: new Map(),
    use(middleware: Middleware) {
      ask = middleware
    },
    on() {},
  }
  const server = { io: { of: () => namespace }, checksOrigin: false } as unknown as SocketServer
  const context = { services: { logger: new RecordingLogger() } } as unknown as NamespaceContext
  const made = new ViewNamespace(server, "/live/counter", context, { origins: new OriginPolicy() })
  WAYS[state](made)
  expect(made.state).toBe(state)
  /** What one is told who enters; "in": nothing. */
  const entering = (): string => {
    let said = "nothing"
    const socket = { client: {}, conn: { close: () => {} }, request: { headers: {} } } as unknown as Socket
    ask(socket, (refusal) => {
      said = refusal?.message ?? "in"
    })
    return said
  }
  return { namespace: made, entering }
}

describe("a namespace", () => {
  it.each([
    ["open", /^in$/],
    ["shut", /The server is being stopped/],
    ["closed", /No view lives in the namespace/],
  ] as const)("that is %s says so to who enters", (state, said) => {
    expect(namespaceIn(state).entering()).toMatch(said)
  })

  it.each([
    ["open", "shut", "shut"],
    ["shut", "shut", "shut"],
    ["closed", "shut", "closed"],
    ["shut", "close", "closed"],
    ["closed", "close", "closed"],
  ] as const)("that is %s, %s: %s", (from, move, to) => {
    const { namespace } = namespaceIn(from)
    namespace[move]()
    expect(namespace.state).toBe(to)
  })

  it("is not closed before its pages were moved", () => {
    const { namespace } = namespaceIn("open")
    expect(() => namespace.close()).toThrow('A namespace that is "open" cannot become "closed".')
    expect(namespace.state).toBe("open")
  })
})
