/**
 * An esbuild plugin: answers what engine.io-client asks about where it runs and what it was given. The built script runs
 * in a browser, and its options are those of `client/connection/socket-connection.ts`; the tests that use `slim-socket.mjs` alone
 * run elsewhere.
 */
import { readFileSync } from "node:fs"

const answers = [
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
