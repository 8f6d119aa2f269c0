/** A line that is a WebSocket: each packet is a message. */
import type { Line, LineOwner } from "./line.js"

/** @param first - Sent as soon as it is open; else the server speaks first. */
export function openWebSocket({ href }: URL, owner: LineOwner, first?: string): Line {
  const socket = new WebSocket(`ws${href.slice("http".length)}&transport=websocket`)
  if (first !== undefined) socket.onopen = () => socket.send(first)
  socket.onmessage = ({ data }) => owner.lineReceived(String(data))
  socket.onerror = socket.onclose = (context: Event) => owner.lineEnded({ context })
  return {
    transport: "websocket",
    // One that closes takes what is sent, and drops it.
    send: (packet) => socket.send(packet),
    close() {
      // One that never opened is left to itself: to close it would be an error in the browser's console.
      if (socket.readyState === 0) socket.onopen = () => socket.close()
      else socket.close()
    },
  }
}
