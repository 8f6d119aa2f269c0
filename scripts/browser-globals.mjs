/**
 * An esbuild plugin: answers what engine.io-client asks about where it runs and what it was given. The built script runs
 * in a browser, and its options are those of `client/connection/socket-connection.ts`.
 */
import { readFileSync } from "node:fs"

const answers = [
  // A URL is always given; it says all of these.
  [/uri && "object" === typeof uri/g, "false"],
  [/(?<=if \()uri(?=\))/g, "true"],
  [/null != opts\.secure\s*\? opts\.secure\s*:[^;]*/g, "opts.secure"],
  [/opts\.hostname \|\|\s*\([^;]*/g, "opts.hostname"],
  [/opts\.port \|\|\s*\([^;]*/g, "opts.port"],
  // What nobody listens to, hands over or reads.
  [/this\.emitReserved\("(?:packet|packetCreate|heartbeat|ping|pong|message|handshake|flush)"[^;]*;/g, ""],
  [/if \("function" === typeof (?:data|options)\) \{[^}]*\}/g, ""],
  [/options = options \|\| \{\};/g, ""],
  [/options: options,/g, ""],
  [/if \(fn\)\s*this\.once\("flush", fn\);/g, ""],
  [/\bsend\(msg, options, fn\) \{[^}]*\}/g, ""],
  [/(?:err|error)\.transport = transport\.name;/g, ""],
  [/this\.binaryType = defaultBinaryType;/g, ""],
  [/Socket\.protocol = protocol;/g, ""],
  [/this\._upgrades\.indexOf\("webtransport"\) !== -1 &&\s*name !== "webtransport"/g, "false"],
  [/typeof (?:add|remove)EventListener === "function"/g, "true"],
  [/typeof location !== "undefined"/g, "true"],
  [/this\.opts\.(?:autoUnref|closeOnBeforeunload|tryAllTransports)/g, "false"],
  [/(?<=if \()this\._beforeunloadEventListener/g, "false"],
  [/(?<=else if \()opts\.host(?=\))/g, "false"],
  [/this\.opts\.rememberUpgrade(?= &&)/g, "false"],
  [/this\.transports\.length === 0/g, "false"],
  [/Socket\.priorWebsocketSuccess =\s[^;]*;/g, ""],
  [/, this\.opts\.transportOptions\[name\]/g, ""],
  [/options\.compress = false !== options\.compress;/g, ""],
  [/\(this\.opts\.addTrailingSlash \? "\/" : ""\)/g, '"/"'],
  [/if \(this\.opts\.withCredentials\) \{\s*this\._cookieJar = createCookieJar\(\);\s*\}/g, ""],
  [/, \{\s*description: "network connection lost",\s*\}/g, ""],
  // Defaults of what only other transports, and Node.js, ask for.
  [
    /\b(?:addTrailingSlash|agent|path|rejectUnauthorized|rememberUpgrade|timestampParam|closeOnBeforeunload): [^,]*,/g,
    "",
  ],
  [/(?:perMessageDeflate|transportOptions): \{[^}]*\},/g, ""],
  [/opts\.transportImplementations(?! : )/g, "false"],
  [/typeof opts\.transports\[0\] === "function"/g, "false"],
  [/typeof this\.opts\.query === "string"/g, "false"],
]

export const browserGlobals = {
  name: "browser-globals",
  setup({ onLoad }) {
    onLoad({ filter: /engine\.io-client[\\/]build[\\/]esm[\\/]socket\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8")
      // A new version may ask otherwise.
      const useless = answers.filter(([question]) => source.search(question) < 0)
      return {
        contents: answers.reduce((text, [question, answer]) => text.replace(question, answer), source),
        errors: useless.map(([question]) => ({ text: `${question} matches nothing: engine.io-client has changed` })),
      }
    })
  },
}
